"""A remark in the office's own style: appraisal; faults with their points; advice without; the bonus.

* Cơ bản duy trì cập nhật thông tin, CSDL theo quy định. Tuy nhiên cập nhật văn bản chỉ đạo điều hành còn ít
(trừ 1 điểm) [BC-12]. Đề nghị bổ sung …; Cộng 5 điểm khuyến khích đảm bảo font chữ, có ảnh minh họa, trình bày đẹp.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from monitor.scoring.cards import ComponentCard, Line, Scorecard, short_number
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import Block, Item, Rubric


def write_remark(card: Scorecard, rubric: Rubric) -> str:
    """The remark on one portal's information component; why there is none, when it is not scored or not known."""
    part = card.component("information")
    if card.block is None or part is None:
        return f"Không chấm điểm: {card.reason or rubric.not_listed_reason}."
    if part.score is None:
        return f"Chưa đủ căn cứ để chấm điểm: quan sát được {points_words(part.coverage)}% số tiêu chí."
    block = rubric.blocks[card.block]
    items = {item.code: item for item in block.items}
    charged = sorted(part.of_kind("deduction"), key=lambda line: (-line.points, list(items).index(line.item)))
    advice = _advise(part.of_kind("advice"), items, rubric)
    text = " ".join(f"{sentence}." for sentence in (_open(part, charged, bool(advice), items, rubric), *advice))
    return f"* {text[:-1]}; {_bonus(part, block)}" if part.bonus else f"* {text}"


def _open(
    part: ComponentCard, charged: Sequence[Line], advised: bool, items: dict[str, Item], rubric: Rubric
) -> str:
    """The appraisal and the faults; somebody who is given advice has not done everything."""
    lost = min(100 * part.deducted / part.max, Decimal(100))  # faults can cost more than there is
    fitting = [a for a in rubric.appraisals if lost <= a.up_to]
    opening = fitting[1] if advised and not charged and len(fitting) > 1 else fitting[0]
    if not charged:
        return f"{opening.text} (đạt {points_words(part.max)} điểm)"
    link = ". Tuy nhiên " if opening.link == "Tuy nhiên" else ", cụ thể: "
    return f"{opening.text}{link}{_faults(charged, items, rubric)}"


def _faults(charged: Sequence[Line], items: dict[str, Item], rubric: Rubric) -> str:
    """Faults of one kind are told together: their common words, then each item with its points."""
    by_class: dict[str, list[Line]] = {}
    for line in charged:
        by_class.setdefault(line.fault, []).append(line)
    parts = []
    for fault, lines in by_class.items():
        same = [line for line in lines if fault not in items[line.item].phrases and not _reminded(line)]
        if len(same) > 1:
            listed = "; ".join(f"{line.title}{_cost(line)}" for line in same)
            parts.append(f"{rubric.faults[fault].many}: {listed}")
            lines = [line for line in lines if line not in same]
        parts += [f"{word_fault(items[line.item], fault, rubric)}{_reminded(line)}{_cost(line)}" for line in lines]
    return "; ".join(parts)


def _reminded(line: Line) -> str:
    """Why a person took more than usual."""
    decision = line.decision
    return f", {decision.reason}" if decision is not None and decision.action == "aggravate" else ""


def word_fault(item: Item, fault: str, rubric: Rubric) -> str:
    """One fault at one item, to stand inside a sentence."""
    return item.phrases.get(fault, rubric.faults[fault].phrase).format(noun=item.noun, title=item.title)


def word_advice(items: Sequence[Item], fault: str, rubric: Rubric) -> str:
    """What to do about one kind of fault, to stand after "Đề nghị"."""
    return rubric.faults[fault].advice.format(noun=join_words([i.noun for i in items]), title=items[0].title)


def _cost(line: Line) -> str:
    """(trừ 0,5 điểm) and the evidence's numbers; several empty parts as the office writes them."""
    each = f" - trừ {points_words(line.points / line.units)} điểm/mục/{line.units} mục"
    points = each if line.units > 1 and not line.points % line.units else f" (trừ {points_words(line.points)} điểm)"
    return f"{points} [{', '.join(map(short_number, line.evidence))}]" if line.evidence else points


def _advise(lines: Sequence[Line], items: dict[str, Item], rubric: Rubric) -> list[str]:
    """One sentence for "Đề nghị …", one for "Lưu ý …"; the same advice is said once, about all its items."""
    by_class: dict[str, list[Item]] = {}
    for line in lines:
        mine = by_class.setdefault(line.fault, [])
        if items[line.item] not in mine:
            mine.append(items[line.item])
    found: dict[str, list[str]] = {"Đề nghị": [], "Lưu ý": []}
    for fault, mine in by_class.items():
        together = "{title}" not in rubric.faults[fault].advice
        words = [word_advice(mine, fault, rubric)] if together else [word_advice([i], fault, rubric) for i in mine]
        found[rubric.faults[fault].lead] += dict.fromkeys(words)
    return [f"{lead} {join_words(words)}" for lead, words in found.items() if words]


def join_words(words: Sequence[str]) -> str:
    """a; a và b; a; b; c – with "và" only between two that hold none themselves."""
    if len(words) == 2 and not any(" và " in word for word in words):
        return " và ".join(words)
    return "; ".join(words)


def _bonus(part: ComponentCard, block: Block) -> str:
    said = ", ".join(block.bonus_criteria)
    return f"Cộng {points_words(part.bonus)} điểm khuyến khích {said}."

