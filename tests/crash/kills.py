"""Find the stage that a night is in, from its processes and its database, and end it there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

#: The words of the process that a stage runs in; committing is seen at the database.
STAGES = {"fetching": "scrapy crawl portal", "judging": "monitor judge", "sealing": "crawler seal",
          "reporting": "reports digest"}


def children(pid: int) -> dict[int, str]:
    """The processes below one with their command lines and names; a step after the crawl has a name of its own."""
    found: dict[int, str] = {}
    with suppress(OSError):
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            with suppress(OSError):
                line = Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ")
                found[int(child)] = line + Path(f"/proc/{child}/comm").read_text()
            found |= children(int(child))
    return found


def wait_for(night: subprocess.Popen[bytes], stage: str, writes: Callable[[], bool]) -> int | None:
    """The process in which the stage runs, as soon as it does; None when the night ended before."""
    while night.poll() is None:
        inside = children(night.pid)
        if stage == "committing" and writes():
            return next(iter(inside), night.pid)
        for pid, line in inside.items():
            if stage in STAGES and STAGES[stage] in line:
                return pid
        time.sleep(0.002)
    return None


def watch_writes(url: str) -> tuple[Callable[[], bool], Callable[[], None]]:
    """(whether somebody writes to the database now, the end of the watch)."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        journals = [Path(f"{parsed.database}{end}") for end in ("-journal", "-wal")]

        def writes() -> bool:
            with suppress(OSError):
                return any(path.exists() and path.stat().st_size > 0 for path in journals)
            return False

        return writes, lambda: None
    link = psycopg.connect(parsed.set(drivername="postgresql").render_as_string(), autocommit=True)
    query = """select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
               and backend_xid is not null"""
    return lambda: bool((link.execute(query).fetchone() or (0,))[0]), link.close


def strike(night: subprocess.Popen[bytes], inside: int, chance: random.Random, *, twice: bool) -> None:
    """SIGKILL to the night or, in a third of the cases, only to the process inside, which the night then begins anew.
    `twice`: two SIGTERMs to the night instead."""
    if not twice:
        with suppress(ProcessLookupError):
            os.kill(inside if inside != night.pid and chance.random() < 0.33 else night.pid, signal.SIGKILL)
        time.sleep(0.05)
        return
    night.send_signal(signal.SIGTERM)
    time.sleep(chance.uniform(0, 0.3))
    night.send_signal(signal.SIGTERM)
    code = night.wait(timeout=120)
    assert code in (143, -signal.SIGTERM, 0, 3), f"two SIGTERMs ended the night with {code}"
