"""Posts of the period in the lists that stand for a section: few of them is a finding with a certificate, or nothing.

Counted in the portal's favour: posts whose day cannot be read count when they were first seen in the period, and a
period that is not over has no "few" at all. Nights walk lists back to the beginning of their own quarter only: a period
of several quarters has a number when each of them was seen by a night near its end.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from functools import cached_property
from math import ceil

from monitor.coverage import certify
from monitor.facts import History
from monitor.find import coverage_rules
from monitor.findings import Finding, Measure, rule_digest
from monitor.matching import Match
from monitor.office import Office
from monitor.periods import Period
from monitor.scoring.rubric import Threshold
from monitor.scoring.sightings import Counted
from monitor.sections import KINDS
from monitor.words import count_words, day_words

#: A night walks back to two weeks before its quarter (crawler.limits): so much of the one before it sees again.
OVERLAP = timedelta(days=14)


def quarter_ends(period: Period) -> list[date]:
    """The last day of every quarter that the period has days of, or of the period."""
    ends, day = [], period.start
    while day <= period.end:
        month = (day.month + 2) // 3 * 3
        end = date(day.year, month, monthrange(day.year, month)[1])
        ends.append(min(end, period.end))
        day = end + timedelta(days=1)
    return ends


class PostCounter:
    """Counts for one office; each table is read once."""

    def __init__(self, office: Office) -> None:
        self.office = office

    @cached_property
    def _per_channel(self) -> dict[int, set[int]]:
        """Channel -> posts of the period that one of its nights listed."""
        found: dict[int, set[int]] = {}
        for post in self.office.posts_in_period():
            for channel in self.office.post_lists.get(post.id, ()):
                found.setdefault(channel, set()).add(post.id)
        return found

    @cached_property
    def _matches(self) -> dict[str, dict[str, list[Match]]]:
        matchers = self.office.rules.matchers
        return {h.portal.code: matchers[KINDS[h.portal.group]].match(h.channels) for h in self._histories.values()}

    @cached_property
    def _histories(self) -> dict[str, History]:
        return {h.portal.code: h for h in self.office.histories()}

    @cached_property
    def _seen(self) -> dict[str, set[date]]:
        """Portal -> the nights that count and saw it."""
        usable = {n.night for n in self.office.nights if n.usable}
        found: dict[str, set[date]] = {}
        for row in self.office.portal_nights:
            if row.seen and row.night in usable:
                found.setdefault(row.portal, set()).add(row.night)
        return found

    def _was_seen(self, portal: str, end: date) -> bool:
        """Whether a night of the last two weeks before `end` saw the portal."""
        return any(end - OVERLAP <= night <= end for night in self._seen.get(portal, ()))

    def count(self, portal: str, sections: tuple[str, ...], threshold: Threshold) -> Counted:
        """The posts of some sections of a portal against a threshold of the rubric; without a certificate, or while
        nobody has set the threshold, there is no number to hold against it."""
        office, history = self.office, self._histories[portal]
        if threshold.value is None:
            return Counted(None)
        channels = {m.channel.id for s in sections for m in self._matches[portal].get(s, [])}
        if not channels:
            return Counted(None)
        if office.as_of < office.period.end - timedelta(days=1):
            return Counted(None, why_not="kỳ chưa hết")
        blind = next((d for d in quarter_ends(office.period) if not self._was_seen(portal, d)), None)
        if blind is not None:
            return Counted(None, why_not=f"hai tuần trước ngày {day_words(blind)} không có đêm nào quan sát được")
        certificate = certify(history, office.rules.thresholds, channels)
        if not certificate.holds:
            return Counted(None, why_not=certificate.why_not)
        number = len(set[int]().union(*(self._per_channel.get(c, set()) for c in channels)))
        visits = tuple(sorted({v for g in certificate.grounds for v in g.visits}))
        sentence = (f"{count_words(number)} tin, văn bản từ {day_words(office.period.start)} đến "
                    f"{day_words(office.period.end)}. {certificate.sentence()}")
        few = number < threshold.value
        measure = Measure("few_posts", threshold.title, ceil(threshold.value), threshold.unit, threshold.status)
        rule = rule_digest(sections, str(threshold.value), coverage_rules(office.rules.thresholds))
        subject = f"{sections[0]} {office.period.start}..{office.period.end}"
        return Counted(Finding("few_posts", portal, subject, "few" if few else "enough", few, sentence,
                               {"posts": number}, {"posts": number}, measure, (), certificate, visits, rule), number)
