"""Scorecards in the contract's shape, and as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from monitor.scoring.cards import ComponentCard, Line, Scorecard, short_number
from monitor.scoring.facts import Decision
from monitor.scoring.prices import points_number, points_words
from monitor.scoring.remarks import write_remark
from monitor.scoring.rubric import Rubric
from monitor.show import table
from monitor.words import count_words

Row = dict[str, Any]
HEAD = ("Cổng", "Thang", "Thông tin", "Hỏi - Đáp", "Dịch vụ công", "Tổng", "Trạng thái", "Độ phủ")
NAMES = {"information": "Thông tin", "qa": "Hỏi - Đáp", "online_services": "Dịch vụ công"}
STATES = {"final": "chính thức", "provisional": "tạm tính", "unknown": "chưa xác định"}


def card_row(card: Scorecard, rubric: Rubric) -> Row:
    """One portal for machines: the contract's fields, and beside them what the machine alone said and what is open."""
    return {
        "portal": card.portal, "rubric": card.rubric, "block": card.block, "state": card.state,
        "components": [_component(part) for part in card.components], "total": points_number(card.total),
        "total_why": card.total_why, "coverage": points_number(card.coverage),
        "reason": card.reason or None, "remark": write_remark(card, rubric),
    }


def _component(part: ComponentCard) -> Row:
    return {
        "component": part.component, "max": points_number(part.max),
        "deductions": [_line(line) for line in part.of_kind("deduction")],
        "advisories": [_line(line) for line in (*part.of_kind("advice"), *part.of_kind("unproven"))],
        "covered": [_line(line) for line in part.of_kind("covered")],
        "bonus": points_number(part.bonus), "score": points_number(part.score), "state": part.state,
        "machine_score": points_number(part.machine_score), "why": part.bonus_why or None, "open": list(part.open),
        "coverage": points_number(part.coverage), "flags": list(part.flags), **_decided(part.decision),
    }


def _line(line: Line) -> Row:
    return {
        "item": line.item, "title": line.title, "fault": line.fault, "points": points_number(line.points),
        "machine_points": points_number(line.machine_points), "note": line.why,
        "finding": line.evidence[0] if line.evidence else None, "findings": list(line.evidence),
        "measured": line.measured or None, "confirmed": line.sure,
        **_decided(line.decision),
    }


def _decided(decision: Decision | None) -> Row:
    """Who put the number there, when it was not the machine."""
    if decision is None:
        return {"decision": None, "decided_by": None, "approved_by": None, "decision_reason": None}
    return {"decision": decision.source, "decided_by": decision.by or None,
            "approved_by": decision.approved_by or None, "decision_reason": decision.reason}


def show_cards(cards: Sequence[Scorecard], rubric: Rubric, one: bool) -> RenderableType:
    """All portals as a table; one portal line by line."""
    scored = [card for card in cards if card.block is not None]
    if one and scored:
        return _show_one(scored[0], rubric)
    rows = [{"card": card} for card in scored]
    made = table(HEAD, rows, lambda r: _cells(r["card"], rubric))
    return Group(Text(rubric.title), made, _not_scored(cards))


def _cells(card: Scorecard, rubric: Rubric) -> tuple[str, ...]:
    scores = []
    for name in ("information", "qa", "online_services"):
        part = next((p for p in card.components if p.component == name), None)
        scores.append("" if part is None else "?" if part.score is None else points_words(part.score))
    total = points_words(card.total) if card.total is not None else ""
    scale = rubric.blocks[card.block or ""].information
    return (card.name, f"{points_words(scale.max)}+{points_words(scale.bonus)}", *scores, total, STATES[card.state],
            f"{points_words(card.coverage)}%")


def _not_scored(cards: Sequence[Scorecard]) -> Text:
    reasons: dict[str, int] = {}
    for card in cards:
        if card.block is None:
            reasons[card.reason] = reasons.get(card.reason, 0) + 1
    said = "; ".join(f"{count_words(n)} cổng: {reason}" for reason, n in sorted(reasons.items()))
    return Text(f"Không chấm điểm: {said}." if said else "")


def _show_one(card: Scorecard, rubric: Rubric) -> RenderableType:
    lines = [{"part": part, "line": line} for part in card.components for line in part.lines]
    made = table(("Thành phần", "Mục", "Trừ", "Máy", "Vì sao", "Phát hiện"), lines, lambda r: (
        NAMES[r["part"].component], r["line"].title, points_words(r["line"].points),
        points_words(r["line"].machine_points), r["line"].why, ", ".join(map(short_number, r["line"].evidence))))
    opened = [Text(f"Còn mở: {said}.") for part in card.components for said in part.open]
    head = Text(f"{card.name} – {STATES[card.state]}, độ phủ {points_words(card.coverage)}%", style="bold")
    scores = [Text(_say(part)) for part in card.components]
    return Group(Text(rubric.title), head, *scores, made, Text(write_remark(card, rubric)), *opened)


def _say(part: ComponentCard) -> str:
    scale = f"thang {points_words(part.max)}+{points_words(part.bonus_max)}"
    score = f"{points_words(part.score)} điểm" if part.score is not None else "chưa có điểm"
    why = f" – {part.bonus_why}" if part.bonus_why else ""
    if part.machine_score is not None and part.machine_score != part.score:
        why += f" – máy tính {points_words(part.machine_score)} điểm"
    if part.decision is not None:
        why += f" – {part.decision.source}: {part.decision.reason}"
    return f"{NAMES[part.component]} ({scale}): {score}{why}" + "".join(f"; lưu ý: {flag}" for flag in part.flags)
