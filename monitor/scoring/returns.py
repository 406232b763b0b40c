"""How many points come back when a portal's faults are put right: what its scorecard took, line by line, once each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.scoring.cards import Line, Scorecard


@dataclass(frozen=True, slots=True)
class Return:
    """What the card says of one thing to put right. `points` come back with it; 0 when they were counted with an
    earlier one of the same item (`shared`), or when nothing was taken for it."""

    line: Line | None
    points: Decimal
    shared: bool = False


def point_returns(card: Scorecard, findings: Iterable[str]) -> dict[str, Return]:
    """Finding -> what comes back, in the order given: an item that several of them belong to comes back once."""
    lines = _information(card)
    returns: dict[str, Return] = {}
    taken: set[str] = set()
    for finding in findings:
        mine = [line for line in lines if finding in line.evidence]
        charged = [line for line in lines if line.kind == "deduction" and line.item in {m.item for m in mine}]
        line = next(iter(charged or mine), None)
        shared = bool(charged) and charged[0].item in taken
        returns[finding] = Return(line, charged[0].points if charged and not shared else Decimal(0), shared)
        taken |= {line.item for line in charged}
    return returns


def other_charges(card: Scorecard, returns: Iterable[Return]) -> list[Line]:
    """The deductions of items that no return speaks of: few posts, a portal left alone, a period's own faults."""
    told = {r.line.item for r in returns if r.line is not None}
    return [line for line in _information(card) if line.kind == "deduction" and line.item not in told]


def total_return(card: Scorecard) -> Decimal:
    """All that was taken from the information component."""
    return sum((line.points for line in _information(card) if line.kind == "deduction"), Decimal(0))


def _information(card: Scorecard) -> Sequence[Line]:
    part = card.component("information")
    return part.lines if part is not None else ()
