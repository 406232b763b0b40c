"""Reference probes: unrelated sites asked during the night, so that our own outage is not taken for the portals'.

Which sites is the owner's choice (registry/references.csv); with fewer than three nothing is concluded from them.
"""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine, insert
from sqlalchemy.orm import Session

from crawler.judged import Probe
from crawler.registry_rows import read_rows, refuse

COLUMNS = ("name", "url", "note")
LEAST = 3        # references, below which nothing can be said
EVERY = 600.0    # seconds between two rounds
TIMEOUT = 15.0


@dataclass(frozen=True, slots=True)
class Reference:
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Round:
    """One round of questions. `failed`: name -> why it did not answer, None when it did."""

    at: datetime
    failed: dict[str, str | None]

    @property
    def good(self) -> bool:
        """At least two of three answered."""
        return 3 * sum(why is None for why in self.failed.values()) >= 2 * len(self.failed)


def load_references(path: Path) -> tuple[Reference, ...]:
    """The sites to ask; a missing file means none."""
    if not path.exists():
        return ()
    rows, problems = read_rows(path, COLUMNS)
    for row in rows:
        if not row["name"] or not row["url"].startswith(("http://", "https://")):
            row.wrong("url", "thiếu tên hoặc địa chỉ", "ghi tên và địa chỉ dạng https://ten.vn/")
    refuse(problems)
    return tuple(Reference(row["name"], row["url"]) for row in rows)


def our_outage(rounds: Sequence[Round]) -> str | None:
    """Why the night is worth nothing: our own side was cut off during most of it. None when it was not, or when too
    few sites were asked to say."""
    told = [one for one in rounds if len(one.failed) >= LEAST]
    bad = sum(not one.good for one in told)
    if not told or 2 * bad <= len(told):
        return None
    return f"{bad} trên {len(told)} lượt hỏi các trang đối chứng không được trả lời: our_network"


@contextmanager
def probing(references: Sequence[Reference], every: float = EVERY) -> Iterator[list[Round]]:
    """Ask the references at the start, every ten minutes and at the end of the block; the rounds grow meanwhile."""
    rounds: list[Round] = []
    over = threading.Event()

    def keep_asking() -> None:
        while not over.wait(every):
            rounds.append(ask_all(references))

    if not references:
        yield rounds
        return
    rounds.append(ask_all(references))
    asking = threading.Thread(target=keep_asking, daemon=True)
    asking.start()
    try:
        yield rounds
    finally:
        over.set()
        asking.join(TIMEOUT * len(references) + 5)
    rounds.append(ask_all(references))


def ask_all(references: Sequence[Reference]) -> Round:
    """One round."""
    return Round(datetime.now(UTC), {reference.name: ask(reference.url) for reference in references})


def ask(url: str) -> str | None:
    """Why a site did not answer; any answer of its server is an answer."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, method="HEAD"), timeout=TIMEOUT):
            return None
    except urllib.error.HTTPError:
        return None
    except (OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"[:200]


def keep_rounds(engine: Engine, night_id: int, rounds: Sequence[Round]) -> None:
    """Write the rounds beside the night."""
    rows = [{"night_id": night_id, "at": one.at, "name": name, "failed": why}
            for one in rounds for name, why in one.failed.items()]
    if rows:
        with Session(engine) as session, session.begin():
            session.execute(insert(Probe), rows)
