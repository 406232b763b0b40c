"""One judged view of a period: loads what is needed and hands facts to the pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from sqlalchemy.orm import Session

from monitor import load
from monitor.activity import Activity, judge_activity
from monitor.backdating import Absences, backdated_days, channels_of, is_candidate
from monitor.breakers import mass_failures, silent_nights
from monitor.coverage import index_nights, last_nights
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
from monitor.features import link_hosts
from monitor.incidents import Incident, excuses, find_incidents, own_windows
from monitor.load_lists import load_list_nights, load_post_lists
from monitor.load_past import has_later, put_back_channels, put_back_posts, put_back_questions
from monitor.load_province import (
    load_failing,
    load_home_hosts,
    load_news_days,
    load_provincial,
    load_tallies,
    load_unseen,
)
from monitor.load_visits import load_cut_off, load_door_kinds, load_home_visits
from monitor.outages import announced
from monitor.periods import Period
from monitor.questions import Deadline, judge_question, questions_in
from monitor.rules import Rules
from monitor.sections import SectionVerdict, judge_sections

OfPortal = TypeVar("OfPortal", ChannelNightFact, PortalNightFact, ChannelFact, PostFact)


@dataclass(frozen=True, slots=True)
class Province:
    """What the nights of a period say of all portals together: the same for the office of each of them."""

    broken: dict[date, str]
    incidents: list[Incident]
    hosts: tuple[frozenset[str], frozenset[str]]


class Office:
    """What the nights of a period say, for one portal or for all of them. Each table is read once.

    `today` bounds deadlines: a period that is not over is judged as of today.
    """

    def __init__(self, session: Session, rules: Rules, period: Period, today: date, portal: str | None = None,
                 province: Province | None = None) -> None:
        self.session, self.rules, self.period, self.today, self.portal = session, rules, period, today, portal
        if province is not None:  # looked up before, for all portals
            self.broken, self.incidents, self.hosts = province.broken, province.incidents, province.hosts
        self._histories: dict[int, list[History]] = {}

    @cached_property
    def nights(self) -> tuple[NightFact, ...]:
        return load.load_nights(self.session, self.period.start, self.period.end)

    @cached_property
    def as_of(self) -> date:
        """The day that verdicts are about: the newest night that counts, else the period's last day that is past."""
        usable = [n.night for n in self.nights if n.usable]
        return usable[-1] if usable else min(self.today, self.period.end)

    @cached_property
    def portals(self) -> dict[str, PortalFact]:
        """Every portal that a night knew, or the one that is asked for, as it was called at the period's end."""
        then = load.load_portals(self.session, self.period.end, self.portal)
        return load.load_portals(self.session, date.max, self.portal) | then if self._later else then

    def province(self) -> Province:
        """What the office of a single portal can be given, so that it need not look at all of them."""
        return Province(self.broken, self.incidents, self.hosts)

    def name(self, code: str) -> str:
        """What a portal is called, or its code."""
        portal = self.portals.get(code)
        return portal.name if portal else code

    @cached_property
    def portal_nights(self) -> list[PortalNightFact]:
        return load.load_portal_nights(self.session, self.nights, self.portal)

    @cached_property
    def nights_of(self) -> dict[str, list[PortalNightFact]]:
        return by_portal(self.portal_nights)

    @cached_property
    def channels(self) -> list[ChannelFact]:
        return load.load_channels(self.session, self.portal)

    @cached_property
    def posts(self) -> list[PostFact]:
        return load.load_posts(self.session, self.portal)

    @cached_property
    def post_lists(self) -> dict[int, tuple[int, ...]]:
        """Post -> the channels that have shown it."""
        return load_post_lists(self.session, [p.id for p in self.posts])

    @cached_property
    def first_observed(self) -> dict[str, date]:
        return load.load_first_observed(self.session, self.portal)

    @cached_property
    def seen_share(self) -> dict[str, int]:
        """Portal -> per cent of the period's days on which a usable night saw it."""
        usable = {n.night for n in self.nights if n.usable}
        days = (self.period.end - self.period.start).days + 1
        seen = Counter(row.portal for row in self.portal_nights if row.seen and row.night in usable)
        return {portal: 100 * count // days for portal, count in seen.items()}

    @cached_property
    def _later(self) -> bool:
        return has_later(self.session, self.period.end)

    @property
    def _posts_then(self) -> Sequence[PostFact]:
        """The posts as they stood at the period's end: what came later must not change a verdict of the past."""
        if not self._later:
            return self.posts
        return put_back_posts(self.session, self.posts, self.portal, self.period.end)

    @property
    def _channels_then(self) -> Sequence[ChannelFact]:
        if not self._later:
            return self.channels
        return put_back_channels(self.session, self.channels, self.portal, self.period.end)

    @property
    def _questions_then(self) -> list[QuestionFact]:
        questions = load.load_questions(self.session, self.portal)
        return put_back_questions(self.session, questions, self.portal, self.period.end) if self._later else questions

    @cached_property
    def _tallies(self) -> list[NightTally]:
        return load_tallies(self.session, self.nights)

    @cached_property
    def broken(self) -> dict[date, str]:
        """Nights that support no negative conclusion about anybody, with the reason in words."""
        silent = silent_nights(self.nights, self._tallies, load_news_days(self.session), self.rules.calendar,
                               self.rules.thresholds)
        return silent | mass_failures(self._tallies, self.rules.thresholds)

    @cached_property
    def incidents(self) -> list[Incident]:
        unseen, failing = load_unseen(self.session, self.nights), load_failing(self.session, self.nights)
        known = load.load_portals(self.session, self.period.end) if failing else {}
        own = own_windows(self.nights, unseen, failing, load_cut_off(self.session, self.nights))
        found = own + find_incidents(self.nights, unseen, known, failing, self.rules.thresholds, self._tallies)
        return sorted(found, key=lambda i: (i.night, i.backend or ""))

    @cached_property
    def excused(self) -> dict[str, dict[date, str]]:
        """Portal -> nights that cannot support a conclusion against it, with the cause."""
        found = excuses(i for i in self.incidents if i.backend is not None or i.reason == "our_network")
        return {code: found.get(code, {}) | announced(self.rules.outages, portal, self.nights)
                for code, portal in self.portals.items()}

    def channel_nights(self, nights: tuple[NightFact, ...]) -> list[ChannelNightFact]:
        return load.load_channel_nights(self.session, nights, self.portal)

    def histories(self, *, days: int = 0) -> list[History]:
        """One history a portal; channel nights of the deciding nights, or of the last `days` when that is longer."""
        if days not in self._histories:
            self._histories[days] = self._load_histories(days)
        return self._histories[days]

    def _load_histories(self, days: int) -> list[History]:
        nights = list(last_nights(self.nights, self.rules.thresholds.nights_window))
        since = self.as_of - timedelta(days=days)
        nights += [n for n in self.nights if n.night >= since and n not in nights]
        rows = by_portal(self.channel_nights(tuple(nights)))
        doors = load.load_door_days(self.session, nights, self.portal)
        kinds = load_door_kinds(self.session, nights, self.portal)
        homes = load_home_visits(self.session, nights, self.portal)
        channels, posts = by_portal(list(self._channels_then)), by_portal(list(self._posts_then))
        return [
            History(
                portal, self.nights, {row.night: row for row in self.nights_of.get(code, [])},
                tuple(channels.get(code, [])), index_nights(rows.get(code, [])), tuple(posts.get(code, [])),
                self.broken, doors.get(code), self.excused[code], kinds.get(code, ()), home_visits=homes.get(code, {}),
                shown=self.post_lists, provincial=self.hosts[0], listed=self.hosts[1],
            )
            for code, portal in self.portals.items()
        ]

    @cached_property
    def hosts(self) -> tuple[frozenset[str], frozenset[str]]:
        """(hosts of the provincial portal, hosts that its home pages and its menu lead to)."""
        ours = load_provincial(self.session, self.period.end)
        listed = load_home_hosts(self.session, self.nights, ours)
        for code in ours:
            now = load.load_channels(self.session, code)
            menu = put_back_channels(self.session, now, code, self.period.end) if self._later else now
            listed |= link_hosts(c.url for c in menu if c.kind == "external" and c.first_seen <= self.period.end)
        return frozenset(link_hosts(p.url for p in ours.values())), frozenset(listed)

    def activities(self) -> list[Activity]:
        """Active, inactive or unknown, one verdict a portal."""
        return [judge_activity(history, self.rules.thresholds) for history in self.histories()]

    def sections(self) -> list[SectionVerdict]:
        """All sections of all portals."""
        matchers = self.rules.matchers
        return [
            verdict for history in self.histories(days=self.rules.thresholds.page_window)
            for verdict in judge_sections(
                history, self.rules.sections, matchers, self.rules.thresholds, self.as_of, self.rules.calendar)
        ]

    def deadlines(self) -> list[Deadline]:
        """The period's questions with their deadlines, as of today or the period's end."""
        day = min(self.today, self.period.end)
        found = questions_in(self._questions_then, self.period)
        return [judge_question(q, self.rules.calendar, self.rules.thresholds.answer_days, day) for q in found]

    @cached_property
    def absences(self) -> Absences:
        """When the lists of posts that may be back-dated were seen without them."""
        limit = self.rules.thresholds.backdated_days
        asked = [p for p in self.posts if is_candidate(p, limit)]
        lists = load_post_lists(self.session, [p.id for p in asked])
        until = max((p.first_seen for p in asked), default=date.min)
        return Absences(load_list_nights(self.session, channels_of(asked, lists), until), lists)

    def backdated(self, post: PostFact) -> int | None:
        """Days by which a post was dated back, where a night proves it."""
        return backdated_days(post, self.rules.thresholds.backdated_days, self.absences)

    def posts_in_period(self) -> list[PostFact]:
        """Posts dated in the period; undated and back-dated ones when they were first seen in it."""
        return [p for p in self.posts if self._in_period(p)]

    def _in_period(self, post: PostFact) -> bool:
        if self.period.has(post.published_on):
            return True
        return self.period.has(post.first_seen) and (post.published_on is None or bool(self.backdated(post)))


def by_portal(rows: list[OfPortal]) -> dict[str, list[OfPortal]]:
    """Rows by their portal's code, in their order."""
    found: dict[str, list[OfPortal]] = {}
    for row in rows:
        found.setdefault(row.portal, []).append(row)
    return found
