"""Where a commune stood before the merger: registry/former_units.csv, for lists by former district and province."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from crawler.registry_rows import read_rows, refuse

COLUMNS = ("code", "former_province", "former_district", "also", "source")


@dataclass(frozen=True, slots=True)
class FormerUnit:
    """`also`: further districts from which parts of the commune came."""

    province: str
    district: str
    also: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.district} ({self.province} cũ)"


def load_former_units(path: Path) -> dict[str, FormerUnit]:
    """Portal code -> former unit; `RegistryError` names every bad row."""
    rows, problems = read_rows(path, COLUMNS)
    found: dict[str, FormerUnit] = {}
    for row in rows:
        if not row["former_district"]:
            row.wrong("former_district", "thiếu tên huyện cũ", "ghi tên huyện, thị xã hoặc thành phố trước hợp nhất")
        if row["code"] in found:
            row.wrong("code", f"mã {row['code']!r} có hai dòng", "giữ một dòng")
        also = tuple(a.strip() for a in row["also"].split("|") if a.strip())
        found[row["code"]] = FormerUnit(row["former_province"], row["former_district"], also)
    refuse(problems)
    return found
