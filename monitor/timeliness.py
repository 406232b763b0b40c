"""Was a document put up in time? Counted in working days where the law of its day says so, and only where nights
prove the delay."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from crawler.registry import Section
from monitor.facts import History, PostFact
from monitor.workdays import Calendar

RECENT = 90  # days of documents that are looked at
_UNTIL = re.compile(r"legal_until_(\d{4}-\d{2}-\d{2})")


def in_time(
    section: Section, documents: Iterable[PostFact], history: History, calendar: Calendar, day: date
) -> bool | None:
    """True when all recent documents came in time, False when one provably did not, None when it cannot be told."""
    if section.freshness_kind != "working" or section.freshness_days is None:
        return None
    found = [
        _came_in_time(document, section.freshness_days, history, calendar) for document in documents
        if _is_bound(section, document, day)
    ]
    if False in found:
        return False
    return True if found and None not in found else None


def _is_bound(section: Section, post: PostFact, day: date) -> bool:
    """A document of the last weeks whose day of signing lies in the time of a legal deadline."""
    stated = post.dated_on
    if post.kind != "document" or post.baseline or stated is None or not day - timedelta(days=RECENT) <= stated <= day:
        return False
    until = _UNTIL.fullmatch(section.freshness_status)
    return section.freshness_status == "legal" or (until is not None and stated <= date.fromisoformat(until[1]))


def _came_in_time(post: PostFact, limit: int, history: History, calendar: Calendar) -> bool | None:
    """A night sees what was put up until the day before it; the night before the first that saw it must have looked."""
    stated = post.dated_on or post.first_seen
    if calendar.between(stated, post.first_seen - timedelta(days=1)) <= limit:
        return True
    eve = post.first_seen - timedelta(days=1)
    before = history.portal_nights.get(eve)
    counts = any(n.night == eve and n.usable for n in history.nights) and eve not in {*history.broken, *history.excused}
    absent = counts and before is not None and before.state == "complete" and not before.left_out
    return False if absent and calendar.between(stated, post.first_seen - timedelta(days=2)) >= limit else None
