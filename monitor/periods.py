"""The periods that reports are about: quarters, half years, nine months, years, months, weeks, and free windows."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

EXAMPLES = "2026-Q4, 2026-6M, 2026-9M, 2026, 2026-11, 2026-W47, 2026-01-01..2026-09-25"
_ROMAN = {1: "I", 2: "II", 3: "III", 4: "IV"}


class PeriodError(ValueError):
    """A period that cannot be read; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Period:
    """Calendar days from `start` to `end`, both included, in Asia/Ho_Chi_Minh."""

    start: date
    end: date
    label: str

    def has(self, day: date | None) -> bool:
        """Whether a day lies in the period; an unknown day does not."""
        return day is not None and self.start <= day <= self.end


def parse_period(text: str) -> Period:
    """The period that `text` names; `PeriodError` in plain Vietnamese when it names none."""
    for pattern, build in _FORMS:
        found = re.fullmatch(pattern, text.strip())
        if found:
            try:
                return build(*found.groups())
            except ValueError as error:
                if isinstance(error, PeriodError):
                    raise
                raise PeriodError(f"Kỳ {text!r} có ngày không tồn tại. Ví dụ đúng: {EXAMPLES}.") from error
    raise PeriodError(f"Không hiểu kỳ {text!r}. Ví dụ đúng: {EXAMPLES}.")


def _quarter(year: str, number: str) -> Period:
    first = 3 * int(number) - 2
    return Period(*_months(int(year), first, first + 2), f"Quý {_ROMAN[int(number)]} năm {year}")


def _first_months(year: str, number: str) -> Period:
    return Period(*_months(int(year), 1, int(number)), f"{number} tháng đầu năm {year}")


def _year(year: str) -> Period:
    return Period(*_months(int(year), 1, 12), f"Năm {year}")


def _month(year: str, number: str) -> Period:
    return Period(*_months(int(year), int(number), int(number)), f"Tháng {int(number)}/{year}")


def _week(year: str, number: str) -> Period:
    monday = date.fromisocalendar(int(year), int(number), 1)
    sunday = monday + timedelta(days=6)
    return Period(monday, sunday, f"Tuần {int(number)} năm {year} ({monday:%d/%m/%Y} – {sunday:%d/%m/%Y})")


def _window(first: str, last: str) -> Period:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    if end < start:
        raise PeriodError(f"Kỳ {first}..{last} có ngày cuối trước ngày đầu: đổi lại hai ngày.")
    return Period(start, end, f"Từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}")


def _months(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1] if 1 <= last <= 12 else 0)


_YEAR = r"(2\d{3})"  # verdicts look back for more than a year: far from the calendar's first day
_DAY = r"(2\d{3}-\d{2}-\d{2})"
_FORMS = (
    (_YEAR + r"-Q([1-4])", _quarter),
    (_YEAR + r"-([369])M", _first_months),
    (_YEAR, _year),
    (_YEAR + r"-(\d{2})", _month),
    (_YEAR + r"-W(\d{1,2})", _week),
    (_DAY + r"\.\." + _DAY, _window),
)
