"""The report builder: which figures are there, what the text says, what stands against freezing it, its versions."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from monitor.imports.kinds import load_kinds
from monitor.periods import parse_period
from reports.official.freeze import FOLDER, NotFrozen, Wanted, digest, freeze, versions, why_not_frozen
from web.access import Looking, Visitor, check_form, need
from web.audit import Act, record
from web.desk import desk_of, read_session
from web.drafts import KINDS, Check, build_draft, checklist, text_blocks
from web.formats import DOCX, XLSX
from web.render import page

router = APIRouter(prefix="/reports")

Reading = Annotated[Session, Depends(read_session)]
Approving = Annotated[Visitor, Depends(need("approve"))]
TYPES = {"docx": DOCX, "xlsx": XLSX}


@router.get("/{period}/{kind}")
def show_draft(request: Request, visitor: Looking, session: Reading, period: str, kind: str) -> Response:
    return _show(request, session, period, kind)


@router.get("/{period}/{kind}/draft.{ending}")
def send_draft(request: Request, visitor: Looking, session: Reading, period: str, kind: str, ending: str) -> Response:
    """The Word or Excel file as it would be frozen now."""
    report = build_draft(desk_of(request), session, _known(kind), parse_period(period))
    if ending not in TYPES:
        raise HTTPException(404)
    return _file(report.document if ending == "docx" else report.book, f"{kind}-{period}-du-thao.{ending}", ending)


@router.get("/{period}/{kind}/{version}.{ending}")
def send_version(request: Request, visitor: Looking, session: Reading, period: str, kind: str, version: int,
                 ending: str) -> Response:
    """A frozen file; 409 when its bytes are no longer those that were frozen."""
    row = next((r for r in versions(session, _known(kind), parse_period(period)) if r.version == version), None)
    if row is None or ending not in TYPES:
        raise HTTPException(404)
    wanted = row.document if ending == "docx" else row.book
    path = desk_of(request).settings.data_dir / FOLDER / f"{wanted}.{ending}"
    data = path.read_bytes() if path.is_file() else b""
    if digest(data) != wanted:
        raise HTTPException(409, f"Tệp của bản {version} không còn như lúc khóa. Dựng lại từ số liệu đã khóa: "
                                 f"python -m reports again {kind} {period}")
    return _file(data, f"{kind}-{period}-ban-{version}.{ending}", ending)


@router.post("/{period}/{kind}/freeze", dependencies=[Depends(check_form)])
def freeze_one(request: Request, visitor: Approving, session: Reading, period: str, kind: str,
               override: Annotated[str, Form(max_length=2000)] = "",
               change: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """Lock the figures: what is frozen is what the store says at this moment."""
    desk, chosen = desk_of(request), parse_period(period)
    report = build_draft(desk, session, _known(kind), chosen)
    session.rollback()  # SQLite's writer waits until nobody reads
    try:
        with desk.write() as writing:
            wanted = Wanted(visitor.shown, override.strip(), change.strip())
            row = freeze(writing, report, chosen, wanted, desk.settings.data_dir, desk.now(), None)
            record(writing, Act(visitor.name, "freeze", f"{kind} {period}", override.strip() or change.strip(),
                                {"version": row.version - 1} if row.version > 1 else None,
                                {"version": row.version, "sha256": row.document}), desk.now())
    except NotFrozen as error:
        return _show(request, session, period, kind, plain(str(error)), 409)
    return RedirectResponse(f"/reports/{period}/{kind}#ban", 303)


def plain(words: str) -> str:
    """The command's own words, for people who have no command line before them."""
    for option in ("bằng --override", "bằng --change"):
        words = words.replace(option, "ở ô dưới đây")
    return words.replace("chốt", "khóa")


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise HTTPException(404)
    return kind


def _file(data: bytes, name: str, ending: str) -> Response:
    return Response(data, media_type=TYPES[ending],
                    headers={"content-disposition": f'attachment; filename="{name}"'})


def _show(request: Request, session: Session, period: str, kind: str, error: str = "", status: int = 200) -> Response:
    desk, chosen = desk_of(request), parse_period(period)
    report, earlier = build_draft(desk, session, _known(kind), chosen), versions(session, kind, chosen)
    checks = checklist(report)
    return page(
        request, "builder.html", status, period=period, kind=kind, kinds=KINDS, label=chosen.label, checks=checks,
        blocks=text_blocks(report), faults=report.faults, error=error, earlier=list(reversed(earlier)),
        why_not=plain(why_not_frozen(report, Wanted(request.state.visitor.shown), earlier) or ""),
        same=bool(earlier) and earlier[-1].document == digest(report.document), counts=_counts(checks),
        imports={name: one.title for name, one in load_kinds().items()},
        digest=digest(report.document), ended=desk.today() > chosen.end,
    )


def _counts(checks: list[tuple[str, list[Check]]]) -> dict[str, int]:
    states = [check.state for _, lines in checks for check in lines]
    return {state: states.count(state) for state in ("there", "missing", "unequal")}
