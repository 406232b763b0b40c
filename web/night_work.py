"""What a night asked: the slowest portals, the requests tried again, every host, and its log line by line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.models import NightPortal, Record, Visit
from monitor.facts import NightFact
from monitor.reasons import Reasons, load_reasons
from web.listing import Column, Listing

SLOWEST = 10
LOG = (
    Column("finished_at", "Lúc (UTC)"), Column("portal", "Mã cổng"), Column("purpose", "Để làm gì"),
    Column("method", "Cách hỏi"), Column("url", "Địa chỉ"), Column("attempt", "Lần thứ"), Column("outcome", "Kết quả"),
    Column("reason", "Vì sao"), Column("status", "Mã HTTP"), Column("seconds", "Giây"), Column("size", "Byte"),
)


@dataclass(frozen=True, slots=True)
class Pace:
    """How one portal answered: seconds of a request on average and at worst, over the `timed` ones."""

    portal: str
    timed: int
    average: float
    worst: float


@dataclass(frozen=True, slots=True)
class Asked:
    """One host that was asked. `known`: the registry of that night named it."""

    host: str
    requests: int
    known: bool


@dataclass(frozen=True, slots=True)
class Work:
    """The requests of one night; `again`: portal -> how many were second or third tries."""

    slowest: tuple[Pace, ...]
    again: dict[str, int]
    hosts: tuple[Asked, ...]
    kept: int  # bytes of its records
    reasons: Reasons


def measure_work(session: Session, fact: NightFact) -> Work:
    """Only what was really asked: a request that was given up with its portal has met no host."""
    mine = (Visit.night_id == fact.id, Visit.outcome.is_not(None), Visit.outcome.not_in(("not_attempted", "not_due")))
    paces = [Pace(*row) for row in session.execute(
        select(Visit.portal, func.count(Visit.seconds), func.avg(Visit.seconds), func.max(Visit.seconds))
        .where(*mine, Visit.seconds.is_not(None)).group_by(Visit.portal))]
    again = session.execute(select(Visit.portal, func.count()).where(*mine, Visit.attempt > 1).group_by(Visit.portal))
    asked = Counter(filter(None, map(host_of, session.scalars(select(Visit.url).where(*mine)))))
    known = _registered(session, fact.id)
    return Work(
        tuple(sorted(paces, key=lambda p: (-p.average, p.portal))[:SLOWEST]),
        {row[0]: row[1] for row in sorted(again, key=lambda row: (-row[1], row[0]))},
        tuple(Asked(host, n, host in known) for host, n in sorted(asked.items(), key=lambda i: (i[0] in known, i[0]))),
        session.scalar(select(func.coalesce(func.sum(Record.length), 0)).where(Record.night == fact.night)) or 0,
        load_reasons(session, fact.id),
    )


def host_of(url: str) -> str:
    """The host of an address; nothing for one that is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def night_log(session: Session, fact: NightFact) -> Listing:
    """Every request of a night in the order in which it ended; what is still to be asked stands last."""
    fields = [getattr(Visit, column.key) for column in LOG]
    rows: Iterable[Any] = session.execute(
        select(*fields).where(Visit.night_id == fact.id).order_by(Visit.finished_at.is_(None), Visit.finished_at,
                                                                   Visit.id)).mappings()
    return Listing(f"nhat-ky-dem-{fact.night}", f"Nhật ký đêm {fact.night:%d/%m/%Y}", LOG, [dict(row) for row in rows],
                   f"/runs/{fact.night}/log", {})


def _registered(session: Session, night: int) -> set[str]:
    rows = session.execute(select(NightPortal.url, NightPortal.hosts).where(NightPortal.night_id == night))
    return {host for url, hosts in rows for host in (host_of(url), *hosts.split())}
