"""Findings as the list shows them: each with its state for people, filtered by what the address says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from monitor.cover import mask_quoted
from monitor.explain import KINDS
from monitor.notes import Note
from monitor.periods import Period
from monitor.review import OPEN, STATES, load_taken, standing, state_of
from monitor.stored import Kept
from monitor.words import GROUPS, VERDICTS
from web.answers import notes, portals, stakes, standing_period
from web.assign import NOBODY, load_assigned
from web.desk import Desk
from web.listing import Column
from web.search import matches, sort_key

Row = dict[str, Any]

COLUMNS = (
    Column("finding", "Mã", width=22), Column("state_words", "Trạng thái", width=16),
    Column("group_words", "Khối", width=20), Column("name", "Cổng", width=34), Column("title", "Thiếu sót", width=44),
    Column("sentence", "Đã thấy gì", width=80), Column("points", "Điểm trừ", "points", 10),
    Column("since", "Từ đêm", "day", 12), Column("last_night", "Đêm gần nhất", "day", 12),
    Column("nights", "Số đêm", "number", 9), Column("grade", "Độ chắc chắn", width=10),
    Column("basis", "Căn cứ", width=44), Column("decided_by", "Người quyết định", width=18),
    Column("reason", "Lý do", width=44), Column("assignee", "Người phụ trách", width=18),
    Column("portal", "Mã cổng", width=16), Column("state", "state", width=12),
    Column("kind", "kind", width=14), Column("subject", "subject", width=14),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filters of the address. `state` may be `open` (waits for a person) or several words with commas;
    `assignee` may be `-` (given to nobody), `points` too (the rubric takes none)."""

    state: str = ""
    block: str = ""
    kind: str = ""
    subject: str = ""
    portal: str = ""
    since: date | None = None
    q: str = ""
    by: str = ""
    assignee: str = ""
    points: str = ""
    sort: str = "points"


def finding_rows(desk: Desk, session: Session, period: Period | None = None, portal: str | None = None) -> list[Row]:
    """All findings of a period (else all that may still stand), or those of one portal, each with its decisions."""
    chosen = period or standing_period(desk)
    found = notes(desk, session, chosen, portal)
    taken, points = load_taken(session, None if portal is None else found), stakes(desk, session, chosen, portal)
    known, assigned = portals(desk, session, portal), load_assigned(session)
    titles = {section.code: section.title for section in desk.rules().sections}
    rows = []
    for mark, note in found.items():
        owner = known.get(note.last.portal)
        stands = standing(taken.get(mark, []))
        newest = stands[-1] if stands else None
        whose = assigned.get(mark)
        state = state_of(note, taken.get(mark, []))
        rows.append({
            "finding": mark, "state": state, "state_words": STATES[state], "portal": note.last.portal,
            "name": owner.name if owner else note.last.portal, "group": owner.group if owner else "",
            "group_words": GROUPS.get(owner.group, owner.group) if owner else "",
            "kind": note.last.kind, "subject": note.last.subject, "title": title_of(note, titles),
            "sentence": sentence_of(note.last), "points": points.get(mark), "since": note.since.isoformat(),
            "last_night": note.last.night.isoformat(), "nights": note.nights, "grade": note.last.grade,
            "basis": list(note.last.basis), "evidence": note.last.evidence, "verdict": note.last.verdict,
            "decided_by": newest.person if newest else None, "reason": newest.reason if newest else None,
            "version": taken[mark][-1].id if mark in taken else 0,
            "assignee": whose.assignee if whose else None, "assignment": whose.id if whose else 0,
            "life": "fixed" if note.fixed_on else note.last.life,
        })
    return rows


def sentence_of(row: Kept) -> str:
    """What was seen. Titles of questions are citizens' own words: whoever stands in them is masked."""
    return mask_quoted(row.sentence) if row.kind == "question" else row.sentence


def title_of(note: Note, titles: dict[str, str]) -> str:
    """The fault in a few words."""
    f = note.last
    if f.kind in ("section", "section_stale"):
        fault = {"missing": "Thiếu mục", "empty": "Mục trống"}.get(str(f.page.get("fault")), "Mục chưa cập nhật")
        return f"{fault}: {titles.get(f.subject, f.subject)}"
    return KINDS.get(f.kind, f.kind) if f.kind != "inactive" else f"Cổng {VERDICTS['inactive']}"


def choose(rows: Iterable[Row], wanted: Wanted) -> list[Row]:
    """The rows that the filters leave, in the order that is asked for."""
    states = set(OPEN) if wanted.state == "open" else {s for s in wanted.state.split(",") if s}
    found = [
        row for row in rows
        if (not states or row["state"] in states)
        and (not wanted.block or row["group"] == wanted.block)
        and (not wanted.kind or row["kind"] == wanted.kind)
        and (not wanted.subject or row["subject"] == wanted.subject)
        and (not wanted.portal or row["portal"] == wanted.portal)
        and (wanted.since is None or row["since"] >= wanted.since.isoformat())
        and (not wanted.by or row["decided_by"] == wanted.by)
        and (not wanted.assignee or (row["assignee"] or NOBODY) == wanted.assignee)
        and (not wanted.points or worth_of(row) == wanted.points.replace(",", "."))
        and (not wanted.q or matches(wanted.q, row["name"], row["title"], row["sentence"], row["portal"]))
    ]
    return sorted(found, key=lambda row: _order(row, wanted.sort))


def worth_of(row: Row) -> str:
    """The points of a row as the address writes them: `2`, `0.5`, `-` for none."""
    return format(row["points"].normalize(), "f") if row["points"] else NOBODY


def _order(row: Row, sort: str) -> tuple[Any, ...]:
    name = (*sort_key(row["name"]), row["title"])
    if sort == "portal":
        return name
    if sort == "kind":
        return (row["kind"], row["title"], *name)
    if sort == "since":
        return (-date.fromisoformat(row["since"]).toordinal(), *name)
    return (-(row["points"] or Decimal(0)), *name)
