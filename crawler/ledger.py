"""Worklist and ledger of one night in the database: what is planned, what came of it, nothing lost in between.

A request is done only in the transaction that stores what it produced: its outcome, its reading and the requests
that follow from it. Results are gathered and committed in groups; a crash loses at most requests that are still
open in the database and are made again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.orm import Session

from crawler import lock, models
from crawler.evidence.archive import Archive
from crawler.evidence.keeping import keep
from crawler.evidence.wire import Wire
from crawler.facts import Reading, digest_of, reading_from_json
from crawler.upserts import upsert

REMEMBERED = ("observed", "observed_empty", "not_modified")


@dataclass(frozen=True, slots=True)
class Plan:
    """A request to be made. `key` is the identity of the address first asked for, kept along redirects."""

    portal: str
    purpose: str  # robots, home, list, article, question, door (a feed or sitemap)
    url: str
    key: str
    backend: str = ""
    priority: int = 0
    channel: str | None = None
    page: int = 1
    hops: int = 0
    attempt: int = 1
    method: str = "GET"
    form: tuple[tuple[str, str], ...] = ()
    id: int = 0  # given by the database

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc.lower()

    @property
    def fingerprint(self) -> str:
        """Same fingerprint = same request: first pages by identity, further pages by address and form, the steps of a
        redirect each by itself (a loop comes back to its own address, and two posts may both be sent to the home page).
        """
        what = self.key
        if self.page > 1 or self.hops:
            what = f"{self.channel} {self.method} {self.url} {self.form}"
        if self.hops:
            what = f"{self.key} {self.hops} {what}"
        kind = "article" if self.purpose in ("article", "question") else self.purpose
        return hashlib.sha256(f"{kind} {what}".encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is known of an address from earlier nights, for a conditional request."""

    etag: str | None
    last_modified: str | None
    body_digest: str | None
    reading: str | None


@dataclass(slots=True)
class Result:
    """What came of one request, to be stored in one piece."""

    plan: Plan
    outcome: str
    reason: str | None = None
    status: int | None = None
    seconds: float | None = None
    size: int | None = None
    body_digest: str | None = None
    reading: str | None = None      # digest of a reading stored before
    fresh: dict[str, Any] | None = None  # a new reading's facts
    end_reason: str | None = None
    marks: list[str] = field(default_factory=list)
    second: str | None = None       # what the second reader said, see spiders/second_opinion.py
    etag: str | None = None
    last_modified: str | None = None
    follow: list[Plan] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)  # as it came; then what its page asked for in a browser
    dom: str | None = None                           # the page as a browser had it after its scripts ran


class Ledger:
    """One night's worklist. All methods work on the same engine; `flush` raises `LockLost` when fenced off."""

    GROUP = 64

    def __init__(self, engine: Engine, night_id: int, token: str, reader: str, evidence: Path | None = None) -> None:
        self.engine, self.night_id, self.token, self.reader = engine, night_id, token, reader
        with Session(engine) as session:
            self.night: date = session.execute(
                select(models.Night.night).where(models.Night.id == night_id)
            ).scalar_one()
        self.archive = Archive(evidence, self.night) if evidence is not None else None
        self._waiting: list[Result] = []
        self._planned: set[bytes] = set()

    def open_plans(self, portals: Container[str]) -> list[Plan]:
        """Everything planned and not done for these portals: the start of a night, or what a resumed one has to do."""
        v = models.Visit
        with Session(self.engine) as session:
            rows = session.execute(
                select(v, models.NightPortal.backend)
                .join(models.NightPortal, (models.NightPortal.night_id == v.night_id)
                      & (models.NightPortal.portal == v.portal))
                .where(v.night_id == self.night_id).order_by(v.id)
            ).all()
        rows = [row for row in rows if row[0].portal in portals]
        self._planned = {_mark(r.portal, r.fingerprint, r.attempt) for r, _ in rows}
        return [_plan_of(row, backend) for row, backend in rows if row.outcome is None]

    def done(self, portal: str) -> list[models.Visit]:
        """The portal's finished requests of this night, in order of planning."""
        v = models.Visit
        with Session(self.engine) as session:
            return list(session.scalars(
                select(v).where(v.night_id == self.night_id, v.portal == portal, v.outcome.is_not(None)).order_by(v.id)
            ))

    def remembered(self, portal: str) -> dict[str, Remembered]:
        """Validators of the portal's addresses by fingerprint, as far as today's reader made the readings."""
        p = models.Page
        with Session(self.engine) as session:
            rows = session.execute(
                select(p.fingerprint, p.etag, p.last_modified, p.body_digest, p.reading)
                .where(p.portal == portal, p.reader == self.reader, p.reading.is_not(None))
            ).all()
        return {r.fingerprint: Remembered(r.etag, r.last_modified, r.body_digest, r.reading) for r in rows}

    def reading(self, digest: str) -> Reading:
        """A stored reading."""
        with Session(self.engine) as session:
            return reading_from_json(session.execute(
                select(models.Reading.facts).where(models.Reading.digest == digest)
            ).scalar_one())

    def raw(self, digest: str) -> dict[str, Any]:
        """A stored reading's JSON (robots.txt is kept as {"robots": text})."""
        with Session(self.engine) as session:
            return dict(session.execute(
                select(models.Reading.facts).where(models.Reading.digest == digest)
            ).scalar_one())

    def is_new(self, plan: Plan) -> bool:
        """Whether this request was not planned before this night."""
        return _mark(plan.portal, plan.fingerprint, plan.attempt) not in self._planned

    def asked_again(self, visit: models.Visit) -> bool:
        """Whether a later attempt of this request is planned or done: then this one says nothing of the portal now."""
        return _mark(visit.portal, visit.fingerprint, visit.attempt + 1) in self._planned

    def claim(self, plans: Iterable[Plan]) -> list[Plan]:
        """Those of the plans that are new, remembered as planned: two pages may name the same address."""
        new: list[Plan] = []
        for plan in plans:
            mark = _mark(plan.portal, plan.fingerprint, plan.attempt)
            if mark not in self._planned:
                self._planned.add(mark)
                new.append(plan)
        return new

    def add(self, plan: Plan) -> Plan:
        """Plan one request that follows from no page (a further host's robots.txt)."""
        self._planned.add(_mark(plan.portal, plan.fingerprint, plan.attempt))
        with Session(self.engine) as session, session.begin():
            lock.holds(session, self.token)
            [number] = self._store_plans(session, [plan], datetime.now(UTC))
        return replace(plan, id=number)

    def record(self, result: Result) -> None:
        """Keep a result for the next commit."""
        self._waiting.append(result)

    @property
    def pending(self) -> int:
        return len(self._waiting)

    def flush(self) -> list[Plan]:
        """Commit what was recorded; returns the requests planned by it, ready to be queued."""
        if not self._waiting:
            return []
        results, now = self._waiting, datetime.now(UTC)
        follow = [p for r in results for p in r.follow]
        records = keep(self.engine, self.archive, results) if self.archive is not None else []
        with Session(self.engine) as session, session.begin():
            lock.holds(session, self.token)
            self._store_readings(session, results)
            session.execute(update(models.Visit), [self._done_row(r, now) for r in results])
            self._remember(session, results)
            if records:
                session.execute(insert(models.Record), records)
            ids = self._store_plans(session, follow, now)
        self._waiting = []
        return [replace(plan, id=new) for plan, new in zip(follow, ids, strict=True)]

    def close(self) -> None:
        """Nothing more is written to this night's archive by this process."""
        if self.archive is not None:
            self.archive.close()

    def _store_readings(self, session: Session, results: list[Result]) -> None:
        fresh = [r for r in results if r.fresh is not None]
        for result in fresh:
            assert result.fresh is not None
            result.reading = digest_of(result.fresh)
        if fresh:
            upsert(session, models.Reading, ("digest",), [
                {"digest": r.reading, "kind": (r.fresh or {}).get("kind", "robots"), "facts": r.fresh} for r in fresh
            ], update_rest=False)

    def _done_row(self, r: Result, now: datetime) -> dict[str, Any]:
        return {
            "id": r.plan.id, "outcome": r.outcome, "reason": r.reason, "status": r.status, "finished_at": now,
            "seconds": r.seconds, "size": r.size, "body_digest": r.body_digest, "reading": r.reading,
            "end_reason": r.end_reason, "marks": r.marks or None, "second": r.second,
        }

    def _remember(self, session: Session, results: list[Result]) -> None:
        rows = [
            {"portal": r.plan.portal, "fingerprint": r.plan.fingerprint, "etag": r.etag,
             "last_modified": r.last_modified, "body_digest": r.body_digest, "reading": r.reading,
             "reader": self.reader, "checked_on": self.night}
            for r in results if r.outcome in REMEMBERED and r.plan.purpose != "robots"
            and "rendered" not in r.marks  # an application's document stays the same while its data change
        ]
        if rows:
            unique = {(row["portal"], row["fingerprint"]): row for row in rows}
            upsert(session, models.Page, ("portal", "fingerprint"), list(unique.values()), update_rest=True)

    def _store_plans(self, session: Session, plans: list[Plan], now: datetime) -> list[int]:
        if not plans:
            return []
        rows = [plan_row(self.night_id, plan, now) for plan in plans]
        return list(session.scalars(
            insert(models.Visit).returning(models.Visit.id, sort_by_parameter_order=True), rows
        ))


def _mark(portal: str, fingerprint: str, attempt: int) -> bytes:
    """One attempt of one request in a third of the memory: half of a fingerprint is still 128 bits."""
    return bytes.fromhex(fingerprint[:32]) + bytes([attempt]) + portal.encode()


def plan_row(night_id: int, plan: Plan, now: datetime) -> dict[str, Any]:
    """A planned request as a row of the worklist."""
    return {
        "night_id": night_id, "portal": plan.portal, "fingerprint": plan.fingerprint, "attempt": plan.attempt,
        "purpose": plan.purpose, "method": plan.method, "url": plan.url,
        "form": [list(pair) for pair in plan.form] or None, "key": plan.key, "channel": plan.channel,
        "page": plan.page, "hops": plan.hops, "priority": plan.priority, "planned_at": now,
    }


def _plan_of(row: models.Visit, backend: str) -> Plan:
    return Plan(
        portal=row.portal, purpose=row.purpose, url=row.url, key=row.key, backend=backend, priority=row.priority,
        channel=row.channel, page=row.page, hops=row.hops, attempt=row.attempt, method=row.method,
        form=tuple((k, v) for k, v in row.form or ()), id=row.id,
    )
