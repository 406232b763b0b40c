"""Kept pages: shown in a frame that cannot run, load or link anything, or downloaded as they came."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from crawler.evidence.pictures import load_picture
from crawler.models import Picture, Visit
from monitor.stored import find_newest
from web.access import Looking
from web.archived import is_page, show_archived
from web.desk import desk_of, read_session
from web.evidence import load_body
from web.excerpts import excerpts_of
from web.headers import ARCHIVED

router = APIRouter(prefix="/evidence")

Reading = Annotated[Session, Depends(read_session)]
NOTHING = ("<!doctype html><html lang=vi><meta charset=utf-8><title>Không có trang</title><p>Lượt truy cập này không "
           "lưu trang nào: không nhận được gì, hoặc byte gốc đã hết thời hạn lưu. Mã băm còn trong sổ.</p>")


@router.get("/{visit}/page")
def show_page(request: Request, visitor: Looking, session: Reading, visit: int, finding: str = "") -> Response:
    """The page with what the finding names marked; without scripts, styles, pictures and links, under a policy that
    would stop them as well."""
    body = load_body(session, desk_of(request).settings, visit)
    if session.get(Visit, visit) is None:
        raise HTTPException(404)
    row = find_newest(session, finding) if finding else None
    excerpts = excerpts_of(session, row) if row is not None else ()
    text = NOTHING if body is None or not is_page(body) else show_archived(body, excerpts)
    return Response(text, media_type="text/html; charset=utf-8", headers={"content-security-policy": ARCHIVED})


@router.get("/{visit}/picture")
def send_picture(request: Request, visitor: Looking, session: Reading, visit: int) -> Response:
    """The page as a browser drew it from the kept bytes; nothing when the file is gone or was changed."""
    row = session.get(Picture, visit)
    data = load_picture(desk_of(request).settings.data_dir / "evidence", row) if row is not None else None
    if data is None:
        raise HTTPException(404)
    return Response(data, media_type="image/webp", headers={"content-security-policy": ARCHIVED})


@router.get("/{visit}/bytes")
def send_bytes(request: Request, visitor: Looking, session: Reading, visit: int) -> Response:
    """The body as it came, as a file that no browser opens by itself."""
    body = load_body(session, desk_of(request).settings, visit)
    if body is None:
        raise HTTPException(404)
    return Response(body.data, media_type="application/octet-stream", headers={
        "content-disposition": f'attachment; filename="trang-{visit}.bin"', "content-security-policy": ARCHIVED})
