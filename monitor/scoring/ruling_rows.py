"""Decisions about points for machines and for people, each with the machine's value beside the person's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.console import RenderableType

from monitor.scoring.cards import Scorecard
from monitor.scoring.prices import points_number, points_words
from monitor.scoring.rubric import Rubric
from monitor.scoring.ruling_checks import ACTIONS
from monitor.scoring.rulings import Told
from monitor.scoring.score_rows import NAMES
from monitor.show import table

Row = dict[str, Any]
HEAD = ("Số", "Cổng", "Nội dung", "Quyết định", "Máy", "Tính", "Lý do", "Người đề nghị", "Người trả lời", "Tình trạng")
STATES = {"in_force": "có hiệu lực", "waiting": "chờ người thứ hai duyệt", "refused": "không duyệt",
          "superseded": "đã có đề nghị mới hơn"}


def ruling_row(told: Told, cards: Mapping[str, Scorecard]) -> Row:
    """One proposal, with what the card says today: `effect` is false where the fault is no longer on it."""
    r, a = told.ruling, told.answer
    machine, person, found = _values(told, cards.get(r.portal))
    return {
        "id": r.id, "portal": r.portal, "component": r.component, "item": r.item or None, "fault": r.fault or None,
        "about": r.about, "version": r.version, "action": r.action, "points": r.points and float(r.points),
        "reason": r.reason, "by": r.person, "proposed_at": r.proposed_at.isoformat(), "state": told.state,
        "answered_by": a.person if a else None, "answered_at": a.answered_at.isoformat() if a else None,
        "answer_reason": (a.reason or None) if a else None, "machine_points": points_number(machine),
        "counted_points": points_number(person), "effect": found,
    }


def _values(told: Told, card: Scorecard | None) -> tuple[Decimal | None, Decimal | None, bool]:
    """(what the machine says, what is counted, whether the thing is on the card)."""
    r = told.ruling
    part = next((p for p in card.components if p.component == r.component), None) if card else None
    if part is None:
        return None, None, False
    if r.about == "bonus":
        return Decimal(0), part.bonus, True
    if r.about == "score":
        return part.machine_score, part.score, True
    line = next((x for x in part.lines if (x.item, x.fault) == (r.item, r.fault)), None)
    return (line.machine_points, line.points, True) if line else (None, None, False)


def show_rulings(rows: Sequence[Row], names: Mapping[str, str], rubric: Rubric) -> RenderableType:
    """The decisions of a period as a table; what a newer rubric no longer has keeps its code."""
    if not rows:
        return "Chưa có quyết định nào về điểm của kỳ này."
    items = {item.code: item.title for block in rubric.blocks.values() for item in block.items}
    faults = {code: fault.title for code, fault in rubric.faults.items()}
    return table(HEAD, list(rows), lambda r: (
        str(r["id"]), names.get(r["portal"], r["portal"]),
        f"{items.get(r['item'], r['item'])}: {faults.get(r['fault'], r['fault'])}"
        if r["item"] else NAMES[r["component"]],
        ACTIONS[r["action"]] + (f" {points_words(Decimal(str(r['points'])))}" if r["points"] is not None else ""),
        _points(r["machine_points"]), _points(r["counted_points"]), r["reason"], r["by"], r["answered_by"] or "",
        STATES[r["state"]] + ("" if r["effect"] else " (lỗi không còn trên phiếu)")))


def _points(value: float | None) -> str:
    return "?" if value is None else points_words(Decimal(str(value)))
