"""How a report names its period: in the title, in sentences, and the period after it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.registry_rows import read_rows, refuse
from monitor.periods import Period

ROMAN = ("", "I", "II", "III", "IV")
KINDS = {"quarter": "Q", "nine_months": "N", "annual": "Y"}


@dataclass(frozen=True, slots=True)
class Law:
    """A text that reports rest on, with the days on which it was in force."""

    words: str
    valid_from: date
    valid_to: date | None


def words_of(period: Period) -> str:
    """“quý IV năm 2026”, “9 tháng năm 2023”, “năm 2026”; any other period by its days."""
    start, end = period.start, period.end
    months = end.month - start.month + 1
    whole = start.day == 1 and start.year == end.year and (end.month == 12 or period_ends_month(end))
    if whole and months == 12:
        return f"năm {start.year}"
    if whole and months == 3 and start.month % 3 == 1:
        return f"quý {ROMAN[end.month // 3]} năm {start.year}"
    if whole and start.month == 1:
        return f"{months} tháng năm {start.year}"
    return f"kỳ {days_of(period)}"


def next_words(period: Period) -> str:
    """The period whose tasks close the report."""
    start, end = period.start, period.end
    if end.month == 12:
        return f"năm {end.year + 1}" if start.month == 1 else f"quý I năm {end.year + 1}"
    if start.month == 1 and end.month == 9:
        return f"3 tháng cuối năm {end.year}"
    return f"quý {ROMAN[min(4, (end.month + 2) // 3 + 1)]} năm {end.year}"


def period_ends_month(day: date) -> bool:
    return date.fromordinal(day.toordinal() + 1).day == 1


def days_of(period: Period) -> str:
    return f"từ ngày {period.start:%d/%m/%Y} đến ngày {period.end:%d/%m/%Y}"


def load_laws(path: Path) -> tuple[Law, ...]:
    """All rows of legal_basis.csv; `RegistryError` names what is wrong."""
    rows, problems = read_rows(path, ("words", "valid_from", "valid_to", "source"))
    found = [(row["words"], row.date("valid_from"), row.date("valid_to")) for row in rows]
    for row, (_, start, _) in zip(rows, found, strict=True):
        if start is None:
            row.wrong("valid_from", "thiếu ngày có hiệu lực", "ghi năm-tháng-ngày")
    refuse(problems)
    return tuple(Law(words, start, end) for words, start, end in found if start is not None)


def law_words(laws: tuple[Law, ...], period: Period) -> str:
    """The texts in force on days of the period; of several, from when to when."""
    held = [law for law in laws if law.valid_from <= period.end and period.start <= (law.valid_to or date.max)]
    if len(held) < 2:
        return held[0].words if held else "[Chưa có căn cứ pháp lý của kỳ này trong sổ đăng ký]"
    return "; ".join(f"{law.words} ({_span(law, period)})" for law in held)


def _span(law: Law, period: Period) -> str:
    if law.valid_from > period.start:
        return f"có hiệu lực từ ngày {law.valid_from:%d/%m/%Y}"
    return f"đến hết ngày {law.valid_to:%d/%m/%Y}"
