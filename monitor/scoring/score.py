"""The scorecard of one portal: a pure function of facts, decisions, a rubric and the day that decides membership."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from monitor.scoring.cards import ComponentCard, Scorecard, State, decide_score, open_proposals
from monitor.scoring.facts import Decision, Facts
from monitor.scoring.information import score_information
from monitor.scoring.members import find_block, why_not_scored
from monitor.scoring.prices import round_points
from monitor.scoring.questions import score_questions
from monitor.scoring.rubric import COMPONENTS, Block, ComponentName, Rubric
from monitor.scoring.services import score_services


def score_portal(facts: Facts, decisions: Sequence[Decision], rubric: Rubric, day: date) -> Scorecard:
    """Every component that the portal is judged in, each line explained; nothing unseen costs a point."""
    mine = sorted((d for d in decisions if d.portal == facts.portal), key=repr)
    reason = why_not_scored(facts, rubric, day)
    if reason:
        return Scorecard(facts.portal, facts.name, rubric.id, None, (), None, "", "unknown", Decimal(0), reason)
    cards: list[ComponentCard] = []
    block = ""
    for component in COMPONENTS:
        code = find_block(facts, component, rubric, day)
        if code is not None:
            block = block or code
            cards.append(_score(component, facts, mine, rubric, rubric.blocks[code]))
    total, why = _total(cards, rubric, rubric.blocks[block])
    coverage = min((c.coverage for c in cards if c.component == "information"), default=Decimal(100))
    return Scorecard(facts.portal, facts.name, rubric.id, block, tuple(cards), total, why, _state(cards), coverage)


def _score(
    component: ComponentName, facts: Facts, decisions: Sequence[Decision], rubric: Rubric, block: Block
) -> ComponentCard:
    asked = [d for d in decisions if d.component == component]
    mine = [d for d in asked if not d.waiting]
    scale = block.scale(component)
    assert scale is not None  # the rubric's own checks refuse a member of a component that its block has not
    if component == "information":
        card = score_information(facts, mine, rubric, block)
    elif component == "qa":
        card = score_questions(facts.questions, rubric.qa, scale)
    else:
        card = score_services(facts.dossiers, rubric.online_services, scale)
    return open_proposals(decide_score(card, mine), [d for d in asked if d.waiting])


def _state(cards: Sequence[ComponentCard]) -> State:
    if all(c.state == "final" for c in cards):
        return "final"
    return "unknown" if all(c.score is None for c in cards) else "provisional"


def _total(cards: Sequence[ComponentCard], rubric: Rubric, block: Block) -> tuple[Decimal | None, str]:
    scores = [c.score for c in cards if c.score is not None]
    if rubric.total == "none":
        return None, "bộ tiêu chí không có điểm tổng"
    if len(scores) < len(cards):
        return None, "chưa đủ điểm thành phần"
    whole = sum((s.max for name in COMPONENTS if (s := block.scale(name)) is not None), Decimal(0))
    judged = sum((c.max for c in cards), Decimal(0))
    if whole == judged:
        return sum(scores, Decimal(0)), "tổng các điểm thành phần"
    if rubric.total == "all_components":
        return None, "không được chấm đủ các thành phần"
    total = round_points(sum(scores, Decimal(0)) * whole / judged, rubric.step)
    return total, f"quy đổi từ thang {judged} điểm sang thang {whole} điểm vì có thành phần không áp dụng"
