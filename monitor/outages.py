"""Outages that were announced beforehand: registry/outages.csv. A night that touches one accuses nobody it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from crawler.clock import VIETNAM
from crawler.registry_rows import Row, read_rows, refuse
from monitor.facts import NightFact, PortalFact

COLUMNS = ("scope", "name", "from", "to", "source")
SCOPES = ("portal", "backend")


@dataclass(frozen=True, slots=True)
class Outage:
    """`scope` says whether `name` is a portal's code or a backend; `source` is who announced it, and where."""

    scope: str
    name: str
    first: datetime
    last: datetime
    source: str

    def touches(self, night: NightFact) -> bool:
        """Whether it was announced for a time in which the night looked; without times, for the night's day."""
        if night.started_at is None:
            return self.first.astimezone(VIETNAM).date() <= night.night <= self.last.astimezone(VIETNAM).date()
        return self.first <= (night.ended_at or night.started_at) and night.started_at <= self.last

    def covers(self, portal: PortalFact) -> bool:
        return self.name == (portal.code if self.scope == "portal" else portal.backend)


def announced(outages: Iterable[Outage], portal: PortalFact, nights: Iterable[NightFact]) -> dict[date, str]:
    """The nights of a portal that an announced outage touches, with the cause."""
    mine = [outage for outage in outages if outage.covers(portal)]
    return {n.night: "announced_outage" for n in nights if any(outage.touches(n) for outage in mine)}


def load_outages(path: Path) -> tuple[Outage, ...]:
    """Read the announcements; a missing file means that none is known. `RegistryError` names every bad row."""
    if not path.exists():
        return ()
    rows, problems = read_rows(path, COLUMNS)
    found: list[Outage] = []
    for row in rows:
        row.one_of("scope", SCOPES)
        row.match("name", re.compile(r"\S{1,64}"), "mã cổng hoặc tên hạ tầng như trong portals.csv")
        if not row["source"]:
            row.wrong("source", "thiếu nguồn", "ghi ai báo, ở đâu, ngày nào")
        first, last = _moment(row, "from"), _moment(row, "to")
        if first and last and last < first:
            row.wrong("to", "kết thúc trước lúc bắt đầu", "đổi lại hai lúc")
        if first and last:
            found.append(Outage(row["scope"], row["name"], first, last, row["source"]))
    refuse(problems)
    return tuple(found)


def _moment(row: Row, column: str) -> datetime | None:
    try:
        return datetime.strptime(row[column], "%Y-%m-%d %H:%M").replace(tzinfo=VIETNAM)
    except ValueError:
        row.wrong(column, f"{row[column]!r} không đọc được", "viết năm-tháng-ngày giờ:phút, ví dụ 2026-11-20 22:00")
        return None
