"""Questions as public pages show them beside the office's own table: the table is brought in here, the differences are
listed, and nobody's figure is corrected by the other's."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from monitor import beside_rows
from monitor.beside_rows import STATE_WORDS, NoOfficeTable
from monitor.periods import Period
from web.access import Looking
from web.answers import chosen, portals, this_quarter
from web.desk import Desk, desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.portal_card import name_agencies
from web.render import page
from web.search import sort_key

router = APIRouter()

COLUMNS = (
    Column("name", "Cổng", width=36), Column("state_words", "Trạng thái", width=20),
    Column("public", "Trang công khai", "number", 14), Column("office", "Bảng của cơ quan", "number", 14),
    Column("difference", "Chênh", "number", 10), Column("explained", "Vì sao", width=60),
    Column("line", "Dòng trong bảng", "number", 12), Column("portal", "Mã cổng", width=16),
    Column("state", "state", width=16),
)


@router.get("/qa/beside.{ending}")
@router.get("/qa/beside")
def show_beside(request: Request, visitor: Looking, session: Annotated[Session, Depends(read_session)],
                ending: str = "", period: str = "", bom: bool = False) -> Response:
    desk, whole = desk_of(request), chosen(desk_of(request), period)
    try:
        rows = desk.answer(session, ("beside", whole.start, whole.end), lambda: compare(desk, session, whole))
        missing = ""
    except NoOfficeTable:
        rows, missing = [], f"Chưa nhập bảng câu hỏi của cơ quan cho {whole.label}."
    differ = [r for r in rows if r["explained"]]
    listing = Listing("doi-chieu-hoi-dap", f"Đối chiếu Hỏi – Đáp – {whole.label}", COLUMNS, rows if ending else differ,
                      "/qa/beside", {"period": period})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['name']}, {r['state_words']}: trang {r['public']}, "
                   f"bảng {r['office']} – {r['explained']}")
    return page(request, "qa_beside.html", listing=listing, zalo=zalo, missing=missing, alike=len(rows) - len(differ),
                every=len(rows), file=rows[0]["file"] if rows else "", period=period or this_quarter(desk.today()),
                label=whole.label)


def compare(desk: Desk, session: Session, period: Period) -> list[dict[str, Any]]:
    """What the command compares, with names; a state without a line in the table is left out."""
    office, bodies = desk.office(session, period), desk.registry(name_agencies)
    known = portals(desk, session)
    found = [row | {"name": known[code].name if (code := row["portal"]) in known else bodies.get(code, code),
                    "known": code in known, "state_words": STATE_WORDS[row["state"]]}
             for row in beside_rows.rows(office) if row["line"] is not None or row["state"] == "total"]
    return sorted(found, key=lambda row: sort_key(row["name"]))
