"""Who is judged, in which block, for which component: a list of the rubric, different for each component and period."""

from __future__ import annotations

from datetime import date

from monitor.scoring.facts import Facts
from monitor.scoring.rubric import COMPONENTS, ComponentName, Rubric


def find_block(facts: Facts, component: ComponentName, rubric: Rubric, day: date) -> str | None:
    """The block of a portal for a component on a day; a portal named by code before one named by its group."""
    rows = [m for m in rubric.membership if component in m.components and m.valid_from <= day
            and (m.valid_to is None or day <= m.valid_to)]
    named = [m.block for m in rows if facts.portal in m.codes]
    grouped = [m.block for m in rows if facts.group in m.groups]
    return next(iter((*named, *grouped)), None)


def why_not_scored(facts: Facts, rubric: Rubric, day: date) -> str:
    """Why a portal is not scored at all; empty when it is."""
    if facts.scored != "yes":
        return facts.scored
    for row in rubric.not_scored:
        if facts.portal in row.codes:
            return row.reason
    if any(find_block(facts, component, rubric, day) for component in COMPONENTS):
        return ""
    return next((row.reason for row in rubric.not_scored if facts.group in row.groups), rubric.not_listed_reason)
