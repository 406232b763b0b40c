"""Breakers: nights whose picture as a whole cannot be true support no negative conclusion about anybody."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from statistics import median

from monitor.causes import cause_words
from monitor.facts import ChannelNightFact, NightFact, NightTally
from monitor.thresholds import Thresholds
from monitor.words import count_words
from monitor.workdays import Calendar

EARLIER = 3  # nights before which a portal has no usual count of its own


def mass_failures(tallies: Iterable[NightTally], thresholds: Thresholds) -> dict[date, str]:
    """Nights on which too many portals failed for one reason: more than the allowed share, or three times as many as
    usual. Our side or a shared one is at fault before theirs."""
    tried: Counter[date] = Counter()
    failed: dict[date, Counter[str]] = {}
    for row in tallies:
        if row.reason == "address_unconfirmed":
            continue
        tried[row.night] += row.portals
        failed.setdefault(row.night, Counter())
        if not row.seen:
            failed[row.night][row.reason or row.state] += row.portals
    found: dict[date, str] = {}
    worst: list[int] = []
    for night in sorted(failed):
        reason, count = min(failed[night].items(), key=lambda pair: (-pair[1], pair[0]), default=("", 0))
        usual = median(worst[-14:]) if len(worst) >= EARLIER else None
        over = count * 100 > thresholds.mass_share * tried[night] or (
            usual is not None and usual >= 1 and count > thresholds.mass_times * usual)
        if count >= thresholds.mass_least and over:
            found[night] = f"{count_words(count)} cổng cùng {cause_words(reason)}"
        worst.append(count)
    return found


def silent_nights(
    nights: Sequence[NightFact], tallies: Iterable[NightTally], news: Collection[date],
    calendar: Calendar, thresholds: Thresholds,
) -> dict[date, str]:
    """Nights after a working day on which no portal at all had a new post: our reading is at fault before them.
    `news` are the nights that had one."""
    seen: Counter[date] = Counter()
    for row in tallies:
        seen[row.night] += row.portals if row.seen else 0
    usable = [n.night for n in nights if n.usable]
    return {
        night: "không cổng nào có tin mới sau một ngày làm việc"
        for night in usable[1:]
        if seen[night] >= thresholds.silence_portals and night not in news
        and calendar.works(night - timedelta(days=1))
    }


def has_shrunk(
    night: date, rows: Mapping[date, Mapping[int, ChannelNightFact]], lists: Iterable[int], thresholds: Thresholds,
    left_some: Callable[[date], bool] = lambda _: False,
) -> bool:
    """Whether the lists of a portal showed far fewer items than on its earlier nights: a new template looks so. Of a
    night that left lists for another one, only those count that were asked on each of the nights compared."""
    ids = set(lists)
    if left_some(night):
        ids &= rows.get(night, {}).keys()
    counts = {day: sum(row.items for channel, row in found.items() if channel in ids) for day, found in rows.items()
              if not left_some(day) or ids <= found.keys()}
    earlier = [count for day, count in counts.items() if day < night and count]
    if len(earlier) < EARLIER:
        return False
    return counts.get(night, 0) * 100 < thresholds.silence_share * median(earlier)
