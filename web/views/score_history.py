"""Every score of one portal, periods side by side. A period that nobody asked for since the last night is worked out
while the page already stands: each row comes by an address of its own."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from web.access import Looking
from web.answers import portals, this_quarter
from web.desk import desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.render import page, points
from web.score_history import PeriodScore, list_periods, score_in

router = APIRouter(prefix="/portals/{code}")

Reading = Annotated[Session, Depends(read_session)]
COLUMNS = (
    Column("label", "Kỳ", width=22), Column("information", "Thông tin", "points", 11),
    Column("qa", "Hỏi – Đáp", "points", 11), Column("online_services", "Dịch vụ công", "points", 11),
    Column("total", "Tổng", "points", 10), Column("machine", "Máy tính (thông tin)", "points", 16),
    Column("state_words", "Trạng thái", width=24), Column("rubric", "Bộ tiêu chí", width=40),
    Column("changes", "Việc của người", "number", 14), Column("period", "period", width=10),
)


@router.get("/scores")
def show_history(request: Request, visitor: Looking, session: Reading, code: str) -> Response:
    desk = desk_of(request)
    portal = portals(desk, session).get(code)
    if portal is None:
        raise HTTPException(404)
    running = score_in(desk, session, code, this_quarter(desk.today()))
    listing = Listing(f"diem-{code}", f"Điểm mọi kỳ – {portal.name}", COLUMNS, [], f"/portals/{code}/scores", {})
    zalo = as_zalo(Listing(listing.name, listing.title, COLUMNS, [row_of(running)], listing.path, {}), base_of(request),
                   lambda r: f"{portal.name}, {r['label']}: {points(r['total'])} ({r['state_words']})")
    later = [p for p in list_periods(session, desk.today()) if p != running.period]
    return page(request, "score_history.html", portal=portal, running=running, later=later, listing=listing, zalo=zalo)


@router.get("/scores.{ending}")
def send_history(request: Request, visitor: Looking, session: Reading, code: str, ending: str,
                 bom: bool = False) -> Response:
    desk = desk_of(request)
    portal = portals(desk, session).get(code)
    if portal is None:
        raise HTTPException(404)
    rows = [row_of(score_in(desk, session, code, name)) for name in list_periods(session, desk.today())]
    return send(Listing(f"diem-{code}", f"Điểm mọi kỳ – {portal.name}", COLUMNS, rows, f"/portals/{code}/scores", {}),
                ending, desk.today(), bom)


@router.get("/scores/{period}")
def show_period(request: Request, visitor: Looking, session: Reading, code: str, period: str) -> Response:
    """The row of one period, for the page; one that the page does not offer is not found."""
    desk = desk_of(request)
    portal = portals(desk, session).get(code)
    if portal is None or period not in list_periods(session, desk.today()):
        raise HTTPException(404)
    return page(request, "score_row.html", one=score_in(desk, session, code, period), portal=portal)


def row_of(one: PeriodScore) -> dict[str, Any]:
    """A period as a line of the file. What is not known is empty, never zero."""
    parts = {part.component: part for part in one.card.components} if one.card else {}
    information = parts.get("information")
    return {
        "period": one.period, "label": one.label, "rubric": one.rubric.title if one.rubric else None,
        **{name: parts[name].score if name in parts else None for name in ("information", "qa", "online_services")},
        "total": one.card.total if one.card else None, "machine": information.machine_score if information else None,
        "state_words": one.words, "changes": len(one.changes),
    }
