"""Other doors to the same truth: what feeds and sitemaps say beside what the lists showed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from crawler.facts import Item
from crawler.models import DoorNight, Post
from crawler.settle.harvest import Harvest
from crawler.settle.posts import Posts

SHOWN = 10
COMMON = 3  # posts that share an address shape before a further address of that shape is taken for a post


def settle_doors(session: Session, harvest: Harvest, posts: Posts) -> None:
    """Write one `DoorNight` for each feed and sitemap that was seen tonight."""
    shapes = Counter(shape(post.url) for post in {id(p): p for p in posts.by_key.values()}.values())
    for url in sorted(harvest.doors):
        answer = harvest.doors[url]
        if not answer.seen or answer.reading is None or answer.reading.kind not in ("feed", "sitemap"):
            continue
        reading = answer.reading
        known = posts.sightings.keys() | posts.by_key.keys()
        items = [replace(item, key=harvest.own_key(item.key, known)) for item in answer.reading.items]
        unlisted = [] if harvest.left else [  # a list left for another night may show them
            i for i in items if _is_unlisted(i, harvest, posts, shapes, reading.kind)]
        differs = [(i, posts.by_key[i.key]) for i in items if _states_another_day(i, posts.by_key.get(i.key))]
        examples: list[dict[str, Any]] = [_example(i, p) for i, p in differs]
        examples += [_example(i, None) for i in unlisted]
        session.add(DoorNight(
            night_id=harvest.night_id, portal=harvest.portal, url=url, kind=reading.kind, items=len(reading.items),
            unlisted=len(unlisted), differs=len(differs), examples=examples[:SHOWN],
            newest_on=max((i.published.on for i in reading.items if i.published and i.published.on), default=None),
        ))


def shape(url: str) -> str:
    """An address with its last part and all numbers taken out: what the posts of one site have in common."""
    parts = urlsplit(url)
    head, _, last = parts.path.rstrip("/").rpartition("/")
    ending = re.search(r"(-\d+)?(\.\w{2,5})?$", last)
    return re.sub(r"\d+", "9", f"{parts.netloc}{head}/*{ending[0] if ending else ''}?{bool(parts.query)}")


def _is_unlisted(item: Item, harvest: Harvest, posts: Posts, shapes: Counter[str], kind: str) -> bool:
    """Whether a door names a post that no list has shown: any entry of a feed, and those addresses of a sitemap that
    look like the posts we know."""
    if item.key in posts.sightings or item.key in harvest.lists:
        return False
    post = posts.by_key.get(item.key)
    if post is not None:
        return post.first_seen == harvest.night  # it came in by this door
    return kind == "feed" or shapes[shape(item.url)] >= COMMON


def _states_another_day(item: Item, post: Post | None) -> bool:
    stated = item.published.on if item.published is not None else None
    return post is not None and stated is not None and post.published_on not in (None, stated)


def _example(item: Item, post: Post | None) -> dict[str, Any]:
    stated = item.published.on if item.published is not None else None
    ours = post.published_on if post is not None else None
    return {"url": item.url, "title": item.title, "door": stated.isoformat() if stated else None,
            "ours": ours.isoformat() if ours else None}
