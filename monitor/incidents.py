"""Incidents: many portals of one backend that fail alike in the same minutes are one trouble, and none of them is
accused of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from monitor.facts import NightFact, NightTally, PortalFact, PortalNightFact
from monitor.thresholds import Thresholds

#: Portals of one backend are asked one after the other; a pause longer than this between two failures parts them.
PAUSE = timedelta(minutes=15)
NOT_OURS = ("address_unconfirmed", "not_in_registry")


@dataclass(frozen=True, slots=True)
class Failing:
    """When one portal failed in one night: first and last failed request."""

    night: date
    portal: str
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Incident:
    """`backend` None: portals of several backends, or our own side. `reason` is a code of monitor/causes.py."""

    night: date
    backend: str | None
    first: datetime | None
    last: datetime | None
    reason: str
    portals: tuple[str, ...]

    @property
    def excuse(self) -> str:
        """The cause that stands for the portals' own one."""
        return "shared_backend" if self.backend is not None else self.reason


def find_incidents(
    nights: Sequence[NightFact], rows: Iterable[PortalNightFact], portals: Mapping[str, PortalFact],
    failing: Iterable[Failing], thresholds: Thresholds, tallies: Iterable[NightTally],
) -> list[Incident]:
    """All incidents of these nights, by night and backend. `rows` may leave out whoever was seen, but in void nights;
    how many there were say `tallies`."""
    times = {(f.night, f.portal): f for f in failing}
    by_night: dict[date, list[PortalNightFact]] = {}
    for row in rows:
        if row.reason not in NOT_OURS:
            by_night.setdefault(row.night, []).append(row)
    tried: Counter[date] = Counter()
    for tally in tallies:
        tried[tally.night] += tally.portals if tally.reason not in NOT_OURS else 0
    found: list[Incident] = []
    for night in nights:
        if night.state in ("running", "interrupted"):  # nothing of it is settled yet
            continue
        mine = by_night.get(night.night, [])
        if night.state == "void":
            found.append(_own_outage(night, mine))
            continue
        shared = _of_backends(night.night, mine, portals, times, thresholds)
        found += shared or _of_all(night.night, mine, tried[night.night], times, thresholds)
    return found


def own_windows(
    nights: Sequence[NightFact], rows: Iterable[PortalNightFact], failing: Iterable[Failing],
    cut_off: Mapping[date, Sequence[tuple[datetime, datetime]]],
) -> list[Incident]:
    """Times in which the reference sites did not answer either: whoever failed only then is excused by our side."""
    unseen = {(r.night, r.portal) for r in rows if not r.seen}
    times = [f for f in failing if (f.night, f.portal) in unseen]
    return [
        Incident(n.night, None, first, last, "our_network", tuple(sorted(
            f.portal for f in times if f.night == n.night and first <= f.first and f.last <= last)))
        for n in nights if n.usable for first, last in cut_off.get(n.night, ())
    ]


def excuses(incidents: Iterable[Incident]) -> dict[str, dict[date, str]]:
    """Portal -> nights on which an incident excuses it, with the cause."""
    found: dict[str, dict[date, str]] = {}
    for incident in incidents:
        for portal in incident.portals:
            found.setdefault(portal, {})[incident.night] = incident.excuse
    return found


def _own_outage(night: NightFact, tried: Sequence[PortalNightFact]) -> Incident:
    return Incident(night.night, None, night.started_at, night.ended_at, night.cause or "void",
                    tuple(sorted(r.portal for r in tried)))


def _of_backends(
    night: date, tried: Sequence[PortalNightFact], portals: Mapping[str, PortalFact],
    times: Mapping[tuple[date, str], Failing], thresholds: Thresholds,
) -> list[Incident]:
    found: list[Incident] = []
    named = [(portals[r.portal].backend, r) for r in tried if r.portal in portals and portals[r.portal].backend]
    for backend, group in groupby(sorted(named, key=lambda b: (b[0], b[1].portal)), key=lambda b: b[0]):
        found += _alike(night, backend, [row for _, row in group], times, thresholds)
    return found


def _of_all(
    night: date, rows: Sequence[PortalNightFact], tried: int, times: Mapping[tuple[date, str], Failing],
    thresholds: Thresholds,
) -> list[Incident]:
    """Portals of different backends that fail alike: what they share is not known, perhaps our side."""
    return [i for i in _alike(night, None, rows, times, thresholds)
            if len(i.portals) * 100 > thresholds.mass_share * tried]


def _alike(
    night: date, backend: str | None, tried: Sequence[PortalNightFact],
    times: Mapping[tuple[date, str], Failing], thresholds: Thresholds,
) -> list[Incident]:
    """Enough of these portals failed for one reason in the same minutes."""
    failed = sorted((r for r in tried if not r.seen and (night, r.portal) in times),
                    key=lambda r: (r.reason or r.state, times[night, r.portal].first, r.portal))
    found: list[Incident] = []
    for reason, group in groupby(failed, key=lambda r: r.reason or r.state):
        for together in _same_minutes([times[night, r.portal] for r in group]):
            if len(together) >= thresholds.mass_least:
                found.append(Incident(
                    night, backend, together[0].first, max(f.last for f in together),
                    reason if backend is not None else "mass_failure", tuple(sorted(f.portal for f in together)),
                ))
    return found


def _same_minutes(failing: Sequence[Failing]) -> list[list[Failing]]:
    """Groups of failures without a pause between them, in the order of time."""
    groups: list[list[Failing]] = []
    for one in failing:
        if groups and one.first <= max(f.last for f in groups[-1]) + PAUSE:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups
