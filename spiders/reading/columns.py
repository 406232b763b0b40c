"""Days that only a whole list shows to be its rows' own: one that opens each title, one after the same word in each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from crawler.facts import Item, StatedDate
from spiders.reading.dates import Found, all_dates
from spiders.reading.page import Page

_LEAST = 3
_SHARE = 0.8
_LONGEST = 120  # letters of a row's line beyond which it is running text
_FIRST = 24  # letters of a title within which the first number of a date that opens it stands
_DIGIT = re.compile(r"\d")
_GLUE = " \t-–—:|.,"
_WORD = re.compile(r"([^\W\d_]+)\W*$")
_NO_LABEL = frozenset(
    {"ngày", "từ", "đến", "trước", "sau", "the", "on", "of", "from", "to", "until", "before", "after"})


def with_shared_dates(page: Page, found: list[Item], lines: dict[str, list[str]]) -> list[Item]:
    """The items of a list without any dates, with the day that stands in the same place of nearly every row: at the
    start of its title ("20/11/2026 – Thông báo …") or after the same word ("…, Filed October 24, 2024, …"). In one row
    that is a sentence about a day; in row after row it is a column. `lines` holds each row's text beside its title."""
    if len(found) < _LEAST or any(item.published is not None for item in found):
        return found
    openings = {item.key: opening for item in found if (opening := _opening(page, item.title)) is not None}
    if len(openings) >= _SHARE * len(found):
        return [_without_opening(item, openings[item.key]) if item.key in openings else item for item in found]
    named: dict[str, tuple[str, Found]] = {}
    for number, item in enumerate(found):
        if (place := _named_day(page, lines.get(item.key, []))) is not None:
            named[item.key] = place
        elif len(named) + len(found) - number - 1 < _SHARE * len(found):  # whatever the rows below say
            return found
    words = Counter(word for word, _ in named.values())
    word, count = words.most_common(1)[0] if words else ("", 0)
    if count < _SHARE * len(found) or word in _NO_LABEL:
        return found
    return [replace(item, published=_stated(named[item.key][1]))
            if item.key in named and named[item.key][0] == word else item for item in found]


def _opening(page: Page, title: str) -> Found | None:
    if not _DIGIT.search(title, 0, _FIRST):
        return None
    dates = all_dates(title, now=page.now, day_first=page.day_first)
    opens = bool(dates) and dates[0].start <= 1 and dates[0].on is not None and not dates[0].relative
    return dates[0] if opens and len(title) - dates[0].end >= 4 else None


def _named_day(page: Page, lines: list[str]) -> tuple[str, Found] | None:
    """(the word before it, the only day) of a row's short lines."""
    places = [(text, day) for text in lines if len(text) <= _LONGEST
              for day in all_dates(text, now=page.now, day_first=page.day_first)]
    if len(places) != 1 or places[0][1].on is None or places[0][1].relative:
        return None
    text, day = places[0]
    word = _WORD.search(text[:day.start])
    return (word[1].casefold(), day) if word else None


def _without_opening(item: Item, opening: Found) -> Item:
    title = item.title[opening.end:].strip(_GLUE) or item.title
    return replace(item, title=title, published=_stated(opening))


def _stated(day: Found) -> StatedDate:
    return StatedDate(day.on, day.raw, "row", "likely", day.at)
