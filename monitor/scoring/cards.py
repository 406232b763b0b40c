"""A scorecard: for each component every line with its reason, what the machine said and what a person decided."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from monitor.scoring.facts import Decision
from monitor.scoring.rubric import ComponentName

State = Literal["final", "provisional", "unknown"]
LineKind = Literal["deduction", "advice", "covered", "unproven"]


@dataclass(frozen=True, slots=True)
class Line:
    """One fault on a card. `points` are taken; `machine_points` are what the rubric alone would take;
    a line that is not `sure` still waits for people to confirm it."""

    kind: LineKind
    item: str
    title: str
    fault: str
    points: Decimal
    machine_points: Decimal
    why: str
    evidence: tuple[str, ...] = ()
    measured: str = ""
    units: int = 1
    decision: Decision | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ComponentCard:
    """One component. `score` is None when too little is known; `open` says what is still missing for a final one,
    `flags` which figures cannot be true, `rule` which rule of the rubric decided."""

    component: ComponentName
    max: Decimal
    bonus_max: Decimal
    lines: tuple[Line, ...]
    bonus: Decimal
    bonus_why: str
    score: Decimal | None
    machine_score: Decimal | None
    state: State
    open: tuple[str, ...] = ()
    coverage: Decimal = Decimal(100)
    decision: Decision | None = None
    flags: tuple[str, ...] = ()
    rule: str = ""

    def of_kind(self, kind: LineKind) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.kind == kind)

    @property
    def deducted(self) -> Decimal:
        return sum((line.points for line in self.of_kind("deduction")), Decimal(0))


@dataclass(frozen=True, slots=True)
class Scorecard:
    """One portal under one rubric; `reason` says why it is not scored, when it is not."""

    portal: str
    name: str
    rubric: str
    block: str | None
    components: tuple[ComponentCard, ...]
    total: Decimal | None
    total_why: str
    state: State
    coverage: Decimal
    reason: str = ""

    def component(self, name: ComponentName) -> ComponentCard | None:
        return next((c for c in self.components if c.component == name), None)


def short_number(evidence: str) -> str:
    """The number of a finding as people read it: the beginning of its fingerprint, enough for `notes --explain`."""
    return evidence[:8] if re.fullmatch(r"[0-9a-f]{20}", evidence) else evidence


def decide_score(card: ComponentCard, decisions: Iterable[Decision]) -> ComponentCard:
    """The card with a person's score in place of the machine's, which stays readable beside it."""
    mine = [d for d in decisions if not d.item and d.action == "change_points"]
    if not mine:
        return card
    decision = max(mine, key=lambda d: (d.at, repr(d)))
    score = min(decision.points, card.max + card.bonus_max)
    bonus = max(Decimal(0), score - card.max)
    return replace(card, score=score, bonus=bonus, decision=decision, state="final", open=())


def open_proposals(card: ComponentCard, waiting: Sequence[Decision]) -> ComponentCard:
    """The card with what a second person has still to answer: it changes no number, and nothing is final before."""
    if not waiting:
        return card
    said = tuple(f"{d.source} ({d.by}: {d.reason}) chờ người thứ hai duyệt" for d in waiting)
    return replace(card, open=(*card.open, *said), state="provisional" if card.state == "final" else card.state)
