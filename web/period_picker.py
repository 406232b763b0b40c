"""The period picker of the frame: the periods that people speak of, each as the address of the same page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlencode

from monitor.periods import Period, PeriodError, parse_period

BY_QUERY = ("/findings", "/deductions")  # the period stands in the query
BY_PATH = ("/scores", "/reports")        # and here in the path


@dataclass(frozen=True, slots=True)
class Choice:
    """One period. `current`: the page shows it now."""

    words: str
    label: str
    address: str
    current: bool


def choices(path: str, query: str, today: date) -> list[Choice]:
    """What the picker of a page offers; nothing on pages that know no period."""
    parts, filters = path.strip("/").split("/"), dict(parse_qsl(query))
    where, shown = f"/{parts[0]}", ""
    if where in BY_QUERY and len(parts) == 1:
        shown = filters.get("period", "")
    elif where in BY_PATH and len(parts) > 1:
        shown = parts[1]
    else:
        return []
    found = []
    for words, text in presets(today, short=where in BY_QUERY):
        period = _read(text)
        if period is None:
            continue
        if where in BY_PATH:
            address = "/".join(["", parts[0], text, *parts[2:]])
        else:
            kept = {k: v for k, v in filters.items() if k not in ("period", "page", "done", "undone")}
            address = f"{path}?{urlencode(kept | {'period': text})}"
        found.append(Choice(words, period.label, address, text == shown))
    if shown and not any(choice.current for choice in found) and (period := _read(shown)) is not None:
        found.insert(0, Choice("đang xem", period.label, f"{path}?{query}" if query else path, True))
    return found


def presets(today: date, *, short: bool) -> list[tuple[str, str]]:
    """(what people call it, the period). Days and weeks are too short for scores and reports."""
    quarter = (today.month + 2) // 3
    year, before = (today.year, quarter - 1) if quarter > 1 else (today.year - 1, 4)
    week = today.isocalendar()
    days = [("hôm nay", f"{today}..{today}"), ("bảy ngày", f"{today - timedelta(days=6)}..{today}"),
            ("tuần này", f"{week.year}-W{week.week:02}")] if short else []
    return [*days, ("quý này", f"{today.year}-Q{quarter}"), ("quý trước", f"{year}-Q{before}"),
            ("9 tháng", f"{today.year}-9M"), ("năm nay", str(today.year)), ("năm trước", str(today.year - 1))]


def _read(text: str) -> Period | None:
    try:
        return parse_period(text)
    except PeriodError:
        return None
