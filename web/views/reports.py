"""Reports: files of the nights, the letter to an owner, and the check of a report text before it is signed."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, HTTPException, Request, UploadFile
from fastapi.responses import Response
from sqlalchemy.orm import Session

from monitor.periods import parse_period
from monitor.scoring.cards import Scorecard
from monitor.scoring.rubric import Rubric
from reports.check import SEVERITIES
from reports.consistency.finding import ORDER
from reports.consistency.read_file import UnreadableReport
from reports.consistency.run import check_file
from reports.owner_letter import write_letters
from web.access import Looking, check_form
from web.answers import cards, chosen, this_quarter
from web.desk import Desk, desk_of, read_session
from web.formats import DOCX
from web.render import page

router = APIRouter()

Row = dict[str, Any]
MOST = 10 * 2**20  # bytes of a report that is checked
ENDINGS = (".html", ".xlsx", ".docx")


@router.get("/reports")
def show_reports(request: Request, visitor: Looking) -> Response:
    return _show(request)


@router.post("/reports/check", dependencies=[Depends(check_form)])
def check(request: Request, visitor: Looking, report: Annotated[UploadFile, File()]) -> Response:
    """The contradictions of one report, as `reports check` finds them; the file is not kept."""
    name = Path((report.filename or "").replace("\\", "/")).name
    ending = ".docx" if name.lower().endswith(".docx") else ".txt"
    data = report.file.read(MOST + 1)
    if len(data) > MOST:
        raise HTTPException(413)
    with tempfile.TemporaryDirectory(prefix="soicong-check-") as folder:
        path = Path(folder) / f"report{ending}"
        path.write_bytes(data)
        try:
            found = sorted(check_file(path), key=lambda f: ORDER.index(f.severity))
        except UnreadableReport as error:
            return _show(request, error=str(error).replace(str(path), name), name=name)
    return _show(request, found=found, name=name)


@router.get("/reports/files/{name}")
def send_file(request: Request, visitor: Looking, name: str) -> Response:
    """One of the files that are listed: what is asked for is looked up, never put together."""
    path = next((p for p in _files(desk_of(request)) if p.name == name), None)
    if path is None:
        raise HTTPException(404)
    return Response(path.read_bytes(), media_type="application/octet-stream",
                    headers={"content-disposition": f'attachment; filename="{path.name}"'})


@router.get("/portals/{code}/letter.docx")
def letter(request: Request, visitor: Looking, session: Annotated[Session, Depends(read_session)], code: str,
           period: str = "") -> Response:
    """The letter to the owner of one portal, the same as `reports owner_letter` writes."""
    desk = desk_of(request)
    office = desk.office(session, chosen(desk, period), code)
    if code not in office.portals:
        raise HTTPException(404)
    rubric: Rubric | None = None
    found: list[Scorecard] = []
    with suppress(LookupError):  # no criteria set is in force: the letter names no points
        rubric, found = cards(desk, session, office.period)
    mine = [card for card in found if card.portal == code]
    letters = write_letters(office, rubric, mine, desk.today(), desk.labels())
    if not letters:
        raise HTTPException(409, "Cổng này không có gì phải khắc phục trong kỳ: không có phiếu để lập.")
    return Response(letters[0].document(), media_type=DOCX,
                    headers={"content-disposition": f'attachment; filename="phieu-khac-phuc-{code}.docx"'})


def _files(desk: Desk) -> list[Path]:
    folder = desk.settings.data_dir / "reports"
    found = [p for p in folder.glob("*") if p.suffix in ENDINGS and p.is_file()] if folder.is_dir() else []
    return sorted(found, key=lambda p: p.stat().st_mtime, reverse=True)


def wanted_reports(day: date) -> list[tuple[str, str, str, str]]:
    """(kind, words, period, its label) of the reports that are due about now."""
    quarter, nine = this_quarter(day), f"{day.year}-9M"
    return [(kind, words, period, parse_period(period).label) for kind, words, period in (
        ("quarter", "Báo cáo quý", quarter), ("nine_months", "Báo cáo 9 tháng", nine),
        ("annual", "Báo cáo năm", str(day.year)), ("deduction_notes", "Ghi chú trừ điểm", quarter))]


def _show(request: Request, **more: Any) -> Response:  # noqa: ANN401 - what the check found
    files = [{"name": p.name, "size": p.stat().st_size, "at": datetime.fromtimestamp(p.stat().st_mtime, UTC)}
             for p in _files(desk_of(request))[:60]]
    shown = {"found": None, "error": None, "name": ""} | more
    return page(request, "reports.html", 422 if shown["error"] else 200, files=files, severities=SEVERITIES,
                wanted=wanted_reports(desk_of(request).today()), **shown)
