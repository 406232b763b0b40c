"""What the order of a system's own numbers says about stated days: a high number under an old day was made later."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import nlargest
from urllib.parse import parse_qsl, urlsplit

from monitor.facts import PostFact

LEAST = 8            # numbered posts of one series before their order says anything
NEIGHBOURS = 3       # posts with lower numbers that must all state later days
MARGIN = 7           # days: drafts wait a while before they are published
TOO_MANY = 20        # per cent of a series out of order: numbers are given anew (an import), they say nothing

_TAIL = re.compile(r"(\d{3,})(?:\.\w{2,5})?$")


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """A post that states a day before the days of posts with lower numbers. `after`: what its neighbours state."""

    post: PostFact
    number: int
    after: date


def number_of(url: str) -> tuple[str, int] | None:
    """(series, number): the number a system gave, at the end of an address or as its parameter."""
    parts = urlsplit(url)
    path = parts.path.rstrip("/")
    for name, value in parse_qsl(parts.query):
        if name.lower() in ("id", "itemid", "p", "newsid", "aid") and value.isdigit():
            return f"{parts.netloc}{path}?{name}", int(value)
    found = _TAIL.search(path)
    return (f"{parts.netloc}{path.rpartition('/')[0]}", int(found[1])) if found else None


def find_out_of_order(posts: Iterable[PostFact]) -> list[OutOfOrder]:
    """Posts whose numbers contradict their days. Documents state the day of signing and are left out."""
    series: dict[str, list[tuple[int, date, PostFact]]] = {}
    for post in posts:
        numbered = _numbered(post)
        if numbered is not None and post.dated_on is not None and post.kind != "document":
            series.setdefault(numbered[0], []).append((numbered[1], post.dated_on, post))
    found = [_in_series(sorted(rows, key=lambda r: (r[0], r[2].id))) for _, rows in sorted(series.items())]
    return [one for some in found for one in some]


def _numbered(post: PostFact) -> tuple[str, int] | None:
    try:
        return number_of(post.url)
    except ValueError:  # lists also hold what is no address
        return None


def _in_series(rows: list[tuple[int, date, PostFact]]) -> list[OutOfOrder]:
    if len(rows) < LEAST:
        return []
    latest: list[date] = []
    found: list[OutOfOrder] = []
    for number, stated, post in rows:
        if len(latest) == NEIGHBOURS and stated < latest[-1] - timedelta(days=MARGIN):
            found.append(OutOfOrder(post, number, latest[-1]))
        latest = nlargest(NEIGHBOURS, [*latest, stated])
    return found if len(found) * 100 <= TOO_MANY * len(rows) else []
