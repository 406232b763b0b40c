"""Days that only the numbers or the pace of posts betray: a post set back before anybody looked, a rush before a
period's end."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sample.model import SEED, VIETNAM, Post, Site
from sample.titles import NEWS
from sample.words import fill, slug

BACK, MARGIN, LEAST = timedelta(days=110), timedelta(days=10), 4
RUSH_FROM, RUSH_DAYS, RUSH = date(2026, 11, 26), 5, 20  # the last days of a month
ROOM = 100  # numbers that the rush may take from those that come after it


def set_back(site: Site) -> Site:
    """The newest plain post of the news states a day months before its number was given. A system that writes the
    month into its addresses numbers each month on its own: nobody could tell."""
    if site.kind == "wordpress" or site.silent:
        return site
    news = next(c.slug for c in site.channels if c.topic == "news")
    mine = [n for n, p in enumerate(site.posts) if p.channels == (news,) and is_plain(p)
            and date(2026, 9, 15) <= p.stated.date() <= date(2026, 11, 8)]
    if not mine:
        return site
    posts, late = list(site.posts), site.posts[mine[-1]]
    lower = [p for p in posts if p.channels == (news,) and p.id < late.id and p.stated > late.stated - BACK + MARGIN]
    if len(lower) < LEAST:  # so few posts that their numbers tell nothing
        return site
    posts[mine[-1]] = replace(late, stated=late.stated - BACK)
    return replace(site, posts=tuple(posts), marks=site.marks | {"id_order"})


def add_burst(site: Site) -> Site:
    """Twenty further posts in the last five days of November."""
    news = next((c.slug for c in site.channels if c.topic == "news"), None)
    if news is None or site.silent:
        return site
    chance = random.Random(f"{SEED}-burst-{site.number}")
    start = datetime.combine(RUSH_FROM, time(8), VIETNAM)
    number = max(p.id for p in site.posts if p.visible_from < start)
    later = [replace(p, id=p.id + ROOM) if p.id > number else p for p in site.posts]
    taken, rush = {p.title for p in site.posts}, list[Post]()
    pattern = next(p for p in reversed(site.posts) if is_plain(p))
    for n in range(RUSH):
        at = start + timedelta(days=n * RUSH_DAYS // RUSH, minutes=20 * n)
        title = next(t for t in iter(lambda: fill(chance.choice(NEWS), chance, day=RUSH_FROM), "") if t not in taken)
        taken.add(title)
        rush.append(replace(pattern, id=number + n + 1, title=title, slug=slug(title), channels=(news,), stated=at,
                            visible_from=at))
    return replace(site, posts=(*later, *rush), marks=site.marks | {"burst"})


def is_plain(post: Post) -> bool:
    """Nothing else was done to it."""
    return post.kind == "post" and post.visible_from == post.stated and not (
        post.pinned or post.copy or post.removed_at or post.edited_at or post.redated)
