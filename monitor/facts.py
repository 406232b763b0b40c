"""What the nights left behind, as frozen facts: read from the database once, judged without it.

Dates are calendar days in Asia/Ho_Chi_Minh, unknown is None.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class NightFact:
    """One night's run. Only `complete` and `partial` nights may support a conclusion."""

    id: int
    night: date
    state: str
    reason: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    exit_code: int | None = None

    @property
    def usable(self) -> bool:
        return self.state in ("complete", "partial")

    @property
    def cause(self) -> str:
        """The code that ends the reason ("12 cổng …: our_network"), else the state."""
        return (self.reason or "").rpartition(": ")[2] if ": " in (self.reason or "") else self.state


@dataclass(frozen=True, slots=True)
class PortalFact:
    """A portal as the registry named it on the newest night that knew it."""

    code: str
    name: str
    group: str
    url: str = ""
    scored: str = "yes"
    backend: str = ""


@dataclass(frozen=True, slots=True)
class HomeFact:
    """What a home page says of itself; `doors` are feed and sitemap as far as they were seen to open."""

    title: str = ""
    url: str = ""
    features: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    doors: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PortalNightFact:
    night: date
    portal: str
    state: str                      # complete, partial, not_observed, void; open while the night is running
    reason: str | None = None
    requests: int = 0
    home: HomeFact | None = None    # None: the home page was not seen
    left_out: int = 0               # lists that were not asked for because it was not their turn

    @property
    def seen(self) -> bool:
        return self.state in ("complete", "partial")


@dataclass(frozen=True, slots=True)
class NightTally:
    """How many portals one night left in one state for one reason."""

    night: date
    state: str
    reason: str | None
    portals: int

    @property
    def seen(self) -> bool:
        return self.state in ("complete", "partial")


@dataclass(frozen=True, slots=True)
class ChannelFact:
    id: int
    portal: str
    title: str
    kind: str
    url: str | None
    path: tuple[str, ...] = ()
    key: str = ""
    same_as: str | None = None      # key of the channel that its address leads to
    first_seen: date = date.min
    last_seen: date = date.max


@dataclass(frozen=True, slots=True)
class ChannelNightFact:
    night: date
    channel: int
    portal: str
    state: str                      # observed, observed_empty, partly, not_observed, void
    reason: str | None = None
    pages: int = 0
    end_reason: str | None = None
    items: int = 0
    undated: int = 0
    newest_on: date | None = None
    oldest_on: date | None = None
    words: int = 0
    placeholder: bool = False
    control: int = 0
    visits: tuple[int, ...] = ()
    named: tuple[str, ...] = ()     # bodies and places that a single page names


@dataclass(frozen=True, slots=True)
class PostFact:
    id: int
    portal: str
    url: str
    title: str
    published_on: date | None
    first_seen: date
    last_seen: date
    kind: str = "post"
    published_raw: str | None = None
    date_source: str | None = None
    date_grade: str = "sure"
    baseline: bool = False
    edited_on: date | None = None
    removed_on: date | None = None
    body_hash: str | None = None
    sketch: str | None = None

    @property
    def dated_on(self) -> date | None:
        """The stated day, when it can be believed: read with a grade, and not later than the post was seen."""
        if self.date_grade == "unknown" or self.published_on is None or self.published_on > self.last_seen:
            return None
        return self.published_on


@dataclass(frozen=True, slots=True)
class QuestionFact:
    portal: str
    key: str
    title: str
    url: str | None = None
    asked_on: date | None = None
    accepted_on: date | None = None
    answered_on: date | None = None
    state: str | None = None        # None: the page does not say
    answered_by: str | None = None
    answered_by_title: str | None = None
    first_seen: date = date.min
    last_seen: date = date.max


@dataclass(frozen=True, slots=True)
class EventFact:
    """Something that happened to a post in a night: new, edited, redated, retitled, removed, returned."""

    what: str
    post: PostFact
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class CheckFact:
    """A page on which the second reader contradicts the first: for a person to look at."""

    portal: str
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class DoorFact:
    """A feed or sitemap of one night beside the lists. `examples`: (address, title, the door's day, our day)."""

    portal: str
    url: str
    kind: str
    items: int
    unlisted: int
    differs: int
    examples: tuple[tuple[str, str, str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class History:
    """All that is known of one portal for a verdict.

    `nights` are the ledger's nights of the period, oldest first; `broken` are nights of a mass failure, with its
    reason in words: they cannot support a conclusion against anybody. `excused` are nights that cannot support one
    against this portal (an announced outage, its backend's incident), with the cause. `doors` are feeds and sitemaps
    that were seen on a deciding night; `home_visits` are the visits that read the home page, and with it the menu.
    `provincial` are the hosts of the provincial portal, `listed` those that it leads to.
    """

    portal: PortalFact
    nights: tuple[NightFact, ...]
    portal_nights: Mapping[date, PortalNightFact] = field(default_factory=dict)
    channels: tuple[ChannelFact, ...] = ()
    channel_nights: Mapping[date, Mapping[int, ChannelNightFact]] = field(default_factory=dict)
    posts: tuple[PostFact, ...] = ()
    broken: Mapping[date, str] = field(default_factory=dict)
    door_newest: date | None = None  # newest day that a feed or sitemap stated on the deciding nights
    excused: Mapping[date, str] = field(default_factory=dict)
    doors: tuple[str, ...] = ()
    vantages: int = 1
    home_visits: Mapping[date, tuple[int, ...]] = field(default_factory=dict)
    shown: Mapping[int, tuple[int, ...]] = field(default_factory=dict)  # post -> channels that have shown it
    provincial: frozenset[str] = frozenset()
    listed: frozenset[str] = frozenset()

    def left_some(self, night: date) -> bool:
        """Whether lists of the portal were left for another night: what was not asked is no observation."""
        row = self.portal_nights.get(night)
        return row is not None and row.left_out > 0
