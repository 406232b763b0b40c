"""Posts and channels as they were known after a past night: what later nights overwrote is put back.

Only what verdicts ask for is put back: days, titles, removals, and whether a day stated for the future had come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from monitor.facts import ChannelFact, PostFact, QuestionFact


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that a night noted of a post; see `PostEvent`."""

    post: int
    night: date
    what: str
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """Facts before a night overwrote them, of a channel (by its id) or of a question (by portal and key); see
    `ChannelChange` and `QuestionChange`."""

    of: int | tuple[str, str]
    night: date
    before: Mapping[str, Any]


def posts_as_of(posts: Iterable[PostFact], happened: Iterable[Happening], day: date) -> tuple[PostFact, ...]:
    """The posts that were known on a day, as they stood."""
    events: dict[int, list[Happening]] = {}
    for event in sorted(happened, key=lambda e: e.night):
        events.setdefault(event.post, []).append(event)
    return tuple(_post_as_of(post, events.get(post.id, ()), day) for post in posts if post.first_seen <= day)


def _post_as_of(post: PostFact, events: Sequence[Happening], day: date) -> PostFact:
    past, later = [e for e in events if e.night <= day], [e for e in events if e.night > day]
    for event in reversed(later):
        if event.what == "redated":
            post = replace(post, published_on=date.fromisoformat(event.before or ""))
        elif event.what == "dated":
            post = replace(post, published_on=None, date_grade="unknown")
        elif event.what == "retitled":
            post = replace(post, title=event.before or "")
        elif event.what == "edited":
            post = replace(post, body_hash=event.before, sketch=None)
    gone = [e for e in past if e.what in ("removed", "returned")]
    edited = [e.night for e in past if e.what in ("edited", "retitled")]
    return replace(
        post, removed_on=gone[-1].night if gone and gone[-1].what == "removed" else None,
        edited_on=edited[-1] if edited else None, last_seen=_last_seen(post, past, day),
    )


def _last_seen(post: PostFact, past: Sequence[Happening], day: date) -> date:
    """The last night that showed it, exact as far as anybody asks: before or after the day that it states."""
    if post.last_seen <= day:
        return post.last_seen
    stated_since = max([post.first_seen, *(e.night for e in past if e.what in ("redated", "dated"))])
    due = any(e.what == "due" and e.night > stated_since for e in past)
    if post.published_on is None or post.published_on <= stated_since or due:
        return day
    return min(day, post.published_on - timedelta(days=1))


def channels_as_of(channels: Iterable[ChannelFact], changes: Iterable[Change], day: date) -> tuple[ChannelFact, ...]:
    """The channels that were known on a day, as they stood."""
    later = _first_later(changes, day)
    return tuple(_channel_as_of(c, later.get(c.id), day) for c in channels if c.first_seen <= day)


def _first_later(changes: Iterable[Change], day: date) -> dict[int | tuple[str, str], Change]:
    found: dict[int | tuple[str, str], Change] = {}
    for change in sorted(changes, key=lambda c: c.night):
        if change.night > day:
            found.setdefault(change.of, change)
    return found


def _channel_as_of(channel: ChannelFact, change: Change | None, day: date) -> ChannelFact:
    if change is None:
        return replace(channel, last_seen=min(channel.last_seen, day))
    was = change.before
    return replace(
        channel, title=was["title"], path=tuple(was["path"]), url=was["url"], kind=was["kind"], same_as=was["same_as"],
        last_seen=min(date.fromisoformat(was["last_seen"]), day),
    )


def questions_as_of(questions: Iterable[QuestionFact], changes: Iterable[Change], day: date) -> list[QuestionFact]:
    """The questions that were known on a day, as they stood."""
    later = _first_later(changes, day)
    return [_question_as_of(q, later.get((q.portal, q.key)), day) for q in questions if q.first_seen <= day]


def _question_as_of(question: QuestionFact, change: Change | None, day: date) -> QuestionFact:
    if change is None:
        return replace(question, last_seen=min(question.last_seen, day))
    was = change.before
    days: dict[str, Any] = {n: date.fromisoformat(was[n]) if was[n] else None
                            for n in ("asked_on", "accepted_on", "answered_on")}
    words: dict[str, Any] = {n: was[n] for n in ("title", "url", "state", "answered_by", "answered_by_title")}
    return replace(question, **days, **words, last_seen=min(date.fromisoformat(was["last_seen"]), day))
