"""The figures that reports print: what each is called, which reports want it, where it comes from, who supplies it.

A figure that people type in is imported as an indicator under its code; a figure that is computed may be typed in as
well, as the value that was published, and is then compared with ours.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from crawler.registry_rows import read_rows, refuse
from monitor.indicators import Indicator

COLUMNS = ("code", "item", "name", "unit", "reports", "source", "supplier")
SOURCES = ("crawl", "register", "score", "questions", "dossiers", "visits", "social", "boards", "self_reports",
           "typed", "former", "computed")


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One figure. `item`: its number in the checklist; `reports`: Q quarter, N nine months, Y year."""

    code: str
    item: str
    name: str
    unit: str
    reports: str
    source: str
    supplier: str

    def as_indicator(self) -> Indicator:
        """The same figure as something that can be imported."""
        return Indicator(self.code, self.name, self.unit, self.supplier, None, "", "", "", None, None)


def load_report_items(path: Path) -> tuple[ReportItem, ...]:
    """All rows of report_figures.csv; `RegistryError` with every problem when one is bad."""
    rows, problems = read_rows(path, COLUMNS)
    for row in rows:
        row.match("code", re.compile(r"BC-[A-Z0-9.]{1,12}"), "dùng mã dạng BC-A1")
        row.match("name", re.compile(r".+"), "ghi tên số liệu")
        row.match("reports", re.compile(r"Q?N?Y?"), "ghi Q (quý), N (chín tháng), Y (năm)")
        row.one_of("source", SOURCES)
        if row["source"] != "computed" and not row["supplier"]:
            row.wrong("supplier", "thiếu nơi cung cấp", "ghi ai phải cung cấp số liệu này")
        if sum(other["code"] == row["code"] for other in rows) > 1:
            row.wrong("code", f"mã {row['code']!r} có nhiều dòng", "giữ một dòng cho mỗi số liệu")
    refuse(problems)
    return tuple(ReportItem(*(row[name] for name in COLUMNS)) for row in rows)
