"""Files of figures that were taken in: what came when, which version counts, and every line as it was read."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.clock import VIETNAM
from crawler.models import Import, ImportRow
from monitor.imports.kinds import load_kinds
from monitor.periods import Period, parse_period
from monitor.words import day_words
from web.access import Looking
from web.audit_links import name_period
from web.desk import desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.portal_card import name_agencies
from web.render import page

router = APIRouter()

Reading = Annotated[Session, Depends(read_session)]
COLUMNS = (
    Column("id", "Số", "number", 8), Column("kind_words", "Loại số liệu", width=34), Column("period", "Kỳ", width=26),
    Column("version", "Bản", "number", 7), Column("standing_words", "Đang dùng", width=12),
    Column("file_name", "Tên tệp", width=30), Column("lines", "Dòng", "number", 8), Column("at", "Nhập lúc", width=26),
    Column("sha256", "SHA-256", width=64), Column("kind", "kind", width=18), Column("scope", "scope", width=18),
)


@router.get("/imports.{ending}")
@router.get("/imports")
def show_imports(request: Request, visitor: Looking, session: Reading, ending: str = "", bom: bool = False) -> Response:
    desk = desk_of(request)
    rows = import_rows(session)
    listing = Listing("so-lieu-nhap", "Số liệu đã nhập", COLUMNS, rows, "/imports", {})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['kind_words']}, {r['period']}: bản {r['version']}")
    return page(request, "imports.html", listing=listing, zalo=zalo)


@router.get("/imports/{number}")
def show_import(request: Request, visitor: Looking, session: Reading, number: int) -> Response:
    """One file, line by line; nothing of it was ever changed."""
    row = next((r for r in import_rows(session) if r["id"] == number), None)
    if row is None:
        raise HTTPException(404)
    known, kind = desk_of(request).registry(name_agencies), load_kinds().get(row["kind"])
    lines = list(session.scalars(select(ImportRow).where(ImportRow.import_id == number).order_by(ImportRow.id)))
    names = {line.subject: known.get(line.subject, line.subject) for line in lines}
    titles = {column.name: column.title for column in kind.columns} if kind else {}
    heads = list(dict.fromkeys(name for line in lines for name in (*line.figures, *line.said)))
    return page(request, "imported.html", row=row, lines=lines, names=names, titles=titles, heads=heads)


def import_rows(session: Session) -> list[dict[str, Any]]:
    """Every file, newest first; of a kind, scope and period the highest version counts."""
    kinds = load_kinds()
    counts = {row.import_id: row.lines for row in session.execute(
        select(ImportRow.import_id, func.count().label("lines")).group_by(ImportRow.import_id))}
    files = list(session.scalars(select(Import).order_by(Import.id.desc())))
    newest: dict[tuple[Any, ...], int] = {}
    for one in files:
        key = (one.kind, one.scope, one.period_start, one.period_end)
        newest[key] = max(newest.get(key, 0), one.version)
    return [{
        "id": one.id, "kind": one.kind, "kind_words": kinds[one.kind].title if one.kind in kinds else one.kind,
        "scope": one.scope, "period": words_of(Period(one.period_start, one.period_end, "")), "version": one.version,
        "standing": (stands := newest[one.kind, one.scope, one.period_start, one.period_end] == one.version),
        "standing_words": "có" if stands else "đã thay", "file_name": one.file_name, "sha256": one.sha256,
        "size": one.size, "lines": counts.get(one.id, 0), "at": one.imported_at.astimezone(VIETNAM).isoformat(),
        "notices": one.notices,
    } for one in files]


def words_of(period: Period) -> str:
    """A period as papers name it, else its days."""
    name = name_period(period.start, period.end)
    return parse_period(name).label if name else f"{day_words(period.start)} – {day_words(period.end)}"
