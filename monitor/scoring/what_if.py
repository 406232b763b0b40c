"""The rubric time machine: any facts under any rubric, with thresholds and points changed on trial.

A trial never touches a file: the rubric is changed in memory, checked like a file, and the same facts are scored again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from monitor.scoring.cards import Scorecard
from monitor.scoring.facts import Decision, Facts
from monitor.scoring.rubric import COMPONENTS, ComponentName, PersonCheck, Rubric
from monitor.scoring.rubric_files import RubricError, parse_rubric
from monitor.scoring.score import score_portal


@dataclass(frozen=True, slots=True)
class Crossing:
    """A portal whose score differs between two scorings; `band` are the floors of the bands it falls into."""

    portal: str
    name: str
    component: ComponentName
    before: Decimal | None
    after: Decimal | None
    band_before: Decimal | None
    band_after: Decimal | None

    @property
    def crosses(self) -> bool:
        return self.band_before != self.band_after


@dataclass(frozen=True, slots=True)
class Idle:
    """A criterion that tells nobody apart: all `portals` of its block lost, or gained, the same `points`."""

    block: str
    item: str
    title: str
    points: Decimal
    portals: int
    by_person: bool


def score_all(facts: Iterable[Facts], decisions: Sequence[Decision], rubric: Rubric, day: date) -> list[Scorecard]:
    """Every portal's card under one rubric."""
    of: dict[str, list[Decision]] = {}
    for decision in decisions:
        of.setdefault(decision.portal, []).append(decision)
    return [score_portal(f, of.get(f.portal, ()), rubric, day) for f in facts]


def change_rubric(rubric: Rubric, changes: Mapping[str, Decimal], sections: Iterable[str]) -> Rubric:
    """The rubric with other numbers: {"faults.few_items.points": 2, "blocks.gov.items.vb_cddh.points.few_items": 3}.

    In a list a place is named by its code or id. `RubricError` names what does not exist or does not fit.
    """
    table = rubric.model_dump()
    for path, value in changes.items():
        set_field(table, path, int(value) if value == value.to_integral_value() else value)
    return parse_rubric(_without_none(table), sections)


def compare_scores(
    before: Iterable[Scorecard], after: Iterable[Scorecard], rubrics: tuple[Rubric, Rubric]
) -> list[Crossing]:
    """Every portal and component whose score differs, portals that cross a band first."""
    others = {card.portal: card for card in after}
    found = [
        Crossing(card.portal, card.name, component, one, two, _band(card, component, one, rubrics[0]),
                 _band(others[card.portal], component, two, rubrics[1]))
        for card in before if card.portal in others for component in COMPONENTS
        if (one := _score(card, component)) != (two := _score(others[card.portal], component))
    ]
    return sorted(found, key=lambda c: (not c.crosses, c.portal, c.component))


def find_idle(cards: Sequence[Scorecard], rubric: Rubric) -> list[Idle]:
    """Criteria that make no difference between the portals of a block; the bonus is one of them."""
    found = []
    for code, block in rubric.blocks.items():
        parts = [p for c in cards if c.block == code and (p := c.component("information")) and p.score is not None]
        if len(parts) < 2:
            continue
        for item in block.items:
            lost = {sum((x.points for x in p.lines if x.item == item.code), Decimal(0)) for p in parts}
            if len(lost) == 1:
                by_person = all(isinstance(check, PersonCheck) for check in item.checks)
                found.append(Idle(code, item.code, item.title, lost.pop(), len(parts), by_person))
        gained = {p.bonus for p in parts}
        if len(gained) == 1:
            found.append(Idle(code, "bonus", "Điểm khuyến khích", gained.pop(), len(parts), True))
    return found


def _score(card: Scorecard, component: ComponentName) -> Decimal | None:
    part = card.component(component)
    return part.score if part is not None else None


def _band(card: Scorecard, component: ComponentName, score: Decimal | None, rubric: Rubric) -> Decimal | None:
    """The floor of the highest band that a score reaches; only the information component has bands."""
    if score is None or card.block is None or component != "information":
        return None
    return next((floor for floor in rubric.blocks[card.block].bands if score >= floor), Decimal(0))


def set_field(table: Any, path: str, value: float | str | Decimal) -> None:  # noqa: ANN401 - a table read from TOML
    """Put a value in a table in memory; a place in a list is named by its code or id."""
    inside: Any = table
    *way, last = path.split(".")
    for step in way:
        inside = _enter(inside, step, path)
    known = isinstance(inside, dict) and (last in inside or last == "value" or "points" in way)
    if not known:
        raise RubricError([(path, "không có trường này")])
    inside[last] = value


def _enter(inside: Any, step: str, path: str) -> Any:  # noqa: ANN401 - a table read from TOML
    if isinstance(inside, dict) and step in inside:
        return inside[step]
    if isinstance(inside, list | tuple):
        for entry in inside:
            if isinstance(entry, dict) and step in (entry.get("code"), entry.get("id")):
                return entry
    raise RubricError([(path, f"không có {step!r}")])


def _without_none(table: Any) -> Any:  # noqa: ANN401 - a table read from TOML
    """TOML knows no null: a field without a value is left out."""
    if isinstance(table, dict):
        return {key: _without_none(value) for key, value in table.items() if value is not None}
    return [_without_none(value) for value in table] if isinstance(table, list | tuple) else table
