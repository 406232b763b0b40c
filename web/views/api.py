"""For machines: the same lists as JSON with ETags and an OpenAPI document, an Atom feed, the state of the service."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse, Response
from sqlalchemy import text
from sqlalchemy.orm import Session

from crawler.evidence.canonical import sha256
from monitor import rows as monitor_rows
from monitor.scoring.score_rows import card_row
from web.access import Looking
from web.answers import cards, chosen, morning
from web.atom import as_atom
from web.desk import desk_of, read_session
from web.findings import COLUMNS, Wanted, choose, finding_rows
from web.formats import as_json, base_of
from web.listing import Day, Listing
from web.views.portals import COLUMNS as PORTAL_COLUMNS
from web.views.portals import choose_portals
from web.views.qa import COLUMNS as QA_COLUMNS
from web.views.qa import board_rows

router = APIRouter()

Reading = Annotated[Session, Depends(read_session)]
Row = dict[str, Any]


@router.get("/api/v1/findings", response_model=list[Row], summary="Thiếu sót, bộ lọc như trên trang")
def findings(request: Request, visitor: Looking, session: Reading, state: str = "", block: str = "", kind: str = "",
             subject: str = "", portal: str = "", since: Day = None, q: str = "", by: str = "",
             assignee: str = "", worth: Annotated[str, Query(alias="points")] = "") -> Response:
    rows = choose(finding_rows(desk_of(request), session),
                  Wanted(state, block, kind, subject, portal, since, q, by, assignee, worth))
    return _answer(request, as_json(Listing("", "", COLUMNS, rows, "", {})))


@router.get("/api/v1/portals", response_model=list[Row], summary="Cổng và kết quả đêm gần nhất")
def portals(request: Request, visitor: Looking, session: Reading, q: str = "", block: str = "",
            state: str = "") -> Response:
    desk = desk_of(request)
    m = morning(desk, session)
    nights = {r.portal: r for r in m.rows} if m else {}
    rows = choose_portals(desk, session, nights, q, block, state)
    return _answer(request, as_json(Listing("", "", PORTAL_COLUMNS, rows, "", {})))


@router.get("/api/v1/qa", response_model=list[Row], summary="Câu hỏi của công dân, hạn tính theo ngày làm việc")
def questions(request: Request, visitor: Looking, session: Reading, portal: str = "", level: str = "") -> Response:
    rows = [r for r in board_rows(desk_of(request), session)
            if (not portal or r["portal"] == portal) and (not level or r["column"] == level)]
    return _answer(request, as_json(Listing("", "", QA_COLUMNS, rows, "", {})))


@router.get("/api/v1/runs", response_model=list[Row], summary="Các đêm của kỳ, như `monitor runs`")
def runs(request: Request, visitor: Looking, session: Reading, period: str = "") -> Response:
    desk = desk_of(request)
    return _answer(request, JSONResponse(monitor_rows.runs(desk.office(session, chosen(desk, period)))).body)


@router.get("/api/v1/scores", response_model=list[Row], summary="Điểm của kỳ, như `monitor score`")
def scores(request: Request, visitor: Looking, session: Reading, period: str = "") -> Response:
    desk = desk_of(request)
    try:
        rubric, found = cards(desk, session, chosen(desk, period))
    except LookupError as error:
        raise HTTPException(409, str(error.args[0])) from error
    return _answer(request, JSONResponse([card_row(card, rubric) for card in found]).body)


@router.get("/api/openapi.json", include_in_schema=False)
def openapi(request: Request, visitor: Looking) -> Response:
    routes = [route for route in router.routes if getattr(route, "path", "").startswith("/api/v1/")]
    return JSONResponse(get_openapi(title="Soi Cổng", version="1", routes=routes))


@router.get("/feeds/findings.atom", include_in_schema=False)
def feed(request: Request, visitor: Looking, session: Reading, block: str = "", portal: str = "") -> Response:
    desk = desk_of(request)
    rows = choose(finding_rows(desk, session), Wanted(block=block, portal=portal))
    link = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    data = as_atom(rows, "Soi Cổng – Thiếu sót", link, base_of(request), desk.now().isoformat(timespec="seconds"))
    return Response(data, media_type="application/atom+xml")


@router.get("/healthz", include_in_schema=False)
def alive() -> Response:
    """The process answers; nothing is said about what it serves."""
    return Response("ok\n", media_type="text/plain")


@router.get("/readyz", include_in_schema=False)
def ready(session: Reading) -> Response:
    """The database answers; else the error page of a database that is away."""
    session.execute(text("SELECT 1"))
    return Response("ok\n", media_type="text/plain")


def _answer(request: Request, data: bytes | memoryview) -> Response:
    """The data with its ETag; 304 for who has it already."""
    tag = f'"{sha256(bytes(data))[:32]}"'
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers={"etag": tag})
    return Response(bytes(data), media_type="application/json",
                    headers={"etag": tag, "cache-control": "private, no-cache"})
