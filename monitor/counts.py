"""How much was published in a period: by the day that posts state, and by the night that first saw them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Literal

from monitor.facts import PostFact
from monitor.periods import Period

Class = Literal["tin_bai", "csdl"]


@dataclass(frozen=True, slots=True)
class Line:
    """What is counted together: a portal, a group, one list of a portal; `kind` None counts both classes."""

    group: str
    portal: str | None = None
    channel: str | None = None
    kind: Class | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """`stated`: dated in the period by a day that can be believed. `first_seen`: new in it, whatever they state.

    The first night sees everything for the first time: its posts are `baseline` and never new. `originals` and
    `reposts` share out `stated`; the rest are those among them, or beside them, whose day is doubtful.
    """

    stated: int = 0
    first_seen: int = 0
    originals: int = 0
    reposts: int = 0
    baseline: int = 0
    backdated: int = 0
    undated: int = 0
    future: int = 0

    def plus(self, other: Count) -> Count:
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Count)))


@dataclass(frozen=True, slots=True)
class Marked:
    """A post with what other rules found: its class, whether it is a repost, dated back, or dated ahead."""

    post: PostFact
    kind: Class
    repost: bool
    backdated: bool
    future: date | None


def count_post(marked: Marked, period: Period) -> Count:
    """One post's share in a period's counts; all zero when it does not belong to it."""
    post = marked.post
    stated = period.has(post.dated_on) and marked.future is None
    came = period.has(post.first_seen)
    new = came and not post.baseline
    return Count(
        stated, new, stated and not marked.repost, stated and marked.repost, came and post.baseline,
        new and marked.backdated, new and post.dated_on is None and marked.future is None,
        new and marked.future is not None,
    )


def count_lines(
    posts: Iterable[Marked], period: Period, line_of: Callable[[Marked], Iterable[Line]]
) -> dict[Line, Count]:
    """The counts of all lines; `line_of` says in which lines a post counts."""
    found: dict[Line, Count] = {}
    for marked in posts:
        own = count_post(marked, period)
        if own == Count():
            continue
        for line in line_of(marked):
            found[line] = found.get(line, Count()).plus(own)
    return found


def class_of(post: PostFact, channels: Iterable[int], data_sets: Mapping[int, str]) -> Class:
    """Data set (bộ thông tin CSDL) or article (tin, bài): documents and media are data sets, and so is everything in a
    list whose section the registry counts so."""
    if post.kind in ("document", "media") or any(channel in data_sets for channel in channels):
        return "csdl"
    return "tin_bai"
