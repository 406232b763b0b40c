"""Deduction notes from chosen findings: one for each body, with the lines of its card that rest on them, pre-written.

Only what a person confirmed can stand in a note; of everything else is said why it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from monitor.periods import Period
from monitor.scoring.cards import ComponentCard, Line, Scorecard
from monitor.scoring.prices import points_words
from monitor.scoring.remarks import word_fault
from monitor.scoring.rubric import Rubric
from monitor.scoring.rulings import list_rulings
from monitor.words import day_words
from web.answers import cards
from web.desk import Desk
from web.findings import Row, finding_rows

MOST = 200  # findings at once: they stand in the address


@dataclass(frozen=True, slots=True)
class NoteLine:
    """One line of a note. `seen`: the newest proposal about it (0: none), which its form carries."""

    line: Line
    remark: str
    seen: int
    findings: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class BodyNote:
    """The note of one body, before it is made."""

    card: Scorecard
    part: ComponentCard
    lines: tuple[NoteLine, ...]


@dataclass(frozen=True, slots=True)
class NoteDrafts:
    """Notes by body, and the chosen findings that stand in none, each with the reason."""

    notes: tuple[BodyNote, ...]
    left: tuple[tuple[Row, str], ...]


def draft_notes(desk: Desk, session: Session, period: Period, marks: Sequence[str]) -> NoteDrafts:
    """The notes of the chosen findings; LookupError when no rubric is in force."""
    rubric, found = cards(desk, session, period)
    wanted = set(marks)
    rows = [row for row in finding_rows(desk, session) if row["finding"] in wanted]
    newest = {(r.portal, r.item, r.fault): r.id for r in (told.ruling for told in list_rulings(session, period))
              if r.about == "fault"}
    made, left = [], []
    by_code = {card.portal: card for card in found}
    of: dict[str, list[Row]] = {}
    for row in rows:
        of.setdefault(row["portal"], []).append(row)
    for code, mine in of.items():
        card = by_code.get(code)
        part = card.component("information") if card and card.block else None
        left += [(row, why) for row in mine if (why := why_not(row, part))]
        lines = tuple(_draft(line, mine, rubric, card, newest.get((code, line.item, line.fault), 0))
                      for line in part.of_kind("deduction")
                      if any(row["finding"] in line.evidence for row in mine if row["state"] == "confirmed")
                      ) if card and part else ()
        made += [BodyNote(card, part, lines)] if card and part and lines else []
    return NoteDrafts(tuple(made), tuple(left))


def why_not(row: Row, part: ComponentCard | None) -> str:
    """Why a finding stands in no note; empty when it does."""
    if row["state"] != "confirmed":
        return "chưa được xác nhận: xác nhận trước rồi lập phiếu"
    if part is None:
        return "cổng không được chấm điểm thông tin trong kỳ này"
    lines = [line for line in part.lines if row["finding"] in line.evidence]
    if any(line.kind == "deduction" for line in lines):
        return ""
    if lines:
        return f"không trừ riêng: {lines[0].why}"
    if row["kind"] == "question":
        return "điểm Hỏi – Đáp tính cho cả thành phần: ghi ở trang điểm của cổng"
    return "bộ tiêu chí của kỳ không trừ điểm cho mục này"


def _draft(line: Line, rows: Sequence[Row], rubric: Rubric, card: Scorecard, seen: int) -> NoteLine:
    mine = tuple(row for row in rows if row["finding"] in line.evidence)
    return NoteLine(line, write_line(line, card, rubric, min(row["since"] for row in mine)), seen, mine)


def write_line(line: Line, card: Scorecard, rubric: Rubric, since: str = "") -> str:
    """The sentence that stands in the note: the fault, since when it was seen, and what it costs."""
    items = {item.code: item for item in rubric.blocks[card.block or ""].items}
    from_night = f", ghi nhận từ đêm {day_words(date.fromisoformat(since))}" if since else ""
    return f"{word_fault(items[line.item], line.fault, rubric)}{from_night} (trừ {points_words(line.points)} điểm)"
