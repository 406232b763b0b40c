"""Frozen facts with plain defaults: a test says only what matters to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from crawler.registry import Section, load_sections
from monitor.activity import Activity, judge_activity
from monitor.facts import (
    ChannelFact,
    ChannelNightFact,
    History,
    NightFact,
    NightTally,
    PortalFact,
    PortalNightFact,
    PostFact,
    QuestionFact,
)
from monitor.sections import SectionVerdict, judge_sections, matchers_for
from monitor.thresholds import Thresholds

ROOT = Path(__file__).resolve().parent.parent.parent
PORTAL = "cong"
LAST = date(2026, 11, 20)          # the newest night unless a test says otherwise
T = Thresholds()
SECTIONS = tuple(load_sections(ROOT / "registry" / "sections.csv"))


def day(back: int) -> date:
    """The day that lies `back` days before the newest night."""
    return LAST - timedelta(days=back)


def night(back: int = 0, state: str = "complete") -> NightFact:
    return NightFact(1000 - back, day(back), state)


def channel(number: int = 1, kind: str = "list", **more: Any) -> ChannelFact:
    key = f"cong.test/muc-{number}"
    plain = {"title": f"Chuyên mục {number}", "url": f"https://{key}", "key": key}
    return ChannelFact(id=number, portal=PORTAL, kind=kind, **{**plain, **more})


def post(back: int | None, number: int = 1, *, seen: int = 300, last: int = 0, **more: Any) -> PostFact:
    """A post dated `back` days before the newest night (None: undated), first seen `seen` days before it."""
    plain = {"url": f"https://cong.test/tin-{number}", "title": f"Tin số {number}"}
    return PostFact(id=number, portal=PORTAL, published_on=None if back is None else day(back),
                    first_seen=day(seen), last_seen=day(last), **{**plain, **more})


def old_posts(count: int = 5, newest: int = 90) -> tuple[PostFact, ...]:
    """Posts that every complete night finds again: the positive control."""
    return tuple(post(newest + n, 100 + n) for n in range(count))


def proven(where: ChannelFact, back: int, **more: Any) -> ChannelNightFact:
    """A list seen to its end, with old posts found again."""
    plain = {"state": "observed", "end_reason": "last_page", "items": 5, "pages": 1, "control": 5,
             "newest_on": day(90), "oldest_on": day(94)}
    return ChannelNightFact(night=day(back), channel=where.id, portal=PORTAL, **{**plain, **more})


@dataclass(frozen=True)
class Scene:
    """One portal over `nights` nights in a row; by default all lists are seen completely and nothing is fresh.

    `change` are (days back, channel id) -> fields of that row to differ, None for "no such row"; `portal` are days
    back -> fields of the portal's night; `states` are days back -> the state of the whole night.
    """

    nights: int = 5
    channels: tuple[ChannelFact, ...] = (channel(1),)
    posts: tuple[PostFact, ...] = field(default_factory=old_posts)
    change: Mapping[tuple[int, int], Mapping[str, Any] | None] = field(default_factory=dict)
    portal: Mapping[int, Mapping[str, Any] | None] = field(default_factory=dict)
    states: Mapping[int, str] = field(default_factory=dict)
    broken: Mapping[date, str] = field(default_factory=dict)
    group: str = "communes"

    def history(self) -> History:
        backs = range(self.nights - 1, -1, -1)
        portal_nights = {
            day(b): replace(PortalNightFact(day(b), PORTAL, "complete"), **(self.portal.get(b) or {}))
            for b in backs if self.portal.get(b, {}) is not None
        }
        rows = {day(b): {c.id: row for c in self.channels if (row := self._row(b, c)) is not None} for b in backs}
        return History(
            PortalFact(PORTAL, "Cổng thử", self.group, "https://cong.test/"),
            tuple(night(b, self.states.get(b, "complete")) for b in backs),
            portal_nights, self.channels, rows, self.posts, self.broken,
            home_visits={d: (9000 + d.day,) for d, row in portal_nights.items() if row.seen},
        )

    def _row(self, back: int, where: ChannelFact) -> ChannelNightFact | None:
        change = self.change.get((back, where.id), {})
        if change is None or where.url is None or where.kind == "external":
            return None
        row = proven(where, back)
        if where.kind in ("page", "form"):
            row = replace(row, end_reason="single_page", items=0, control=0, words=300, newest_on=None, oldest_on=None)
        return replace(row, **change)

    def activity(self, thresholds: Thresholds = T) -> Activity:
        return judge_activity(self.history(), thresholds)

    def section(self, code: str, on: date = LAST, thresholds: Thresholds = T) -> SectionVerdict:
        """The verdict on one section of the real registry."""
        return {v.section.code: v for v in self.sections(on, thresholds)}[code]

    def sections(self, on: date = LAST, thresholds: Thresholds = T) -> list[SectionVerdict]:
        return judge_sections(self.history(), SECTIONS, matchers_for(SECTIONS), thresholds, on)


def tally(rows: Iterable[PortalNightFact]) -> list[NightTally]:
    """Rows of portals as the counts that the database makes of them."""
    return [NightTally(*row, portals) for row, portals in Counter((r.night, r.state, r.reason) for r in rows).items()]


def every_night(nights: int, number: int, change: Mapping[str, Any] | None) -> dict[tuple[int, int], Any]:
    """The same change to one channel on all nights."""
    return {(back, number): change for back in range(nights)}


def menu(*titles: str | tuple[str, str], fill: int = 8) -> tuple[ChannelFact, ...]:
    """A menu of pages with these titles (or (title, kind) pairs), padded with entries that are no section."""
    named = [t if isinstance(t, tuple) else (t, "page") for t in titles]
    named += [(f"Mục riêng thứ {n}", "page") for n in range(fill)]
    return tuple(channel(n, kind, title=title) for n, (title, kind) in enumerate(named, 1))


def section(code: str, title: str = "", **more: Any) -> Section:
    """A section that applies to everybody and whose absence shows in the menu."""
    plain = {
        "group": "nhom", "title": title or code, "synonyms": (),
        "applies": dict.fromkeys(("province", "department", "commune", "party_block"), "M"), "basis_nd42": "",
        "basis_nd224": "", "basis_access_law": "", "basis_other": "", "freshness_days": None,
        "freshness_kind": "none", "freshness_status": "", "check": "menu",
    }
    return Section(code=code, **{**plain, **more})


def question(asked: date | None = None, **more: Any) -> QuestionFact:
    return QuestionFact(**{"portal": PORTAL, "key": "h1", "title": "Câu hỏi", "asked_on": asked, **more})
