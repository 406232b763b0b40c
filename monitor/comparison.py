"""May two periods be compared? Only equal windows, equal membership and equal sources; otherwise it says why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.periods import Period
from monitor.words import count_words, day_words


@dataclass(frozen=True, slots=True)
class Sources:
    """What the counts of one period rest on.

    `since`: portal -> the first night that observed it; `seen`: portal -> share of the period's days, in per cent, on
    which a night observed it.
    """

    period: Period
    since: Mapping[str, date]
    seen: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """`difference` and `percent` are None when the two may not be compared; `percent` also when there was nothing."""

    now: int
    before: int | None
    difference: int | None
    percent: float | None
    why_not: str | None


def same_period(period: Period) -> Period:
    """The same days of the year before (cùng kỳ); 29 February becomes 28."""
    return Period(_year_before(period.start), _year_before(period.end), f"cùng kỳ của {period.label}")


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def why_not_comparable(
    now: Sources, before: Sources, members_now: frozenset[str], members_before: frozenset[str], today: date, least: int
) -> str | None:
    """Why the counts of these portals may not be set against each other; None when they may."""
    return (
        _windows(now.period, before.period, today)
        or _unwatched(before, members_before) or _unwatched(now, members_now)
        or _members(members_now, members_before)
        or _sources(before, members_before, least)
        or _sources(now, members_now, least)
    )


def compare(now: int, before: int, why_not: str | None) -> Compared:
    """The difference and its share of the earlier value, which alone is the base of the percentage."""
    if why_not is not None:
        return Compared(now, None, None, None, why_not)
    return Compared(now, before, now - before, 100 * (now - before) / before if before else None, None)


def _windows(now: Period, before: Period, today: date) -> str | None:
    if now.end >= today:
        return f"kỳ này chưa hết (đến {day_words(now.end)}), kỳ kia đã trọn"
    lengths = [(p.end - p.start).days + 1 for p in (now, before)]
    same_days = [(p.start.month, p.start.day, p.end.month, p.end.day) for p in (now, before)]
    leap = [(p.start.month, p.start.day, (p.end + timedelta(days=1)).month, (p.end + timedelta(days=1)).day)
            for p in (now, before)]
    if lengths[0] != lengths[1] and same_days[0] != same_days[1] and leap[0] != leap[1]:
        return f"hai cửa sổ không bằng nhau: {lengths[0]} và {lengths[1]} ngày"
    return None


def _unwatched(sources: Sources, members: frozenset[str]) -> str | None:
    return None if members else f"{sources.period.label}: không có đêm quan sát nào trong kỳ"


def _members(now: frozenset[str], before: frozenset[str]) -> str | None:
    if now == before:
        return None
    came, left = len(now - before), len(before - now)
    return f"thành phần khác nhau: thêm {came} Cổng, bớt {left} Cổng"


def _sources(sources: Sources, members: frozenset[str], least: int) -> str | None:
    """A period that nobody watched from its beginning holds only what was left when somebody came."""
    name, start = sources.period.label, sources.period.start
    unknown = [code for code in members if code not in sources.since]
    if unknown:
        return f"{name}: {count_words(len(unknown))} Cổng chưa quan sát được lần nào"
    late = [code for code in members if sources.since[code] > start]
    if late:
        return f"{name}: {count_words(len(late))} Cổng mới được quan sát sau ngày đầu kỳ {day_words(start)}"
    thin = [code for code in members if sources.seen.get(code, 0) < least]
    if thin:
        return f"{name}: {count_words(len(thin))} Cổng được quan sát dưới {least}% số ngày"
    return None
