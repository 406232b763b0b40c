"""What came of a group of requests, put into the archive before the ledger commits it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler.evidence.archive import Archive, Earlier
from crawler.evidence.wire import Wire
from crawler.records import Record

REFER_DAYS = 30      # a revisit refers to bytes at most this old, so that retention can delete by age
REFER_BYTES = 1000   # shorter bodies are kept again: a reference is as long
NO_ATTEMPT = frozenset({"not_attempted", "not_due", "robots"})  # nothing was sent


class Planned(Protocol):
    """What of a planned request is kept: its row and address."""

    @property
    def id(self) -> int: ...
    @property
    def url(self) -> str: ...


class Kept(Protocol):
    """What of a result is kept. `wires`: the exchange, then what its page asked for when a browser ran it."""

    @property
    def plan(self) -> Planned: ...
    @property
    def outcome(self) -> str: ...
    @property
    def reason(self) -> str | None: ...
    @property
    def wires(self) -> Sequence[Wire]: ...
    @property
    def dom(self) -> str | None: ...


@dataclass(frozen=True, slots=True)
class _Before:
    visit: int
    earlier: Earlier


def keep(engine: Engine, archive: Archive, results: Sequence[Kept]) -> list[dict[str, Any]]:
    """Write all results and wait for the disk; rows of `records`, one for each attempt."""
    before = _find_same(engine, archive, [r.wires[0] for r in results if r.wires])
    rows = []
    for result in results:
        if not result.wires and result.outcome in NO_ATTEMPT:
            continue
        if result.wires:
            page = result.wires[0]
            same = before.get((page.url, _digest(page)))
            at, url = page.at, page.url
            piece = archive.write_exchange(result.wires, same.earlier if same else None, result.dom)
        else:
            same, at, url = None, datetime.now(UTC), result.plan.url
            piece = archive.write_failure(url, result.outcome, result.reason, at)
        rows.append({
            "visit_id": result.plan.id, "night": archive.night, "kind": piece.kind, "url": url, "at": at,
            "file": piece.file, "offset": piece.offset, "length": piece.length, "digest": piece.digest,
            "payload": piece.payload, "refers_to": same.visit if same else None, "deleted_on": None,
        })
    archive.sync()
    return rows


def _find_same(engine: Engine, archive: Archive, wires: Sequence[Wire]) -> dict[tuple[str, str], _Before]:
    """Whole records of the last weeks with the same bytes from the same address."""
    digests = {_digest(wire) for wire in wires if len(wire.body) >= REFER_BYTES}
    if not digests:
        return {}
    since = archive.night - timedelta(days=REFER_DAYS)
    with Session(engine) as session:
        rows = session.execute(
            select(Record.visit_id, Record.url, Record.payload, Record.at)
            .where(Record.payload.in_(digests), Record.kind == "response", Record.night >= since,
                   Record.deleted_on.is_(None)).order_by(Record.visit_id.desc())
        ).all()
    return {(r.url, r.payload or ""): _Before(r.visit_id, Earlier(r.url, r.at)) for r in rows}


def _digest(wire: Wire) -> str:
    return hashlib.sha256(wire.body).hexdigest()
