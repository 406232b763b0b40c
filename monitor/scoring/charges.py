"""Which faults of a portal are charged, and which are only mentioned because another one already stands for them.

One item is charged once: by the fault that costs most, so that learning of a further fault never helps. A cause that
covers its consequences (a portal left alone) is charged instead of them when it costs at least as much, else they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.scoring.cards import Line, LineKind
from monitor.scoring.facts import Decision, Facts, Fault
from monitor.scoring.prices import points_words, round_points
from monitor.scoring.rubric import Item, Rubric

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class _Priced:
    """A fault with its evidence merged, priced by the rubric and by a person."""

    item: Item
    fault: str
    points: Decimal
    line: Line


def charge_items(
    facts: Facts, decisions: Iterable[Decision], rubric: Rubric, items: Mapping[str, Item], factor: Decimal
) -> tuple[Line, ...]:
    """One line for every (item, fault) that was found; `factor` is what a point counts."""
    found: dict[tuple[str, str], list[Fault]] = {}
    for fault in sorted(set(facts.faults)):
        if fault.item in items and fault.fault in rubric.faults:
            found.setdefault((fault.item, fault.fault), []).append(fault)
    decided: dict[tuple[str, str], list[Decision]] = {}
    for decision in decisions:
        decided.setdefault((decision.item, decision.fault), []).append(decision)
    priced = [_price(items[item], fault, rows, decided.get((item, fault), []), rubric, factor)
              for (item, fault), rows in sorted(found.items())]
    charged = [p for p in priced if p.line.kind == "deduction"]
    others = [p.line for p in priced if p.line.kind != "deduction"]
    return (*_settle(charged, rubric), *others)


def _price(
    item: Item, fault: str, rows: Sequence[Fault], decisions: Sequence[Decision], rubric: Rubric, factor: Decimal
) -> _Priced:
    waived = {d.finding for d in decisions if d.action == "waive" and d.finding}
    left = [row for row in rows if not (row.evidence and waived.issuperset(row.evidence))]
    price = rubric.price(item, fault)

    def worth(some: Sequence[Fault]) -> Decimal:
        units = _units(some) if item.per_subject else 1
        limit = min((x for x in (item.cap, item.weight) if x is not None), default=price * units)
        return round_points(min(price * units, limit) * factor, rubric.step)

    machine = worth(rows)
    whole = (d for d in decisions if d.action != "confirm" and not (d.finding and left))
    newest = max(whole, key=lambda d: (d.at, repr(d)), default=None)
    gone, rows = len(rows) - len(left), left or rows
    units = _units(rows) if item.per_subject else 1
    points = _decide(worth(rows), newest)
    grade = min(row.grade for row in rows)
    people = frozenset[str]().union(*(d.people for d in decisions if d.action != "waive"))
    charged = grade != "C" or bool(people)
    why = f"{rubric.faults[fault].title}: {points_words(price)} điểm" + (f" x {units} mục" if units > 1 else "")
    if left and gone:
        why += f"; {gone} phát hiện được miễn trừ, không tính"
    if newest is not None:
        why += f"; người quyết định {points_words(points)} điểm ({newest.reason}; {newest.source})"
    kind: LineKind = "advice" if not points else "deduction" if charged else "unproven"
    line = Line(
        kind, item.code, item.title, fault, points if charged else NOTHING, machine, why,
        tuple(sorted({e for row in rows for e in row.evidence})),
        "; ".join(sorted({row.measured for row in rows if row.measured})), units, newest,
        sure=grade == "A" or len(people) > 1,
    )
    return _Priced(item, fault, points, line)


def _units(rows: Iterable[Fault]) -> int:
    """How many parts of an item are at fault: each subject once."""
    most: dict[str, int] = {}
    for row in rows:
        most[row.subject] = max(most.get(row.subject, 0), row.units)
    return sum(most.values())


def _decide(machine: Decimal, decision: Decision | None) -> Decimal:
    if decision is None or decision.action == "confirm":
        return machine
    if decision.action == "waive":
        return NOTHING
    return machine + decision.points if decision.action == "aggravate" else decision.points


def _settle(charged: Sequence[_Priced], rubric: Rubric) -> list[Line]:
    """The dearest of all ways to charge that name no fault twice: a cause beside what it does not cover, or, without
    causes, everything that was found. Each way can only grow with a further fault, so the dearest can too."""
    causes = [p for p in charged if rubric.faults[p.fault].covers]
    best = _dearest([p for p in charged if p not in causes])
    for cause in causes:
        covers = rubric.faults[cause.fault].covers
        plan = _dearest([p for p in charged if p.fault not in covers or p.item is cause.item])
        if _cost(plan) >= _cost(best):
            best = plan
    return [p.line if best.get(p.item.code) is p else _cover(p, best, causes, rubric) for p in charged]


def _dearest(charged: Sequence[_Priced]) -> dict[str, _Priced]:
    """The fault of each item that costs most."""
    found: dict[str, _Priced] = {}
    for priced in charged:
        if priced.item.code not in found or priced.points > found[priced.item.code].points:
            found[priced.item.code] = priced
    return found


def _cost(plan: Mapping[str, _Priced]) -> Decimal:
    return sum((p.points for p in plan.values()), NOTHING)


def _cover(priced: _Priced, best: Mapping[str, _Priced], causes: Sequence[_Priced], rubric: Rubric) -> Line:
    """The line of a fault that another one already stands for."""
    by = best.get(priced.item.code) or next((c for c in causes if best.get(c.item.code) is c), None)
    said = f"đã tính trong lỗi “{rubric.faults[by.fault].title}” của mục {by.item.title}" if by else "đã trừ ở từng mục"
    return replace(priced.line, kind="covered", points=NOTHING, why=f"{priced.line.why}; {said}")
