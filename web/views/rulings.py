"""Deduction notes: a proposal about points with its pre-written remark, approved by a second person."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from monitor.periods import Period, parse_period
from monitor.scoring.ruling_checks import ACTIONS, check_draft
from monitor.scoring.ruling_rows import STATES, ruling_row
from monitor.scoring.rulings import CannotRule, Draft, answer, list_rulings
from monitor.scoring.score_rows import NAMES
from web.access import Deciding, Looking, Visitor, check_form, need
from web.answers import cards, chosen, portals, this_quarter
from web.audit import Act, record
from web.desk import desk_of, read_session
from web.drafts import build_note
from web.formats import DOCX, as_zalo, base_of, send
from web.listing import Column, Listing
from web.proposals import read_points, write_proposal
from web.render import page

router = APIRouter()

Reading = Annotated[Session, Depends(read_session)]
Approving = Annotated[Visitor, Depends(need("approve"))]
COLUMNS = (
    Column("id", "Số", "number", 8), Column("name", "Cổng", width=34), Column("subject", "Nội dung", width=36),
    Column("action_words", "Quyết định", width=22), Column("points", "Điểm ghi", "points", 10),
    Column("machine_points", "Máy tính", "points", 10), Column("counted_points", "Đang tính", "points", 10),
    Column("reason", "Lý do", width=60), Column("by", "Người đề nghị", width=20),
    Column("answered_by", "Người trả lời", width=20), Column("state_words", "Tình trạng", width=24),
    Column("portal", "Mã cổng", width=16), Column("state", "state", width=12),
)


@router.get("/deductions.{ending}")
@router.get("/deductions")
def show_rulings(request: Request, visitor: Looking, session: Reading, ending: str = "", period: str = "",
                 bom: bool = False, sent: int = 0) -> Response:
    desk = desk_of(request)
    rows = _rows(request, session, chosen(desk, period))
    listing = Listing("phieu-tru-diem", "Phiếu trừ điểm", COLUMNS, rows, "/deductions", {"period": period})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['name']}: {r['subject']} – {r['action_words']} "
                   f"({r['state_words']})")
    return page(request, "rulings.html", listing=listing, zalo=zalo, label=chosen(desk, period).label,
                period=period or this_quarter(desk.today()), sent=sent)


@router.get("/scores/{period}/{code}/note.docx")
def send_note(request: Request, visitor: Looking, session: Reading, period: str, code: str) -> Response:
    """The deduction note of one portal with what is in force, for Word: number and day are left blank."""
    desk, whole = desk_of(request), parse_period(period)
    if code not in portals(desk, session):
        raise HTTPException(404)
    return Response(build_note(desk, session, whole, code).document, media_type=DOCX,
                    headers={"content-disposition": f'attachment; filename="phieu-tru-diem-{code}-{period}.docx"'})


@router.post("/scores/{period}/{code}/propose", dependencies=[Depends(check_form)])
def propose_one(
    request: Request, visitor: Deciding, session: Reading, period: str, code: str,
    component: Annotated[str, Form()] = "information", what: Annotated[str, Form()] = "",
    action: Annotated[str, Form()] = "", points: Annotated[str, Form(max_length=12)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "", seen: Annotated[int, Form(ge=0)] = 0,
) -> Response:
    """Write a proposal; it changes no number until somebody else approved it."""
    desk, whole = desk_of(request), parse_period(period)
    item, _, fault = what.partition(" ")
    try:
        rubric, found = cards(desk, session, whole)
        card = next((c for c in found if c.portal == code), None)
        if card is None:
            raise HTTPException(404)
        draft = Draft(code, whole, component, item, fault, action, read_points(points), reason.strip(), visitor.name)
        check_draft(draft, card, rubric)
        session.rollback()  # SQLite's writer waits until nobody reads
        with desk.write() as writing:
            write_proposal(writing, draft, card, seen, desk.now())
    except (CannotRule, LookupError) as error:
        return page(request, "error.html", 409, title="Chưa ghi đề nghị", text=str(error), code="409")
    return RedirectResponse(f"/scores/{period}/{code}#phieu", 303)


@router.post("/deductions/{number}/answer", dependencies=[Depends(check_form)])
def answer_one(request: Request, visitor: Approving, number: int, approved: Annotated[str, Form()] = "",
               reason: Annotated[str, Form(max_length=2000)] = "", back: Annotated[str, Form()] = "") -> Response:
    """The second person's word; nobody answers their own proposal."""
    desk, yes = desk_of(request), approved == "yes"
    if not yes and not reason.strip():
        return page(request, "error.html", 422, title="Chưa ghi", text="Không duyệt thì ghi lý do.", code="422")
    try:
        with desk.write() as writing:
            done = answer(writing, number, yes, reason.strip(), visitor.name, desk.now())
            record(writing, Act(visitor.name, "approve" if yes else "refuse", done.portal, reason.strip(),
                                {"number": number, "by": done.person}, {"approved": yes}), desk.now())
    except CannotRule as error:
        return page(request, "error.html", 409, title="Chưa duyệt được", text=str(error), code="409")
    return RedirectResponse(back if back.startswith("/scores/") and back.isprintable() else "/deductions", 303)


def _rows(request: Request, session: Session, period: Period) -> list[dict[str, Any]]:
    try:
        _, found = cards(desk_of(request), session, period)
    except LookupError:
        return []
    by_code = {card.portal: card for card in found}
    rows = []
    for told in reversed(list_rulings(session, period)):
        row = ruling_row(told, by_code)
        card = by_code.get(row["portal"])
        rows.append(row | {
            "name": card.name if card else row["portal"], "action_words": ACTIONS[row["action"]],
            "subject": f"{row['item']}: {row['fault']}" if row["item"] else NAMES.get(row["component"], ""),
            "state_words": STATES[row["state"]],
        })
    return rows
