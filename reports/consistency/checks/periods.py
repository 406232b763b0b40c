"""Weeks and periods: a week has seven days, a period ends after it begins and lies in its own months."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding, Quote

RANGE = re.compile(
    r"(?:\btu |\btinh tu |\()\s*(?:ngay )?(\d{1,2})/(\d{1,2})(?:/(\d{4}))?\s*(?:[-–]|den(?: het)?(?: ngay)?)\s*"
    r"(?:ngay )?(\d{1,2})/(\d{1,2})/(\d{4})"
)
NEXT_WEEK = re.compile(r"\btuan (\d{1,2})\b[^.;]{0,60}\btuan (\d{1,2})\b")
PERIOD = re.compile(
    r"\b(quy (?P<quarter>i{1,3}|iv|[1-4])|(?P<months>[369]) thang(?: dau nam)?|thang (?P<month>\d{1,2}))"
    r"(?: nam |/)(?P<year>20\d\d)[^.;()]{0,12}\(?[^.;()]{0,4}$"
)
QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def check(document: Document) -> Iterator[Finding]:
    """Every printed window; those that only close early count when other words say "đến hết"."""
    found = list(check_all(document))
    early = [finding for finding in found if finding.type == "period" and finding.severity == "ambiguity"]
    yield from (finding for finding in found if finding not in early)
    late = re.compile(r"\bden (?:het|cuoi) (?:thang|quy|nam) (?P<month>\d{1,2}|[ivx]+)\b")
    told = [
        sentence.quote(m.start(), m.end() + 40)
        for sentence in document.sentences
        for m in late.finditer(sentence.folded)
    ]
    if early and told:
        yield Finding(
            "period",
            "ambiguity",
            (*(quote for finding in early for quote in finding.quotes), told[0]),
            early[0].arithmetic + "; chỗ khác ghi đến hết kỳ",
        )


def check_all(document: Document) -> Iterator[Finding]:
    """Window by window, and the pair "tuần 05 … tuần 06"."""
    weeks: int | None = None
    for place, sentence in enumerate(document.sentences):
        following = NEXT_WEEK.search(sentence.folded)
        if (
            following
            and place < 12
            and re.search(r"\bnhiem vu\b", sentence.folded[following.start() : following.end()])
        ):
            this, then = int(following[1]), int(following[2])
            if weeks is None and then != this + 1 and not (this >= 52 and then == 1):
                yield Finding(
                    "week",
                    "error",
                    (sentence.quote(following.start(), following.end()),),
                    f"sau tuần {this} là tuần {this + 1 if this < 52 else 1}, in là tuần {then}",
                )
            weeks = this if weeks is None else weeks
        for window in RANGE.finditer(sentence.folded):
            yield from check_window(sentence, window, weeks if place < 15 else None)


def check_window(sentence: Sentence, window: re.Match[str], week: int | None) -> Iterator[Finding]:
    """One window of days."""
    quote = sentence.quote(window.start(), window.end())
    year = int(window[6])
    try:
        end = date(year, int(window[5]), int(window[4]))
        start = date(int(window[3] or year), int(window[2]), int(window[1]))
    except ValueError:
        yield Finding("impossible_value", "error", (quote,), "có ngày không tồn tại")
        return
    days = (end - start).days + 1
    if days <= 0:
        yield Finding("period", "error", (quote,), f"ngày đầu {start:%d/%m/%Y} đứng sau ngày cuối {end:%d/%m/%Y}")
        return
    if week is not None and days < 15:
        yield from check_week(quote, start, end, days, week)
    named = PERIOD.search(sentence.folded[: window.start()])
    if named:
        yield from check_named(quote, named, start, end)


def check_week(quote: Quote, start: date, end: date, days: int, week: int) -> Iterator[Finding]:
    """Seven days; the number as the calendar counts weeks."""
    if days != 7:
        yield Finding(
            "week", "error", (quote,), f"tuần {week}: từ {start:%d/%m} đến {end:%d/%m} là {days} ngày, không phải 7"
        )
    first, last = start.isocalendar().week, end.isocalendar().week
    if first != last and week in (first, last):
        yield Finding(
            "week",
            "ambiguity",
            (quote,),
            f"{start:%d/%m/%Y} thuộc tuần {first}, {end:%d/%m/%Y} thuộc tuần {last} theo lịch ISO",
        )
    elif week not in (first, last):
        yield Finding(
            "week", "likely_error", (quote,), f"in là tuần {week}; theo lịch ISO những ngày này thuộc tuần {first}"
        )


def check_named(quote: Quote, named: re.Match[str], start: date, end: date) -> Iterator[Finding]:
    """The window against the quarter, months or month that the words name; reports may close some days early."""
    year = int(named["year"])
    if named["quarter"]:
        last = 3 * QUARTERS[named["quarter"]]
        first = last - 2
    elif named["months"]:
        first, last = 1, int(named["months"])
    else:
        first = last = int(named["month"])
    if last > 12:
        return
    if (start.year, start.month) != (year, first) or (end.year, end.month) != (year, last):
        yield Finding(
            "period",
            "error",
            (quote,),
            f"kỳ ghi là tháng {first} - {last}/{year}, cửa sổ in từ {start:%d/%m/%Y} đến {end:%d/%m/%Y}",
        )
    else:
        following = date(year + last // 12, last % 12 + 1, 1)
        missing = (following - end).days - 1
        if missing:
            yield Finding("period", "ambiguity", (quote,), f"kỳ kết thúc sớm {missing} ngày so với cuối tháng {last}")
