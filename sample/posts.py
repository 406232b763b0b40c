"""What a portal publishes over fifteen months, and what its editors change afterwards."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sample.model import FIRST, LAST, VIETNAM, Channel, Post
from sample.titles import POOLS, WEIGHTS
from sample.words import Setting, body, fill, slug

RECENT = date(2026, 7, 25)  # from here on portals are busier: the merger's dust has settled
SILENT_FROM = date(2026, 8, 15)
CHANGES_FROM, CHANGE_DAYS = date(2026, 11, 17), 5
#: (chance of a post a day before RECENT, after it): a commune about once or twice a week, the province daily.
RATES = {
    "province": (0.14, 1.0),
    "departments": (0.10, 0.30),
    "party_block": (0.08, 0.2),
    "central_and_other": (0.08, 0.2),
}
ISSUERS = ("QĐ-UBND", "KH-UBND", "UBND-VP", "BC-UBND", "TB-UBND", "CT-UBND")
RULE_ISSUERS = ("2025/QĐ-UBND", "NQ-HĐND", "2026/QĐ-UBND")


def make_posts(
    chance: random.Random, number: int, group: str, channels: Sequence[Channel], setting: Setting, silent: bool
) -> list[Post]:
    """Posts in the order of their days, spread over the channels that exist; no title twice."""
    places_in = [c for c in channels if c.topic]
    weights = [WEIGHTS[c.topic] for c in places_in]
    news = [c for c in places_in if c.kind == "list" and c.topic in ("news", "economy", "culture", "party", "digital")]
    calm, busy = RATES.get(group, (chance.uniform(0.075, 0.1), chance.uniform(0.16, 0.26)))
    posts: list[Post] = []
    ident, seen, last = 1_100_000 + number * 1000, set[str](), SILENT_FROM if silent else LAST
    for n in range((last - FIRST).days + 1):
        day = FIRST + timedelta(days=n)
        if chance.random() >= (calm if day < RECENT else busy) * (0.5 if day.weekday() > 4 else 1.2):
            continue
        ident += chance.randint(1, 3)
        channel = chance.choices(places_in, weights)[0]
        title = fill(chance.choice(POOLS[channel.topic]), chance, setting, day)
        if title in seen:
            continue
        seen.add(title)
        stated = datetime.combine(day, time(chance.randint(6, 21), chance.randint(0, 59)), VIETNAM)
        post = Post(
            ident,
            title,
            slug(title),
            (channel.slug,),
            stated,
            stated,
            body(chance, setting),
            attachment=chance.random() < 0.15,
        )
        posts.append(
            _as_document(chance, post, channel) if channel.kind == "documents" else _in_two(chance, post, channel, news)
        )
    return posts


def _as_document(chance: random.Random, post: Post, channel: Channel) -> Post:
    """A document states its day of issue and is put on the portal up to two days later."""
    later = datetime.combine(post.stated.date() + timedelta(days=chance.randint(0, 2)), time(22, 30), VIETNAM)
    sign = chance.choice(RULE_ISSUERS if channel.topic == "rules" else ISSUERS)
    return replace(
        post, kind="document", number=f"{chance.randint(1, 900)}/{sign}", attachment=True, visible_from=later
    )


def _in_two(chance: random.Random, post: Post, channel: Channel, news: list[Channel]) -> Post:
    """One article of ten stands in a second channel as well."""
    if channel not in news or chance.random() > 0.15:
        return post
    return replace(post, channels=tuple(dict.fromkeys((channel.slug, chance.choice(news).slug))))


def change_posts(chance: random.Random, posts: list[Post], number: int) -> set[str]:
    """What editors do to one post in the week of 17 November, in place: edit, remove, re-date, add with an older date.
    Which of these depends on the portal's number, so that every kind of site has each. Returns the marks."""
    what = {3: "edited", 7: "removed", 10: "redated", 13: "backdated"}.get(number % 25)
    recent = [
        i for i, p in enumerate(posts) if p.kind == "post" and date(2026, 7, 1) <= p.stated.date() <= date(2026, 11, 8)
    ]
    if what is None or not recent:
        return set()
    pick = recent[chance.randrange(len(recent))]
    at = datetime.combine(CHANGES_FROM + timedelta(days=number % CHANGE_DAYS), time(9, 15), VIETNAM)
    posts[pick] = {
        "edited": replace(posts[pick], edited_at=at),
        "removed": replace(posts[pick], removed_at=at),
        "redated": replace(posts[pick], redated=(at, at - timedelta(days=1))),
        "backdated": replace(posts[pick], visible_from=at),
    }[what]
    return {what}


def make_reposts(source: Sequence[Post], channels: Sequence[Channel], posts: Sequence[Post]) -> list[Post]:
    """Posts of the provincial portal, taken over word for word a day later."""
    news = next(c for c in channels if c.topic == "news")
    own = [p for p in source if p.kind == "post" and p.stated.date() >= date(2026, 11, 10)]
    old = [p for p in source if p.kind == "post" and p.stated.date() >= date(2026, 9, 1)]
    day, taken = timedelta(days=1), {p.id for p in posts}
    return [
        replace(
            p,
            id=_next_number(posts, p.stated + day, taken),
            channels=(news.slug,),
            copy=True,
            attachment=False,
            pinned=False,
            stated=p.stated + day,
            visible_from=p.visible_from + day,
            removed_at=None,
            edited_at=None,
            redated=None,
        )
        for p in (*old[:2], *own[:2])
    ]


def _next_number(posts: Sequence[Post], stated: datetime, taken: set[int]) -> int:
    """A free number after those of the days before: systems count upwards."""
    number = max(p.id for p in posts if p.stated <= stated)
    while number in taken:
        number += 1
    taken.add(number)
    return number
