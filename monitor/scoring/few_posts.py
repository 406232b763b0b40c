"""Few posts of a period as findings of the night on which the period ends: kept, sealed and explained like all others.

Nights judge what stands today; "few in the quarter" can only be said when the quarter is over. So the last two nights
of a quarter, half year, nine months or year find it (the second when the first did not count), under the rubric in
force, with the period in the finding's subject: every period has its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from monitor.findings import Finding
from monitor.office import Office
from monitor.periods import Period, parse_period
from monitor.rules import Rules
from monitor.scoring.counting import PostCounter
from monitor.scoring.facts import Facts
from monitor.scoring.members import find_block, why_not_scored
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import choose_rubric

FORMS = ("{}-Q1", "{}-Q2", "{}-Q3", "{}-Q4", "{}-6M", "{}-9M", "{}")


def find_few_posts(session: Session, rules: Rules, rubrics: Sequence[Rubric], night: date) -> list[Finding]:
    """What the periods that end with this night have too little of, and what clears it."""
    found: list[Finding] = []
    for period in ending_periods(night):
        try:
            rubric = choose_rubric(rubrics, period.end)
        except LookupError:  # no criteria were in force: nothing is few
            continue
        found += _judge(Office(session, rules, period, night), rubric)
    return found


def ending_periods(night: date) -> list[Period]:
    """The reporting periods whose last day is this night's or the next one."""
    periods = (parse_period(form.format(night.year)) for form in FORMS)
    return [p for p in periods if night <= p.end <= night + timedelta(days=1)]


def _judge(office: Office, rubric: Rubric) -> Iterator[Finding]:
    counter = PostCounter(office)
    for code, portal in sorted(office.portals.items()):
        plain = Facts(code, portal.name, portal.group, portal.scored)
        block = find_block(plain, "information", rubric, office.period.end)
        if block is None or why_not_scored(plain, rubric, office.period.end):
            continue
        for sections, check in sorted(rubric.few_posts_checks(block).items()):
            counted = counter.count(code, sections, rubric.thresholds[check.threshold])
            if counted.posts is not None:
                yield counted.posts
