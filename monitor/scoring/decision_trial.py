"""One decision on a finding, on trial: the card of its portal before and after; nothing is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from monitor.scoring.cards import Line, Scorecard
from monitor.scoring.facts import Decision, Facts
from monitor.scoring.rubric import Rubric
from monitor.scoring.score import score_portal

Verdict = Literal["confirm", "waive"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A line of the card that costs something else after the decision."""

    title: str
    fault: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True, slots=True)
class DecisionTrial:
    """`shifts` may be empty: another fault of the item may stand for the same points."""

    before: Scorecard
    after: Scorecard
    shifts: tuple[Shift, ...]


def try_decision(
    facts: Facts, decisions: Sequence[Decision], rubric: Rubric, day: date, wanted: tuple[str, Verdict, str, datetime]
) -> DecisionTrial:
    """`wanted`: the finding, what would be decided, by whom and when. It counts for every fault that rests on it."""
    mark, action, person, at = wanted
    tried = {Decision(facts.portal, "information", action, "bản thử", "bản thử", f.item, f.fault, by=person, at=at,
                      finding=mark)
             for f in facts.faults if mark in f.evidence}
    kept = [d for d in decisions if d.finding != mark or d.action == action]
    before = score_portal(facts, decisions, rubric, day)
    after = score_portal(facts, [*kept, *tried], rubric, day)
    then = _lines(after)
    return DecisionTrial(before, after, tuple(
        Shift(line.title, line.fault, line.points, then[key].points)
        for key, line in _lines(before).items() if key in then and line.points != then[key].points))


def _lines(card: Scorecard) -> dict[tuple[str, str, str], Line]:
    return {(part.component, line.item, line.fault): line for part in card.components for line in part.lines}
