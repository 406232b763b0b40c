"""The information component: the highest score, less what the faults cost, plus the bonus a person gave.

Laws that the tests hold it to: a further fault never raises the score; the order of facts does not matter; an item is
charged once; faults that follow from another one are not charged beside it; nothing unseen is charged.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from monitor.scoring.cards import ComponentCard, Line, State
from monitor.scoring.charges import charge_items
from monitor.scoring.facts import Award, Decision, Facts
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import Block, Item, PersonCheck, Rubric


def score_information(facts: Facts, decisions: Sequence[Decision], rubric: Rubric, block: Block) -> ComponentCard:
    """The component's card, with a line for everything that was found, charged or not."""
    scale = block.information
    items = {item.code: item for item in block.items if item.code not in facts.not_applicable}
    lines = charge_items(facts, [d for d in decisions if d.item], rubric, items, scale_up(block, items))
    advices = tuple(_advice(a.item, a.fault, a.evidence, items) for a in sorted(set(facts.advices)) if a.item in items)
    taken = sum((line.points for line in lines), Decimal(0))
    machine = sum((line.points for line in charge_items(facts, [], rubric, items, scale_up(block, items))), Decimal(0))
    award = _awarded(decisions) or facts.award
    bonus = min(award.points, scale.bonus) if award else Decimal(0)
    machine_bonus = min(facts.award.points, scale.bonus) if facts.award else Decimal(0)
    coverage = _coverage(facts, items)
    waiting = [line for line in lines if not line.sure and line.kind in ("deduction", "unproven")]
    opened = (
        *(f"{items[u.item].title}: {u.reason}" for u in sorted({*facts.unseen, *facts.uncounted}) if u.item in items),
        *(f"{line.title}: {rubric.faults[line.fault].title}, chờ người xác nhận" for line in waiting),
        *(() if award or not scale.bonus else ("điểm khuyến khích: chờ người chấm",)),
    )
    needed = rubric.coverage_needed.value or Decimal(0)
    state: State = "unknown" if coverage < needed else "provisional" if opened else "final"
    known = state != "unknown"
    return ComponentCard(
        "information", scale.max, scale.bonus, (*lines, *advices), bonus, _bonus_words(award, bonus),
        max(block.floor, scale.max - taken) + bonus if known else None,
        max(block.floor, scale.max - machine) + machine_bonus if known else None, state, opened, coverage,
    )


def scale_up(block: Block, items: Mapping[str, Item]) -> Decimal:
    """What a point of an applicable item counts: the weights of items that do not apply are shared by the others."""
    whole = sum((i.weight for i in block.items if i.weight is not None), Decimal(0))
    left = sum((i.weight for i in items.values() if i.weight is not None), Decimal(0))
    return whole / left if left else Decimal(1)


def _advice(item: str, fault: str, evidence: tuple[str, ...], items: Mapping[str, Item]) -> Line:
    nothing = Decimal(0)
    return Line("advice", item, items[item].title, fault, nothing, nothing, "chỉ đề nghị, không trừ điểm", evidence)


def _coverage(facts: Facts, items: Mapping[str, Item]) -> Decimal:
    """Per cent of the items a machine or person looked at, by weight where there are weights."""
    shares = {code: item.weight if item.weight is not None else Decimal(1) for code, item in items.items()
              if not all(isinstance(check, PersonCheck) for check in item.checks)}
    unseen = {u.item for u in facts.unseen}
    whole = sum(shares.values(), Decimal(0))
    seen = sum((share for code, share in shares.items() if code not in unseen), Decimal(0))
    return (100 * seen / whole).quantize(Decimal("0.1")) if whole else Decimal(100)


def _awarded(decisions: Sequence[Decision]) -> Award | None:
    """The bonus that people gave last."""
    given = max((d for d in decisions if d.action == "award"), key=lambda d: (d.at, repr(d)), default=None)
    return Award(given.points, (given.reason,), (given.source,)) if given else None


def _bonus_words(award: Award | None, bonus: Decimal) -> str:
    if award is None:
        return ""
    return f"cộng {points_words(bonus)} điểm khuyến khích: {', '.join(award.criteria)}"
