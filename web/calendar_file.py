"""The calendar of days off and make-up days as staff change it: the registry's file, whole or not at all."""

from __future__ import annotations

import csv
import io
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock

from crawler.evidence.durable import write_file
from monitor.workdays import load_calendar

_LOCK = Lock()  # one change at a time in this process; the page is one process


@dataclass(frozen=True, slots=True)
class Day:
    """One row. `kind`: off or work."""

    day: date
    kind: str
    name: str
    status: str
    source: str


def read_days(path: Path) -> list[Day]:
    """All rows, newest first."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [Day(date.fromisoformat(r["day"]), r["kind"], r["name"], r["status"], r["source"])
                for r in csv.DictReader(file)]
    return sorted(rows, key=lambda r: r.day, reverse=True)


def change_days(path: Path, *, add: Day | None = None, remove: date | None = None) -> Day | None:
    """Add or take out one day; returns the row that was there before. The new file is read by the monitor's own reader
    before it takes the old one's place: `RegistryError` says what is wrong, and nothing has changed."""
    with _LOCK:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns, rows = list(reader.fieldnames or ()), list(reader)
        wanted = add.day if add else remove
        before = next((r for r in rows if r["day"] == str(wanted)), None)
        rows = [r for r in rows if r["day"] != str(wanted)]
        if add is not None:
            rows.append({"day": add.day.isoformat(), "kind": add.kind, "name": add.name, "status": add.status,
                         "source": add.source})
        out = io.StringIO()
        writer = csv.DictWriter(out, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(sorted(rows, key=lambda r: r["day"]))
        data = out.getvalue().encode()
        with tempfile.TemporaryDirectory() as folder:
            (trial := Path(folder) / path.name).write_bytes(data)
            load_calendar(trial)
        write_file(path.resolve(), data, 0o644)
    return Day(date.fromisoformat(before["day"]), before["kind"], before["name"], before["status"],
               before["source"]) if before else None
