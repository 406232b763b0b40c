"""Which lists have shown a post, and how these lists were seen night by night."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.models import ChannelNight, PostChannel
from monitor.facts import ChannelNightFact
from monitor.load import channel_nights_where, load_nights


def load_post_lists(session: Session, posts: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """Post id -> channels that have shown it, for these posts."""
    found: dict[int, tuple[int, ...]] = {}
    for some in _slices(posts):
        rows = session.execute(
            select(PostChannel.post_id, PostChannel.channel_id).where(PostChannel.post_id.in_(some))
            .order_by(PostChannel.post_id, PostChannel.channel_id)
        )
        for row in rows:
            found[row.post_id] = (*found.get(row.post_id, ()), row.channel_id)
    return found


def load_list_nights(
    session: Session, channels: Collection[int], until: date
) -> dict[int, tuple[ChannelNightFact, ...]]:
    """Channel id -> how it was seen in each usable night before a day, oldest first."""
    nights = [n for n in load_nights(session, date.min, until) if n.usable]
    found: dict[int, tuple[ChannelNightFact, ...]] = {}
    for some in _slices(sorted(channels)):
        for row in channel_nights_where(session, nights, ChannelNight.channel_id.in_(some)):
            found[row.channel] = (*found.get(row.channel, ()), row)
    return found


def _slices(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    """SQLite bounds the number of values in one statement."""
    return (numbers[start:start + 400] for start in range(0, len(numbers), 400))
