"""The days that feeds and news sitemaps state for posts whose own pages say none."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import replace
from datetime import timedelta

from crawler.facts import Article, StatedDate
from crawler.settle.harvest import Harvest

ZONE = timedelta(days=1)  # wikis label their local time as UTC in feeds, which moves the evening to the next day


def fed_dates(harvest: Harvest, known: Container[str]) -> dict[str, StatedDate]:
    """Identity -> the day that a feed or a news sitemap states for a post whose page was read tonight.

    Wikis feed the day of the last change: where the page itself calls that day so, it says nothing of the first.
    """
    found: dict[str, StatedDate] = {}
    for _, door in sorted(harvest.doors.items()):
        for item in door.reading.items if door.seen and door.reading is not None else ():
            key = harvest.own_key(item.key, known)
            answer = harvest.articles.get(key)
            article = answer.reading.article if answer is not None and answer.reading is not None else None
            if item.published is None or item.published.on is None or article is None:
                continue
            if not is_change(item.published, article):
                found.setdefault(key, replace(item.published, grade="likely"))
    return found


def is_change(stated: StatedDate | None, article: Article | None) -> bool:
    """Whether the day of a feed's entry is the one that the entry's own page states for its last change, and the page
    states no other."""
    if stated is None or stated.on is None or article is None or article.updated is None or article.updated.on is None:
        return False
    named = article.published is not None and article.published.on is not None
    return not named and abs(stated.on - article.updated.on) <= ZONE
