"""How many points a fault takes under a rubric, and so how many come back when it is put right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.scoring.facts import Facts
from monitor.scoring.members import find_block, why_not_scored
from monitor.scoring.rubric import Item, Rubric, SectionCheck


@dataclass(frozen=True, slots=True)
class Return:
    """The item of the rubric that a section belongs to and what one fault costs there; an item is charged once."""

    item: str
    title: str
    points: Decimal


def point_returns(facts: Facts, rubric: Rubric, day: date, faults: Iterable[tuple[str, str]]) -> dict[str, Return]:
    """Section -> what comes back, for (section, fault) pairs of one portal; sections without an item are left out."""
    block = find_block(facts, "information", rubric, day)
    if block is None or why_not_scored(facts, rubric, day):
        return {}
    items = {section: item for item in rubric.blocks[block].items for check in item.checks
             if isinstance(check, SectionCheck) for section in check.sections}
    return {section: _return(items[section], fault, rubric) for section, fault in faults
            if section in items and fault in rubric.faults}


def total_return(returns: Iterable[Return]) -> Decimal:
    """What comes back altogether: of several faults at one item only the dearest was charged."""
    dearest: dict[str, Decimal] = {}
    for one in returns:
        dearest[one.item] = max(dearest.get(one.item, Decimal(0)), one.points)
    return sum(dearest.values(), Decimal(0))


def _return(item: Item, fault: str, rubric: Rubric) -> Return:
    limits = [x for x in (item.cap, item.weight) if x is not None]
    return Return(item.code, item.title, min([rubric.price(item, fault), *limits]))
