"""Simulated portals with a known truth: what they publish when, and which sections they have."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from crawler.registry import Section

LISTS = ("Tin tức - sự kiện", "Thông báo", "Văn bản chỉ đạo")
PER_PAGE = 10
SILENT = 60  # days, as in the rules' defaults


@dataclass(frozen=True, slots=True)
class TruePost:
    key: str
    title: str
    day: date
    where: int  # index into LISTS


@dataclass(frozen=True, slots=True)
class TruePortal:
    """`empty`: sections whose page says only "đang cập nhật"; `sections`: titles in the menu, by code."""

    code: str
    backend: str
    posts: tuple[TruePost, ...]
    sections: dict[str, str]
    empty: frozenset[str]

    def visible(self, night: date) -> list[TruePost]:
        """What its lists show in a night, newest first: posts of the day before and earlier."""
        return sorted((p for p in self.posts if p.day < night), key=lambda p: (p.day, p.key), reverse=True)

    def is_active(self, night: date) -> bool:
        return any(night - timedelta(days=SILENT) <= p.day < night for p in self.posts)

    def silent_for(self, night: date) -> int | None:
        shown = self.visible(night)
        return (night - shown[0].day).days if shown else None


def make_portal(number: int, sections: list[Section], first: date, nights: int, rng: random.Random) -> TruePortal:
    """A portal of one of four kinds: active, silent, falling silent, waking up – the last ones during the play."""
    code = f"cong-{number:03}"
    days: list[date] = [first - timedelta(days=n) for n in rng.sample(range(70, 400), rng.randint(6, 24))]
    kind = rng.choice(("active", "active", "silent", "falling", "waking", "waking"))
    end = first + timedelta(days=nights)
    if kind == "active":
        day = first - timedelta(days=rng.randint(1, 40))
        while day < end:
            days.append(day)
            day += timedelta(days=rng.choice((1, 1, 2, 3, 5, 45)))
    elif kind == "falling":
        last = first + timedelta(days=rng.randint(1, max(1, nights - 5)) - SILENT - 2)  # silent from then on + SILENT
        days += [last - timedelta(days=n) for n in (0, rng.randint(1, 5), rng.randint(6, 12))]
    elif kind == "waking":
        days += [first + timedelta(days=rng.randint(5, nights)) for _ in range(rng.randint(1, 2))]
    posts = tuple(
        TruePost(f"{code}.test/tin-{n}", f"Tin số {n} của {code}", day, rng.randrange(len(LISTS)))
        for n, day in enumerate(sorted(days))
    )
    has = {s.code: s.title for s in sections if rng.random() < 0.8}
    return TruePortal(code, f"ha-tang-{number % 3}", posts, has, frozenset(c for c in has if rng.random() < 0.1))
