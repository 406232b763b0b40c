"""The deadline clock of a question shown day by day, and how late is late: two thresholds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from monitor.questions import Deadline
from monitor.workdays import Calendar

Level = Literal["in_time", "late", "very_late", "not_due", "unknown"]
WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")


@dataclass(frozen=True, slots=True)
class ClockDay:
    """One day of the clock: `count` is the number of working days so far; `why` says why it is none, or why it is."""

    day: date
    works: bool
    count: int
    why: str


def judge_level(deadline: Deadline, calendar: Calendar, long_days: int, as_of: date) -> Level:
    """In time, late, or very late; a question that waits within its time is not due."""
    q, start = deadline.question, deadline.question.accepted_on or deadline.question.asked_on
    if start is None or deadline.working_days_late is None:
        return "unknown"
    if deadline.working_days_late == 0:
        return "in_time" if q.answered_on is not None else "not_due"
    used = calendar.between(start, q.answered_on or as_of)
    return "very_late" if used > long_days else "late"


def show_clock(start: date, end: date, calendar: Calendar) -> list[ClockDay]:
    """Every day after `start` up to and with `end`, counted or not, with the reason from the calendar."""
    days: list[ClockDay] = []
    for n in range(1, (end - start).days + 1):
        day = start + timedelta(days=n)
        works = calendar.works(day)
        days.append(ClockDay(day, works, (days[-1].count if days else 0) + works, _why(day, works, calendar)))
    return days


def _why(day: date, works: bool, calendar: Calendar) -> str:
    name = calendar.names.get(day, "")
    if day in calendar.special:
        return name or ("ngày làm bù" if works else "ngày nghỉ")
    return WEEKDAYS[day.weekday()] if works else f"{WEEKDAYS[day.weekday()]}, nghỉ hằng tuần"
