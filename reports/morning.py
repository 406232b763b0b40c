"""What the morning after a night needs to know, put together from the monitor's facts and verdicts; nothing is judged
here."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy import select

from crawler.seals import Seal
from monitor.activity import Activity
from monitor.causes import cause_words, who_acts
from monitor.facts import (
    ChannelFact,
    ChannelNightFact,
    CheckFact,
    DoorFact,
    EventFact,
    NightFact,
    PortalFact,
    PortalNightFact,
)
from monitor.find import Labels
from monitor.load import load_channel_nights, load_checks, load_doors, load_events
from monitor.office import Office
from monitor.periods import Period
from monitor.proven import load_proven
from monitor.questions import Deadline
from monitor.sections import SectionVerdict

LOOK_BACK = 120  # days of nights that are loaded: enough for every verdict's window and for open questions


@dataclass(frozen=True, slots=True)
class Trouble:
    """Portals that were not seen completely for one reason. `lists`: how many of their lists are meant."""

    reason: str
    words: str
    who: str
    portals: tuple[str, ...]
    whole: bool  # the portal could not be entered at all


@dataclass(frozen=True, slots=True)
class Morning:
    """One night and what follows from it, ready to be shown. Names are the registry's; lists are complete."""

    night: NightFact
    before: NightFact | None
    portals: dict[str, PortalFact]
    states: Counter[str]
    states_before: Counter[str]
    requests: int
    rows: tuple[PortalNightFact, ...]
    troubles: tuple[Trouble, ...]
    lost: tuple[PortalNightFact, ...]       # seen on the night before, not seen now
    back: tuple[PortalNightFact, ...]       # not seen on the night before, seen again
    new: tuple[EventFact, ...]
    changed: tuple[EventFact, ...]
    backdated: tuple[tuple[EventFact, int], ...]
    first: bool                             # nothing can be new on the first night
    activities: tuple[Activity, ...]
    sections: tuple[SectionVerdict, ...]
    deadlines: tuple[Deadline, ...]
    broken: str | None                      # why this night supports no conclusion against anybody
    lists: tuple[tuple[ChannelFact, ChannelNightFact], ...]
    checked: int                            # pages that both readers read
    contradicted: tuple[CheckFact, ...]     # those on which they disagree
    doors: tuple[DoorFact, ...]             # feeds and sitemaps that contradict the lists
    seen_posts: int                         # all posts that are known and not removed
    root: str | None                        # of the night's newest seal

    def name(self, code: str) -> str:
        return self.portals[code].name if code in self.portals else code

    @property
    def silent(self) -> tuple[Activity, ...]:
        return tuple(a for a in self.activities if a.verdict == "inactive")

    @property
    def untold(self) -> tuple[Activity, ...]:
        """Portals of which it cannot be said whether they are active, although they have an address."""
        known = {r.portal for r in self.rows if r.reason != "address_unconfirmed"}
        return tuple(a for a in self.activities if a.verdict == "unknown" and a.portal in known)

    @property
    def missing(self) -> tuple[SectionVerdict, ...]:
        return tuple(s for s in self.sections if s.verdict == "not_met")

    @property
    def overdue(self) -> tuple[Deadline, ...]:
        """Questions that wait for an answer longer than allowed, the longest first."""
        late = [d for d in self.deadlines if d.overdue]
        return tuple(sorted(late, key=lambda d: -(d.working_days_late or 0)))

    @property
    def not_understood(self) -> tuple[tuple[ChannelFact, ChannelNightFact], ...]:
        """Lists that were fetched and could not be read to their end, or hold items without a day."""
        seen = {row.portal for row in self.rows if row.seen}  # of the others nothing at all is known
        return tuple(
            (c, r) for c, r in self.lists if c.portal in seen and (
                r.reason in ("not_understood", "js_only", "template", "lost") or (r.state == "observed" and r.undated))
        )

    def missing_by_portal(self) -> list[tuple[str, list[SectionVerdict]]]:
        """(portal code, its missing sections), most first."""
        found = [(code, list(rows)) for code, rows in groupby(self.missing, key=lambda s: s.portal)]
        return sorted(found, key=lambda pair: (-len(pair[1]), self.name(pair[0])))

    def new_by_portal(self) -> list[tuple[str, int]]:
        """(portal code, new posts), most first."""
        count = Counter(e.post.portal for e in self.new)
        return sorted(count.items(), key=lambda pair: (-pair[1], self.name(pair[0])))

    def new_by_group(self) -> Counter[str]:
        return Counter(self.portals[e.post.portal].group for e in self.new if e.post.portal in self.portals)


class NoSuchNight(ValueError):
    """The ledger has no finished night of that day."""


def period_of(night: date) -> Period:
    """The days that a night's verdicts look back on."""
    return Period(night - timedelta(days=LOOK_BACK), night, f"Đêm {night:%d/%m/%Y}")


def look(office: Office, day: date, labels: Labels) -> Morning:
    """The morning after the night of `day`; the office's period is `period_of(day)`. Nothing is said against anybody
    without a certificate: `NotProven`, or unknown."""
    night = next((n for n in office.nights if n.night == day), None)
    if night is None or night.state in ("running", "skipped"):
        raise NoSuchNight(
            f"Chưa có đêm {day:%d/%m/%Y} nào đã chạy xong trong cơ sở dữ liệu. "
            "Xem các đêm đã chạy: python -m monitor runs " + f"{day.year}"
        )
    before = next((n for n in reversed(office.nights) if n.night < day and n.usable), None)
    rows = [r for r in office.portal_nights if r.night == day]
    earlier = {r.portal: r for r in office.portal_nights if before is not None and r.night == before.night}
    events = load_events(office.session, night)
    channels = {c.id: c for c in office.channels}
    channel_nights = load_channel_nights(office.session, [night])
    new = [e for e in events if e.what == "new" and not e.post.baseline]
    checked, contradicted = load_checks(office.session, night)
    doors = [d for d in load_doors(office.session, night) if d.unlisted or d.differs]
    proven = load_proven(office, labels)
    return Morning(
        night, before, office.portals, Counter(r.state for r in rows), Counter(r.state for r in earlier.values()),
        sum(r.requests for r in rows), tuple(rows), tuple(_troubles(rows)),
        tuple(r for r in rows if not r.seen and r.portal in earlier and earlier[r.portal].seen),
        tuple(r for r in rows if r.seen and r.portal in earlier and not earlier[r.portal].seen),
        tuple(new), tuple(e for e in events if e.what != "new"),
        tuple((e, days) for e in new if (days := office.backdated(e.post))),
        before is None, tuple(proven.activities(office.activities())),
        tuple(proven.sections(office.sections())), tuple(proven.deadlines(office.deadlines())),
        office.broken.get(day), tuple((channels[r.channel], r) for r in channel_nights),
        checked, tuple(contradicted), tuple(doors), sum(p.removed_on is None for p in office.posts),
        office.session.scalar(select(Seal.root).where(Seal.night == day).order_by(Seal.version.desc()).limit(1)),
    )


def _troubles(rows: list[PortalNightFact]) -> list[Trouble]:
    """Portals by reason: those that could not be entered first, then the largest groups."""
    found: dict[tuple[bool, str], list[str]] = {}
    for row in rows:
        if row.state != "complete":
            found.setdefault((not row.seen, row.reason or row.state), []).append(row.portal)
    troubles = [Trouble(reason, cause_words(reason), who_acts(reason), tuple(portals), whole)
                for (whole, reason), portals in found.items()]
    return sorted(troubles, key=lambda t: (not t.whole, t.reason == "address_unconfirmed", -len(t.portals), t.reason))
