"""Proposals about points as they come from the page: numbers as people type them, each with its entry in the log."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy.orm import Session

from crawler.rulings import Ruling
from monitor.scoring.cards import Scorecard
from monitor.scoring.ruling_checks import ACTIONS
from monitor.scoring.rulings import CannotRule, Draft, propose
from web.audit import Act, record


def write_proposal(session: Session, draft: Draft, card: Scorecard, seen: int, at: datetime) -> Ruling:
    """Keep a checked proposal and tell the log; `Changed` when there is a newer one than `seen`."""
    made = propose(session, draft, at, seen)
    session.flush()
    after = {"number": made.id, "what": ACTIONS[draft.action], "item": f"{draft.item} {draft.fault}".strip(),
             "points": "" if draft.points is None else format(draft.points, "f")}
    record(session, Act(draft.person, "propose", draft.portal, draft.reason, machine_value(card, draft), after), at)
    return made


def machine_value(card: Scorecard, draft: Draft) -> dict[str, Any]:
    """What the machine says of the thing, for the log."""
    part = next(p for p in card.components if p.component == draft.component)
    line = next((x for x in part.lines if (x.item, x.fault) == (draft.item, draft.fault)), None)
    return {"machine": str(line.machine_points if line else part.machine_score)}


def read_points(text: str) -> Decimal | None:
    """A number of points as people type it; none for an empty field."""
    if not text.strip():
        return None
    try:
        found = Decimal(text.strip().replace(",", "."))
    except InvalidOperation as error:
        raise CannotRule(f"{text!r} không phải là số điểm. Viết như 0,5.") from error
    if not found.is_finite():
        raise CannotRule(f"{text!r} không phải là số điểm. Viết như 0,5.")
    return found
