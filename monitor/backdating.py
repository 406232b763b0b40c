"""Posts that state an earlier day than the one on which they came: told only where a night proves that they were not
yet there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.coverage import PROVEN
from monitor.facts import ChannelNightFact, PostFact

WHOLE = ("last_page", "single_page")  # the list was walked to its very end, however old its posts


@dataclass(frozen=True, slots=True)
class Absences:
    """When each list was seen to a proven end, and how far back; `lists` are the channels that have shown a post."""

    rows: Mapping[int, tuple[ChannelNightFact, ...]]  # channel -> its nights, oldest first
    lists: Mapping[int, tuple[int, ...]]              # post -> channels

    def last_without(self, post: PostFact) -> date | None:
        """The newest night that would have seen the post if it had been there on its stated day, and did not."""
        stated = post.published_on
        if stated is None:
            return None
        nights = (row.night for channel in self.lists.get(post.id, ()) for row in self.rows.get(channel, ())
                  if row.night < post.first_seen and _reached(row, stated))
        return max(nights, default=None)


def _reached(row: ChannelNightFact, stated: date) -> bool:
    if row.state not in ("observed", "observed_empty") or row.end_reason not in PROVEN:
        return False
    return row.end_reason in WHOLE or (row.oldest_on is not None and row.oldest_on < stated)


def is_candidate(post: PostFact, limit: int) -> bool:
    """Whether the days alone make one ask. A post of the first night proves nothing: everything is first seen on that
    one. A document states the day on which it was signed: put up later it is late, not back-dated."""
    if post.baseline or post.published_on is None or post.kind == "document":
        return False
    return (post.first_seen - post.published_on).days > limit


def backdated_days(post: PostFact, limit: int, absences: Absences) -> int | None:
    """Days between the stated day and the night that first saw the post, when nights on which we could not look do not
    explain them: it was provably absent `limit` days after its stated day."""
    if not is_candidate(post, limit):
        return None
    last = absences.last_without(post)
    if last is None or post.published_on is None or last < post.published_on + timedelta(days=limit):
        return None
    return (post.first_seen - post.published_on).days


def channels_of(posts: Iterable[PostFact], lists: Mapping[int, tuple[int, ...]]) -> set[int]:
    """All channels that have shown one of these posts."""
    return {channel for post in posts for channel in lists.get(post.id, ())}
