"""Figures of other systems from the page: shown first, stored whole when somebody says so, or refused with the cell."""

from __future__ import annotations

import base64
import binascii
import re
import tempfile
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, File, Form, HTTPException, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from monitor.imports.cells import ImportRefused
from monitor.imports.command import make_template, subjects_of
from monitor.imports.files import Opened, open_file
from monitor.imports.kinds import Kind, load_kinds
from monitor.imports.load import load_imports
from monitor.imports.parse import Parsed, Question, parse_file
from monitor.imports.preview import preview
from monitor.imports.store import find_standing, store_import
from monitor.periods import PeriodError, parse_period
from web.access import Deciding, Looking, check_form
from web.audit import Act, record
from web.desk import Desk, desk_of, read_session
from web.drafts import KINDS
from web.formats import XLSX
from web.render import page

router = APIRouter(prefix="/imports")

Reading = Annotated[Session, Depends(read_session)]
MOST = 4 * 2**20  # bytes: a table of all bodies is a hundredth of it


@router.get("/{kind}/template.xlsx")
def send_template(request: Request, visitor: Looking, kind: str, period: str = "") -> Response:
    """A workbook to fill in, with the names of the bodies as the register has them."""
    with tempfile.TemporaryDirectory(prefix="soicong-import-") as folder:
        path = Path(folder) / "mau.xlsx"
        make_template(_kind(kind), period, path, desk_of(request).settings)
        data = path.read_bytes()
    return Response(data, media_type=XLSX, headers={"content-disposition": f'attachment; filename="mau-{kind}.xlsx"'})


@router.post("/preview", dependencies=[Depends(check_form)])
def show_preview(request: Request, visitor: Deciding, session: Reading, file: Annotated[UploadFile, File()],
                 kind: Annotated[str, Form()], period: Annotated[str, Form()] = "",
                 back: Annotated[str, Form()] = "") -> Response:
    """What would be stored; nothing is stored yet."""
    name = Path((file.filename or "").replace("\\", "/")).name[:120] or "tep.xlsx"
    data = file.file.read(MOST + 1)
    if len(data) > MOST:
        raise HTTPException(413)
    return _show(request, session, kind, period, name, data, back)


@router.post("/store", dependencies=[Depends(check_form)])
def store(request: Request, visitor: Deciding, session: Reading, kind: Annotated[str, Form()],
          name: Annotated[str, Form(max_length=120)], data: Annotated[str, Form()],
          period: Annotated[str, Form()] = "", back: Annotated[str, Form()] = "") -> Response:
    """Store what was shown: the form carries the very bytes of the preview."""
    desk = desk_of(request)
    try:
        whole = base64.b64decode(data, validate=True)
    except binascii.Error as error:
        raise HTTPException(400) from error
    try:
        opened, parsed = read_upload(desk, _kind(kind), period, Path(name).name, whole)
    except (ImportRefused, PeriodError):
        return _show(request, session, kind, period, Path(name).name, whole, back)
    session.rollback()  # SQLite's writer waits until nobody reads
    with desk.write() as writing:
        standing = find_standing(writing, parsed, opened)
        if not standing.repeated:
            row = store_import(writing, parsed, opened, desk.settings.data_dir, desk.now())
            record(writing, Act(visitor.name, "import", f"{kind} {parsed.period.label}", opened.name,
                                {"version": row.version - 1} if row.version > 1 else None,
                                {"version": row.version, "lines": len(parsed.lines), "sha256": opened.sha256}),
                   desk.now())
    return RedirectResponse(safe_back(back), 303)


def read_upload(desk: Desk, kind: Kind, period: str, name: str, data: bytes) -> tuple[Opened, Parsed]:
    """The file as the command reads it; `ImportRefused` names every cell that cannot be used."""
    with tempfile.TemporaryDirectory(prefix="soicong-import-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        opened = open_file(path)
    return opened, parse_file(opened, Question(kind, period or None, subjects_of(kind, desk.settings)))


def safe_back(back: str) -> str:
    """The report that the figures are for, or the questions beside their table: one of our pages."""
    if re.fullmatch(r"/qa/beside\?period=[\w-]{4,10}", back, re.ASCII):
        return back
    start, _, rest = back.removeprefix("/reports/").partition("/")
    return back if back == f"/reports/{start}/{rest}" and rest in KINDS and back.isprintable() else "/reports"


def _kind(name: str) -> Kind:
    kind = load_kinds().get(name)
    if kind is None:
        raise HTTPException(404)
    return kind


def _show(request: Request, session: Session, kind: str, period: str, name: str, data: bytes, back: str) -> Response:
    desk, chosen, lines, wrong = desk_of(request), _kind(kind), [], ""
    if period:
        parse_period(period)
    try:
        opened, parsed = read_upload(desk, chosen, period, name, data)
        before = {i.scope: i for i in load_imports(session, kind, parsed.period)}.get(parsed.scope)
        lines = list(preview(parsed, opened, before if before and before.sha256 != opened.sha256 else None, {}))
    except (ImportRefused, PeriodError) as error:
        wrong = str(error)
    return page(request, "import.html", 422 if wrong else 200, kind=chosen, period=period, name=name, lines=lines,
                wrong=wrong, data=base64.b64encode(data).decode(), back=safe_back(back))
