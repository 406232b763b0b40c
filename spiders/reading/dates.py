"""Dates as pages print them: isolated by a pattern first, read day before month, unknown rather than guessed.

Vietnamese forms and the month names of the languages that public corpora hold. Every date keeps its raw text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from crawler.facts import DateGrade, StatedDate
from spiders.reading.date_forms import FORMS, MONTHS, VI_NUMBERS

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
OLDEST = 1990

_TIME = r"(?P<h>[01]?\d|2[0-3])\s?(?::|h|giờ)\s?(?P<mi>[0-5]\d)(?::[0-5]\d)?(?:\s?(?P<ap>sa|ch|am|pm|sáng|chiều|tối)\b)?"
_GLUE = r"[\s,|–\-()•·]*(?:lúc|vào|ngày|at|hồi)?[\s,|–\-()•·]*"
_SHORT = re.compile(r"(?<![\d/.\-\w])(?P<d>0?[1-9]|[12]\d|3[01])/(?P<m>0?[1-9]|1[0-2])(?![\d/.\-\w])")
_AGO = re.compile(r"(?<!\w)(?<!(?<!\S)-)(?P<n>\d{1,3}|một|vài)\s*(?P<u>giây|phút|giờ|tiếng|ngày|tuần|tháng|năm)\s*trước", re.IGNORECASE)
_AGO_EN = re.compile(r"(?<!\w)(?P<n>\d{1,3}|an?|one)\s+(?P<u>second|minute|hour|day|week|month|year)s?\s+ago", re.IGNORECASE)
#: "2 days, 3 hours ago", "1 week, 6 days ago", "1 tuần 2 ngày trước": Django and others name two units, the second cut off.
_TWO_AGO = re.compile(
    r"(?<!\w)(?P<n>\d{1,3})\s*(?P<u>ngày|tuần|tháng|năm|giờ|tiếng|day|week|month|year|hour)s?\s*,?\s*(?:and|và)?\s*"
    r"(?P<m>\d{1,3})\s*(?P<v>phút|giờ|tiếng|ngày|tuần|tháng|minute|hour|day|week|month)s?\s*(?:trước|ago)(?!\w)", re.IGNORECASE)
_DAY = re.compile(r"(?<!\w)(?P<w>hôm nay|hôm qua|hôm kia|vừa xong|mới đây|today|yesterday|just now)(?!\w)", re.IGNORECASE)
_UNITS = {
    "giây": timedelta(seconds=1), "phút": timedelta(minutes=1), "giờ": timedelta(hours=1), "tiếng": timedelta(hours=1),
    "ngày": timedelta(days=1),
    "second": timedelta(seconds=1), "minute": timedelta(minutes=1), "hour": timedelta(hours=1),
    "day": timedelta(days=1),
}
_DAYS_BACK = {"hôm nay": 0, "vừa xong": 0, "mới đây": 0, "today": 0, "just now": 0, "hôm qua": 1, "yesterday": 1, "hôm kia": 2}
_HINTS = ("trước", "tru\u031bo\u031b\u0301c", "qua", "nay", "kia", "xong", "đây", "đa\u0302y", "ago", "day", "now")
#: What no relative form can do without, and what no absolute one can.
_RELATIVE = re.compile(r"trước|ago|hôm (?:nay|qua|kia)|vừa xong|mới đây|today|yesterday|just now", re.IGNORECASE)
_PLAIN = re.compile(
    r"(?P<d>[0-2]?\d|3[01])/(?P<m>[0-2]?\d|3[01])/(?P<y>(?:19|20)\d\d)(?: (?P<h>[01]?\d|2[0-3]):(?P<mi>[0-5]\d))?",
    re.ASCII)
_DIGIT = re.compile(r"\d")
_BEFORE = re.compile(_TIME + _GLUE + r"$", re.IGNORECASE)
_AFTER = re.compile(r"^" + _GLUE + _TIME, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """One date-like place in a text: where it stands, what it says, None when it cannot be a date."""

    start: int
    end: int
    raw: str
    on: date | None
    at: str | None
    grade: DateGrade
    relative: bool = False


def may_hold_date(text: str) -> bool:
    """Whether a text is worth looking at for dates: most texts of a page are not."""
    if _DIGIT.search(text):
        return True
    lower = text.lower()
    return any(hint in lower for hint in _HINTS)


def all_dates(text: str, *, now: datetime, day_first: bool = True) -> list[Found]:
    """Every date-like place of a text, in order. Dates after tomorrow and before 1990 have `on` None."""
    return list(_find_dates(text, now, day_first)) if may_hold_date(text) else []


@lru_cache(maxsize=2048)  # a row's text is asked for its date by everyone who weighs the row
def _find_dates(text: str, now: datetime, day_first: bool) -> list[Found]:
    plain = _PLAIN.fullmatch(text)
    if plain and day_first:
        return [_plain_date(plain, now)]
    text = unicodedata.normalize("NFC", text)
    taken: list[Found] = []
    for found in (*_absolute(text, now, day_first), *_relative(text, now)):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    return sorted(taken, key=lambda f: f.start)


def _plain_date(match: re.Match[str], now: datetime) -> Found:
    """The form that nearly all rows print and nothing else: what the patterns would find, without asking each."""
    day = _day_of(match, "dmy", True)
    good = day is not None and _plausible(day, now)
    at = f"{int(match['h']):02d}:{match['mi']}" if match["h"] else None
    return Found(0, match.end(), match[0], day if good else None, at, "sure" if good else "unknown")


def stated_date(text: str, *, now: datetime, source: str, day_first: bool = True) -> StatedDate | None:
    """The date of a short text (a row's date cell, a label, a whole row). None when there is nothing like a date;
    `on` None when there is, but it cannot be read, or when the text holds two different dates."""
    text = unicodedata.normalize("NFC", text)
    found = all_dates(text, now=now, day_first=day_first)
    if not found:
        short = _short(text, now)
        return StatedDate(short.on, short.raw, source, short.grade) if short else None
    readable = [f for f in found if f.on is not None]
    if not readable:
        return StatedDate(None, found[0].raw, source, "unknown")
    if len({f.on for f in readable}) > 1:
        return StatedDate(None, " … ".join(f.raw for f in readable[:3]), source, "unknown")
    best = readable[0]
    grade: DateGrade = "likely" if best.relative else best.grade
    return StatedDate(best.on, best.raw, "relative" if best.relative else source, grade, best.at)


def attribute_date(value: str, *, now: datetime, source: str, foreign: bool = False) -> StatedDate | None:
    """A date from an attribute, meta or feed: ISO 8601 (cut to the day in Việt Nam), RFC 822, or a printed form.

    On a `foreign` page the day is the one that is written, whatever its zone.

    NukeViet writes `2026-11-19+0720:30:00`: the day is right, zone and time have changed places.
    """
    raw = value.strip()
    if not raw:
        return None
    moment = _iso_moment(raw) or _rfc_moment(raw)
    if moment is not None:
        local = moment.astimezone(VIETNAM) if moment.tzinfo and not foreign else moment
        if not _plausible(local.date(), now):
            return StatedDate(None, raw, source, "unknown")
        at = f"{local:%H:%M}" if (local.hour or local.minute) else None
        return StatedDate(local.date(), raw, source, "sure", at)
    return stated_date(raw, now=now, source=source)


def _iso_moment(raw: str) -> datetime | None:
    swapped = re.match(r"(\d{4}-\d\d-\d\d)([+-]\d\d)(\d\d:\d\d(?::\d\d)?)$", raw)
    text = f"{swapped[1]}T{swapped[3]}{swapped[2]}:00" if swapped else raw
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _rfc_moment(raw: str) -> datetime | None:
    if not re.search(r"\d{4} \d\d?:\d\d", raw):
        return None
    try:
        return parsedate_to_datetime(raw)
    except (ValueError, IndexError):
        return None


def _plausible(day: date, now: datetime) -> bool:
    return day.year >= OLDEST and day <= now.astimezone(VIETNAM).date() + timedelta(days=1)


def _absolute(text: str, now: datetime, day_first: bool) -> Iterator[Found]:
    lower = text.lower()
    for name, may_match, form in FORMS if _DIGIT.search(lower) else ():
        for match in form.finditer(text) if may_match(lower) else ():
            day = _day_of(match, name, day_first)
            good = day is not None and _plausible(day, now)
            at, start, end = _time_beside(text, match.start(), match.end())
            yield Found(start, end, text[start:end].strip(), day if good else None, at, "sure" if good else "unknown")


def _day_of(match: re.Match[str], name: str, day_first: bool) -> date | None:
    parts = match.groupdict()
    year = int(parts["y"])
    if year < 100:
        year += 2000 if year < 70 else 1900
    day = int(parts["d"])
    if parts.get("w"):
        month = MONTHS[parts["w"].lower()]
    elif parts.get("vi"):
        month = VI_NUMBERS[parts["vi"].lower()]
    else:
        month = int(parts["m"])
    if name == "dmy" and ((month > 12 >= day) or (not day_first and day <= 12)):
        day, month = month, day
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _time_beside(text: str, start: int, end: int) -> tuple[str | None, int, int]:
    """The time printed just after or before a date, and the span with it."""
    after = _AFTER.search(text[end:end + 30])
    if after:
        return _clock(after), start, end + after.end()
    before = _BEFORE.search(text[max(0, start - 30):start])
    if before:
        return _clock(before), max(0, start - 30) + before.start(), end
    return None, start, end


def _clock(match: re.Match[str]) -> str:
    hour, half = int(match["h"]), (match["ap"] or "").lower()
    if half in ("ch", "pm", "chiều", "tối") and hour < 12:
        hour += 12
    if half in ("sa", "am") and hour == 12:
        hour = 0
    return f"{hour:02d}:{match['mi']}"


def _relative(text: str, now: datetime) -> Iterator[Found]:
    if not _RELATIVE.search(text):
        return
    local = now.astimezone(VIETNAM)
    for match in _TWO_AGO.finditer(text):
        day = _day_before(match, local)
        yield Found(match.start(), match.end(), match[0], day, None, "likely" if day else "unknown", True)
    for pattern in (_AGO, _AGO_EN):
        for match in pattern.finditer(text):
            number, unit = match["n"].lower(), match["u"].lower()
            if number == "vài" or unit not in _UNITS:  # "vài ngày trước", "2 tuần trước": no day is said
                yield Found(match.start(), match.end(), match[0], None, None, "unknown", True)
                continue
            count = int(number) if number.isdigit() else 1
            yield Found(match.start(), match.end(), match[0], (local - count * _UNITS[unit]).date(), None, "likely", True)
    for match in _DAY.finditer(text):
        day = local.date() - timedelta(days=_DAYS_BACK[match["w"].lower()])
        yield Found(match.start(), match.end(), match[0], day, None, "likely", True)


def _day_before(match: re.Match[str], local: datetime) -> date | None:
    """The day meant by two units, unless what was cut off after the second may move it to the day before."""
    first, second = _UNITS.get(match["u"].lower()), _UNITS.get(match["v"].lower())
    if first is None or second is None or second >= timedelta(days=1):
        return None
    latest = local - int(match["n"]) * first - int(match["m"]) * second
    return latest.date() if latest.date() == (latest - second).date() else None


def _short(text: str, now: datetime) -> Found | None:
    """`dd/mm` without a year: the last such day that is not after tomorrow, only likely."""
    matches = list(_SHORT.finditer(text))
    if len(matches) != 1 or len(text) > 40:
        return None
    today = now.astimezone(VIETNAM).date()
    for year in (today.year, today.year - 1):
        try:
            day = date(year, int(matches[0]["m"]), int(matches[0]["d"]))
        except ValueError:
            continue
        if day <= today + timedelta(days=1):
            return Found(matches[0].start(), matches[0].end(), matches[0][0], day, None, "likely")
    return None
