"""Working days in Việt Nam: weekends, public holidays and make-up days from registry/calendar.csv."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from crawler.registry_rows import read_rows, refuse

COLUMNS = ("day", "kind", "name", "status", "source")
STATUSES = ("legal", "announced", "lunar", "project_default")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days that differ from the week: True is a working day (a make-up Saturday), False a day off."""

    special: Mapping[date, bool] = field(default_factory=dict)
    names: Mapping[date, str] = field(default_factory=dict)

    def works(self, day: date) -> bool:
        """Whether offices work on a day."""
        return self.special.get(day, day.weekday() < 5)

    def add(self, day: date, count: int) -> date:
        """The day that is `count` working days after `day`; the day itself is not counted."""
        while count > 0:
            day += timedelta(days=1)
            count -= self.works(day)
        return day

    def between(self, first: date, last: date) -> int:
        """Working days after `first` up to and including `last`; 0 when `last` is not later."""
        return sum(self.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))


def load_calendar(path: Path) -> Calendar:
    """Read the calendar; `RegistryError` names every bad row."""
    rows, problems = read_rows(path, COLUMNS)
    special: dict[date, bool] = {}
    names: dict[date, str] = {}
    for row in rows:
        row.one_of("kind", ("off", "work"))
        row.one_of("status", STATUSES)
        day = row.date("day")
        if day is None and not row["day"]:
            row.wrong("day", "thiếu ngày", "ghi ngày, ví dụ 2026-09-02")
        elif day in special:
            row.wrong("day", f"ngày {row['day']} có hai dòng", "giữ một dòng")
        elif day is not None:
            special[day] = row["kind"] == "work"
            names[day] = row["name"]
    refuse(problems)
    return Calendar(special, names)
