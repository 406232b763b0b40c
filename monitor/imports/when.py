"""The period that a file is about: said by its title, by the person who imports it, or by the file's name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from crawler.text import fold
from monitor.periods import Period, PeriodError, parse_period

QUARTER = r"\bqu[yý] (iv|i{1,3}|[1-4])"
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
WRITE = "ghi --period, ví dụ --period 2026-Q4, hoặc ghi “Kỳ: 2026-Q4” phía trên bảng"


def period_in(texts: Iterable[str]) -> set[str]:
    """Every period that titles name, as `2026-Q4` and the like. A window of days counts only when nothing else does:
    a report on nine months closes on the 25th of September and is still the one on nine months."""
    named, windows = set[str](), set[str]()
    for text in map(fold, texts):
        named |= {m[1].upper() for m in re.finditer(r"\bkỳ\s*:\s*(2\d{3}(?:-\w{1,3})?)\b(?!-)", text)}
        named |= {f"{y}-Q{ROMAN.get(q) or q}" for q, y in re.findall(QUARTER + r"(?: năm |/)(2\d{3})", text)}
        named |= {f"{y}-{n}M" for n, y in re.findall(r"\b0?([369]) tháng(?: đầu)? năm (2\d{3})", text)}
        named |= {f"{y}-W{int(n):02}" for n, y in re.findall(r"\btuần (?:thứ )?(\d{1,2})(?:/| năm )(2\d{3})", text)}
        named |= {f"{y}-{int(n):02}" for n, y in re.findall(r"(?<![\d/])\btháng (\d{1,2})(?:/| năm )(2\d{3})", text)
                  if "ngày" not in text}
        if not named and (year := re.search(r"(?<!\d{2} )\bnăm (2\d{3})\b", text)) and "ngày" not in text:
            named.add(year[1])
        windows |= _windows(text)
    return named or windows


def _windows(text: str) -> set[str]:
    found = set()
    pattern = r"từ (?:ngày )?(\d{1,2})/(\d{1,2})(?:/(2\d{3}))? đến (?:ngày )?(\d{1,2})/(\d{1,2})/(2\d{3})"
    for day, month, year, last_day, last_month, last_year in re.findall(pattern, text):
        try:
            start = date(int(year or last_year), int(month), int(day))
            end = date(int(last_year), int(last_month), int(last_day))
        except ValueError:
            continue
        found.add(f"{start}..{end}")
    return found


def period_of_name(name: str) -> set[str]:
    """The period in a file's name: `…_2023_9m.csv`, `quy-4-2026.xlsx`, `2026-Q4.xlsx`."""
    text = re.sub(r"[\W_]+", " ", fold(name))
    found = {f"{y}-{n.upper()}" for y, n in re.findall(r"\b(2\d{3}) (q[1-4]|[369]m|w\d{2})\b", text)}
    found |= {f"{y}-{n.upper()}" for n, y in re.findall(r"\b(q[1-4]|[369]m|w\d{2}) (2\d{3})\b", text)}
    found |= {f"{y}-Q{ROMAN.get(q) or q}" for q, y in re.findall(QUARTER + r" (?:n[aă]m )?(2\d{3})\b", text)}
    return found


def decide_period(asked: str | None, titles: Iterable[str], file_name: str) -> Period:
    """The one period; `PeriodError` when there is none, or when the file and the person say different ones."""
    told = period_in(titles)
    if asked is not None:
        period = parse_period(asked)
        known = {(p.start, p.end) for text in told if ".." not in text and (p := _parse(text)) is not None}
        if known and (period.start, period.end) not in known:
            raise PeriodError(f"Tiêu đề trong tệp ghi kỳ {', '.join(sorted(told))}, còn --period ghi {asked}: "
                              "kiểm tra lại, hoặc sửa tiêu đề trong tệp.")
        return period
    for texts in (told, period_of_name(file_name)):
        periods = {(p.start, p.end): p for text in sorted(texts) if (p := _parse(text)) is not None}
        if len(periods) == 1:
            return next(iter(periods.values()))
        if periods:
            raise PeriodError(f"Tệp nhắc tới nhiều kỳ ({', '.join(sorted(texts))}): {WRITE}.")
    raise PeriodError(f"Không biết tệp thuộc kỳ nào: {WRITE}.")


def _parse(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None
