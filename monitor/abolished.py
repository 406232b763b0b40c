"""Names and hosts of bodies that no longer exist, each with the day on which it ended: registry/abolished.csv."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.registry_rows import read_rows, refuse

COLUMNS = ("kind", "name", "replaced_by", "since", "source")


@dataclass(frozen=True, slots=True)
class Abolished:
    """`kind`: place (a district, a province), body (a department), host (a host and all below it)."""

    kind: str
    name: str
    replaced_by: str
    since: date


def load_abolished(path: Path) -> tuple[Abolished, ...]:
    """All rows; `RegistryError` names every bad one."""
    rows, problems = read_rows(path, COLUMNS)
    found: list[Abolished] = []
    for row in rows:
        row.one_of("kind", ("place", "body", "host"))
        if not row["name"]:
            row.wrong("name", "thiếu tên", "ghi tên cơ quan, đơn vị hoặc máy chủ cũ")
        since = row.date("since")
        if since is None and not row["since"]:
            row.wrong("since", "thiếu ngày kết thúc", "ghi ngày, ví dụ 2025-07-01")
        if since is not None:
            found.append(Abolished(row["kind"], row["name"], row["replaced_by"], since))
    refuse(problems)
    return tuple(found)
