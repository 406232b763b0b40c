"""A year of one portal: posts by the month that they state, read from the roll-up that the crawler keeps.

The posts themselves would say the same (`monthly` of the slow count is equal, which a test holds), but five years of a
portal are thousands of posts and some hundred rows of the roll-up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from crawler.counted import WHOLE, Key
from monitor.facts import ChannelFact

MONTHS = 12


@dataclass(frozen=True, slots=True)
class MonthRow:
    """`channel` is None for the portal as a whole, in which a post of two lists is one post."""

    channel: ChannelFact | None
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.counts)


def months_until(last: date) -> list[date]:
    """The first days of the twelve months that end with the one of `last`, oldest first."""
    numbers = [12 * last.year + last.month - 1 - back for back in reversed(range(MONTHS))]
    return [date(n // 12, n % 12 + 1, 1) for n in numbers]


def month_rows(channels: Sequence[ChannelFact], counts: Mapping[Key, int], last: date) -> list[MonthRow]:
    """The portal as a whole, then its lists that posted in these months, busiest first."""
    months, found = months_until(last), Counter[tuple[int, date]]()
    for (channel, _, month), posts in counts.items():
        found[channel, month] += posts

    def row(channel: ChannelFact | None) -> MonthRow:
        number = WHOLE if channel is None else channel.id
        return MonthRow(channel, tuple(found[number, month] for month in months))

    lists = sorted((row(c) for c in channels if c.same_as is None),
                   key=lambda r: (-r.total, r.channel.title if r.channel else ""))
    return [row(None), *(r for r in lists if r.total)]
