"""The board of questions and answers: counted in working days from public pages alone."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from crawler.masking import mask_person
from monitor import deadline_rows
from monitor.office import Office
from monitor.words import QUESTION_STATES, authority_words
from reports.morning import period_of
from web.access import Looking
from web.answers import morning
from web.desk import Desk, desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.render import day, number, page

router = APIRouter()

Row = dict[str, Any]
Reading = Annotated[Session, Depends(read_session)]
COLUMNS = (
    Column("portal", "Mã cổng", width=16), Column("name", "Cổng", width=34), Column("title", "Câu hỏi", width=60),
    Column("column_words", "Cột", width=20), Column("state_words", "Trạng thái", width=16),
    Column("started_on", "Bắt đầu tính", "day", 12), Column("due_on", "Hạn", "day", 12),
    Column("answered_on", "Trả lời", "day", 12), Column("working_days_late", "Trễ (ngày làm việc)", "number", 12),
    Column("left", "Còn (ngày làm việc)", "number", 12), Column("url", "Địa chỉ", "link", 44),
    Column("id", "id", width=20), Column("state", "state", width=14), Column("level", "level", width=12),
)
PILE = 8  # questions that a column of the board shows; all of them are one click away
BOARD = {
    "acceptance": "Chờ tiếp nhận", "waiting": "Chờ trả lời", "overdue": "Quá hạn", "in_time": "Đã trả lời đúng hạn",
    "late": "Đã trả lời muộn", "unknown": "Không rõ ngày",
}


@router.get("/qa.{ending}")
@router.get("/qa")
def show_board(request: Request, visitor: Looking, session: Reading, ending: str = "", level: str = "",
               portal: str = "", bom: bool = False) -> Response:
    desk = desk_of(request)
    m = morning(desk, session)
    rows = board_rows(desk, session)
    wanted = [r for r in rows if (not level or r["column"] == level) and (not portal or r["portal"] == portal)]
    listing = Listing("hoi-dap", "Hỏi – Đáp" + (f" – {BOARD[level]}" if level in BOARD else ""), COLUMNS, wanted,
                      "/qa", {"level": level, "portal": portal})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['name']}: {r['title']} – hạn {day(r['due_on'])}"
                   + (f", trễ {number(r['working_days_late'])} ngày làm việc" if r["working_days_late"] else ""))
    piles = {} if level else {code: [r for r in wanted if r["column"] == code] for code in BOARD}
    thresholds = desk.rules().thresholds
    return page(request, "qa.html", listing=listing, zalo=zalo, m=m, board=BOARD, level=level,
                piles=piles, pile=PILE, limit=thresholds.answer_days,
                counts=Counter(r["column"] for r in rows if not portal or r["portal"] == portal),
                authority=authority_words(desk.labels()["answer_days"].status))


@router.get("/qa/clock")
def show_clock(request: Request, visitor: Looking, session: Reading, portal: str, id: str) -> Response:
    """The working of one deadline, day by day."""
    desk = desk_of(request)
    m = morning(desk, session)
    if m is None:
        raise HTTPException(404)
    office = desk.office(session, period_of(m.night.night), portal)
    found = deadline_rows.rows(office, id)
    if len(found) != 1:
        raise HTTPException(404)
    row = found[0] | {"title": mask_person(found[0]["title"]), "name": office.name(portal)}
    return page(request, "clock.html", row=row, limit=desk.rules().thresholds.answer_days,
                state_words=QUESTION_STATES[row["state"]])


def board_rows(desk: Desk, session: Session) -> list[Row]:
    """All questions of the days that the morning looks back on."""
    m = morning(desk, session)
    if m is None:
        return []
    last = m.night.night
    return desk.answer(session, ("qa", last), lambda: _rows(desk.office(session, period_of(last))))


def _rows(office: Office) -> list[Row]:
    calendar, as_of = office.rules.calendar, min(office.today, office.period.end)
    found = []
    for row, deadline in zip(deadline_rows.rows(office), office.deadlines(), strict=True):
        column = _column(row, deadline.overdue)
        left = calendar.between(as_of, deadline.due_on) if column == "waiting" and deadline.due_on else None
        found.append(row | {
            "name": office.name(row["portal"]), "title": mask_person(row["title"]), "column": column,
            "column_words": BOARD[column], "state_words": QUESTION_STATES[row["state"]], "left": left,
        })
    order = list(BOARD)
    return sorted(found, key=lambda r: (order.index(r["column"]), -(r["working_days_late"] or 0), r["name"]))


def _column(row: Row, overdue: bool) -> str:
    if overdue:
        return "overdue"
    if row["state"] == "awaiting_acceptance":
        return "acceptance"
    if row["state"] == "awaiting_answer":
        return "waiting" if row["due_on"] else "unknown"
    return {"in_time": "in_time", "late": "late", "very_late": "late"}.get(row["level"], "unknown")
