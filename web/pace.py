"""What the office has done today: how many findings were decided, and between which minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from crawler.clock import VIETNAM
from monitor.review import AFTER, OPEN, Taken, standing


@dataclass(frozen=True, slots=True)
class Pace:
    """`count` findings decided by the office, the first at `first`, the last at `last`."""

    count: int
    first: datetime
    last: datetime

    @property
    def minutes(self) -> int:
        """Whole minutes from the first to the last decision, a begun one counted: never 0."""
        return int((self.last - self.first).total_seconds() // 60) + 1


def pace_of(taken: Mapping[str, Sequence[Taken]], day: date) -> Pace | None:
    """The office's day; None when nothing was decided. What was taken back, or only answered by an owner, does not
    count."""
    closing = [t for t in (_newest(stack) for stack in taken.values()) if t is not None
               and AFTER.get(t.what) not in OPEN and t.at.astimezone(VIETNAM).date() == day]
    if not closing:
        return None
    times = sorted(t.at.astimezone(VIETNAM) for t in closing)
    return Pace(len(times), times[0], times[-1])


def _newest(decisions: Iterable[Taken]) -> Taken | None:
    stands = [d for d in standing(decisions) if d.what in AFTER]
    return stands[-1] if stands else None
