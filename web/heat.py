"""The heat map of one portal: lists by days, a number in each cell, hatched where the night did not see the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.facts import ChannelFact, ChannelNightFact, PostFact

DAYS = 28
LISTS = ("list", "documents")
LEVELS = (0, 1, 3, 6, 11)  # posts a day from which a cell is one shade darker


@dataclass(frozen=True, slots=True)
class Cell:
    """`seen`: a night of that day saw the list to its end or to the part that counts."""

    day: date
    count: int
    seen: bool

    @property
    def shade(self) -> int:
        return sum(self.count >= least for least in LEVELS[1:])


@dataclass(frozen=True, slots=True)
class HeatRow:
    channel: ChannelFact
    cells: tuple[Cell, ...]

    @property
    def total(self) -> int:
        return sum(cell.count for cell in self.cells)


def heat_rows(channels: Sequence[ChannelFact], nights: Sequence[ChannelNightFact], posts: Sequence[PostFact],
              shown: dict[int, tuple[int, ...]], last: date) -> list[HeatRow]:
    """One row a list, busiest first. A post counts on the day that it states, in every list that shows it."""
    days = [last - timedelta(days=back) for back in reversed(range(DAYS))]
    seen = {(row.channel, row.night) for row in nights if row.state in ("observed", "observed_empty")}
    count: Counter[tuple[int, date]] = Counter(
        (channel, post.dated_on) for post in posts if post.dated_on is not None for channel in shown.get(post.id, ()))
    rows = [
        HeatRow(c, tuple(Cell(d, count[c.id, d], (c.id, d) in seen) for d in days))
        for c in channels if c.kind in LISTS and c.same_as is None
    ]
    return sorted(rows, key=lambda row: (-row.total, row.channel.title))
