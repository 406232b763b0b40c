"""The log of what people did, with a check of its chain."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.clock import VIETNAM
from crawler.people import AuditEntry
from web.access import ROLES, Looking
from web.audit import WHAT, find_break
from web.audit_links import link_entries
from web.desk import desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Day, Listing
from web.render import moment, page

router = APIRouter()

COLUMNS = (
    Column("id", "Số", "number", 8), Column("at", "Lúc", width=24), Column("person", "Ai", width=18),
    Column("what_words", "Việc", width=20), Column("subject", "Với cái gì", width=26),
    Column("before", "Trước", width=30), Column("after", "Sau", width=30), Column("reason", "Lý do", width=50),
    Column("digest", "Mã băm", width=30), Column("what", "what", width=14),
)
FIELDS = {
    "role": "vai trò", "shown": "tên hiện", "enabled": "đang dùng", "what": "quyết định", "decision": "số",
    "records": "bản ghi", "bad": "không khớp", "number": "đề nghị số", "item": "mục", "points": "điểm",
    "machine": "máy tính", "by": "người đề nghị", "approved": "duyệt", "assignee": "người phụ trách",
    "kind": "loại", "version": "bản", "lines": "dòng", "sha256": "SHA-256",
    "confirmed_on": "ngày xác nhận", "name": "tên", "portals": "cổng",
}
SHOWN = 200  # entries on the page; all of them are in the files


@router.get("/audit.{ending}")
@router.get("/audit")
def show_audit(request: Request, visitor: Looking, session: Annotated[Session, Depends(read_session)],
               ending: str = "", person: str = "", what: str = "", subject: str = "", since: Day = None,
               bom: bool = False) -> Response:
    desk = desk_of(request)
    query = select(AuditEntry).order_by(AuditEntry.id.desc())
    for column, wanted in ((AuditEntry.person, person), (AuditEntry.what, what), (AuditEntry.subject, subject)):
        query = query.where(column == wanted) if wanted else query
    if since is not None:
        query = query.where(AuditEntry.at >= datetime.combine(since, time.min, VIETNAM))
    entries = list(session.scalars(query if ending else query.limit(SHOWN)))
    rows = [
        {"id": e.id, "at": e.at.astimezone(VIETNAM).isoformat(), "person": e.person, "what": e.what,
         "what_words": WHAT.get(e.what, e.what), "subject": e.subject, "before": _plain(e.before),
         "after": _plain(e.after), "reason": e.reason, "digest": e.digest}
        for e in entries
    ]
    listing = Listing("nhat-ky", "Nhật ký", COLUMNS, rows, "/audit", {
        "person": person, "what": what, "subject": subject, "since": since.isoformat() if since else ""})
    if ending:
        return send(listing, ending, desk.today(), bom)
    whole = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    people = sorted({e.person for e in whole})
    zalo = as_zalo(listing, base_of(request), lambda r: f"{moment(r['at'])} {r['person']}: {r['what_words']}")
    return page(request, "audit.html", listing=listing, zalo=zalo, rows=rows, people=people, what_words=WHAT,
                broken=find_break(whole), count=len(whole), last=whole[-1].digest if whole else None, person=person,
                what=what, since=since, yesterday=desk.today() - timedelta(days=1),
                links=link_entries(session, entries, visitor.may("manage")))


def _plain(values: dict[str, Any] | None) -> str | None:
    """Before or after in words; what is not known here stays as it was written."""
    return "; ".join(f"{FIELDS.get(k, k)}: {_said(k, v)}" for k, v in values.items()) if values else None


def _said(name: str, value: Any) -> str:  # noqa: ANN401 - a plain value
    if value is None or isinstance(value, bool):
        return "có" if value else "không"
    return ROLES.get(value, value) if name == "role" else str(value)
