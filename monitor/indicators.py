"""The indicators of the weekly report: units, what they are ratios of, and targets where one is set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from rapidfuzz import fuzz, process

from crawler.registry_rows import read_rows, refuse
from monitor.agencies import UnknownName
from monitor.matching import normalise
from monitor.periods import Period

COLUMNS = ("code", "name", "unit", "source", "target", "target_status", "numerator", "denominator", "valid_from",
           "valid_to", "note")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
NEAR, SHOWN = 70, 3


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `target` None: no target is set, or its text is not known; nothing is below it then."""

    code: str
    name: str
    unit: str
    source: str
    target: Decimal | None
    target_status: str
    numerator: str
    denominator: str
    valid_from: date | None
    valid_to: date | None

    def held_in(self, period: Period) -> bool:
        return (self.valid_from or date.min) <= period.end and period.start <= (self.valid_to or date.max)


class Indicators:
    """The indicators of one period, by code or by name; a name that two of them share must be told by its code."""

    def __init__(self, known: Iterable[Indicator], period: Period) -> None:
        self.by_code = {i.code: i for i in known if i.held_in(period)}
        self._codes: dict[str, list[str]] = {}
        for indicator in self.by_code.values():
            self._codes.setdefault(normalise(indicator.name), []).append(indicator.code)

    def find(self, name: str) -> str:
        """The code of an indicator; `UnknownName` when it is none or several."""
        if name in self.by_code:
            return name
        codes = self._codes.get(normalise(name), [])
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise UnknownName(name, self._shown(codes), several=True)
        near = process.extract(normalise(name), list(self._codes), scorer=fuzz.token_sort_ratio, score_cutoff=NEAR,
                               limit=SHOWN)
        raise UnknownName(name, self._shown(c for key, _, _ in near for c in self._codes[key]))

    def _shown(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(f"{code} ({self.by_code[code].name})" for code in codes)


def load_indicators(path: Path) -> tuple[Indicator, ...]:
    """All rows of indicators.csv; `RegistryError` with every problem when one row is bad."""
    rows, problems = read_rows(path, COLUMNS)
    found = []
    for row in rows:
        row.match("code", CODE, "dùng chữ không dấu, số, dấu gạch, dấu chấm, tối đa 32 ký tự")
        row.match("name", re.compile(r".+"), "ghi tên chỉ tiêu")
        row.match("unit", re.compile(r".+"), "ghi đơn vị tính, ví dụ %")
        row.match("target", re.compile(r"(\d{1,12}(\.\d{1,4})?)?"), "ghi số với dấu chấm thập phân, hoặc để trống")
        if bool(row["numerator"]) != bool(row["denominator"]):
            row.wrong("denominator", "có tử số mà thiếu mẫu số, hoặc ngược lại", "ghi cả hai hoặc bỏ cả hai")
        target = Decimal(row["target"]) if re.fullmatch(r"\d+(\.\d+)?", row["target"]) else None
        found.append(Indicator(
            row["code"], row["name"], row["unit"], row["source"], target, row["target_status"], row["numerator"],
            row["denominator"], row.date("valid_from"), row.date("valid_to"),
        ))
    codes = {i.code for i in found}
    for indicator, row in zip(found, rows, strict=True):
        for column in ("numerator", "denominator"):
            if row[column] and row[column] not in codes:
                row.wrong(column, f"không có chỉ tiêu {row[column]!r} trong tệp", "dùng mã của chỉ tiêu khác")
        if sum(other.code == indicator.code for other in found) > 1:
            row.wrong("code", f"mã {indicator.code!r} có nhiều dòng", "giữ một dòng cho mỗi chỉ tiêu")
    refuse(problems)
    return tuple(found)
