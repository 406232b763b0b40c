"""The rubrics on a line of time, what differs between two of them, and new versions: proposed, tried, published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from crawler.registry import RegistryError
from crawler.rubric_versions import RubricVersion
from monitor.periods import parse_period
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import RubricError, load_rubrics
from monitor.scoring.rubric_publishing import publish_version
from monitor.scoring.rubric_versions import (
    CannotPublish,
    Proposal,
    answer_version,
    check_version,
    list_versions,
    numbers_of,
    propose_version,
)
from monitor.scoring.rubric_words import list_changes
from monitor.scoring.score_rows import NAMES
from monitor.scoring.what_if import change_rubric
from web.access import Deciding, Looking, Visitor, check_form, need
from web.answers import this_quarter
from web.audit import Act, record
from web.desk import Desk, desk_of, read_session
from web.period_picker import presets
from web.render import page
from web.rubric_diff import compare_rubrics
from web.trial import BadNumber, Trial, read_changes, try_rubric

router = APIRouter(prefix="/rubrics")

Reading = Annotated[Session, Depends(read_session)]
Approving = Annotated[Visitor, Depends(need("approve"))]
STATES = {"waiting": ("new", "Chờ người thứ hai"), "published": ("confirmed", "Đã công bố"),
          "refused": ("dismissed", "Không công bố")}


@router.get("")
def show_rubrics(request: Request, visitor: Looking, session: Reading, old: str = "", new: str = "") -> Response:
    desk = desk_of(request)
    known = {rubric.id: rubric for rubric in rubrics_of(desk)}
    if (old and old not in known) or (new and new not in known):
        raise HTTPException(404)
    changes = compare_rubrics(known[old], known[new]) if old and new else None
    return page(request, "rubrics.html", rubrics=list(known.values()), today=desk.today(), old=old, new=new,
                changes=changes, proposals=list_versions(session), states=STATES)


@router.post("/propose", dependencies=[Depends(check_form)])
def propose(
    request: Request, visitor: Deciding, base: Annotated[str, Form()] = "",
    changes: Annotated[Sequence[str], Form(alias="set")] = (), valid_from: Annotated[date | None, Form()] = None,
    title: Annotated[str, Form(max_length=300)] = "", source: Annotated[str, Form(max_length=300)] = "",
    reason: Annotated[str, Form(max_length=2000)] = "",
) -> Response:
    """Keep what was tried as a proposal; no score changes until somebody else publishes it."""
    desk = desk_of(request)
    try:
        if valid_from is None:
            raise CannotPublish("Ghi ngày bản mới bắt đầu có hiệu lực.")
        wanted = Proposal(base, title, source, valid_from, read_changes(changes), reason, visitor.name)
        check_version(base, valid_from, wanted.changes, rubrics_of(desk), _sections(desk), desk.today())
        with desk.write() as writing:
            made = propose_version(writing, wanted, desk.now())
            record(writing, Act(visitor.name, "rubric_proposed", made.name, made.reason, None,
                                {"number": made.id, **made.changes}), desk.now())
    except (CannotPublish, BadNumber) as error:
        return page(request, "error.html", 409, title="Chưa ghi đề xuất", text=str(error), code="409")
    return RedirectResponse(f"/rubrics/proposals/{made.id}", 303)


@router.get("/proposals/{number}")
def show_proposal(request: Request, visitor: Looking, session: Reading, number: int, period: str = "") -> Response:
    return _show(request, session, number, period, "", 200)


@router.post("/proposals/{number}/answer", dependencies=[Depends(check_form)])
def answer(request: Request, visitor: Approving, session: Reading, number: int, approved: Annotated[str, Form()] = "",
           reason: Annotated[str, Form(max_length=2000)] = "") -> Response:
    """Publish or refuse; nobody publishes a version of their own. The file and the answer are kept together."""
    desk, yes = desk_of(request), approved == "yes"
    session.rollback()  # SQLite's writer waits until nobody reads
    try:
        with desk.write() as writing:
            version = answer_version(writing, number, yes, reason, visitor.name, desk.now())
            record(writing, Act(visitor.name, "rubric_published" if yes else "rubric_refused", version.name,
                                reason.strip() or version.reason, {"number": number, "by": version.person},
                                {"approved": yes}), desk.now())
            if yes:
                publish_version(desk.settings.registry_dir / "rubrics", version, _sections(desk), desk.today())
    except (CannotPublish, RegistryError, OSError) as error:
        return _show(request, session, number, "", str(error), 409)
    return RedirectResponse(f"/rubrics/proposals/{number}", 303)


def rubrics_of(desk: Desk) -> list[Rubric]:
    """All criteria sets of the registry, oldest first."""
    found = load_rubrics(desk.settings.registry_dir / "rubrics", _sections(desk))
    return sorted(found, key=lambda r: (r.valid_from, r.id))


def _sections(desk: Desk) -> list[str]:
    return [section.code for section in desk.rules().sections]


def _show(request: Request, session: Session, number: int, period: str, error: str, status: int) -> Response:
    desk = desk_of(request)
    told = next((t for t in list_versions(session) if t.version.id == number), None)
    if told is None and not error:
        raise HTTPException(404)
    if told is None:
        return page(request, "error.html", status, title="Chưa công bố", text=error, code=str(status))
    chosen, rubrics = period or this_quarter(desk.today()), rubrics_of(desk)
    base = next((r for r in rubrics if r.id == told.version.base), None)
    trial, wrong = _try(desk, session, told.version, rubrics, chosen)
    return page(request, "proposal.html", status, told=told, base=base, states=STATES, error=error, trial=trial,
                wrong=wrong, chosen=chosen, label=parse_period(chosen).label, names=NAMES,
                periods=[(text, parse_period(text).label) for _, text in presets(desk.today(), short=False)],
                changes=list_changes(base, numbers_of(told.version)) if base else [])


def _try(desk: Desk, session: Session, version: RubricVersion, rubrics: list[Rubric],
         period: str) -> tuple[Trial | None, str]:
    """(who gains and loses in a period, why that cannot be said). The numbers are those of the proposal, also after
    it was published."""
    base = next((r for r in rubrics if r.id == version.base), None)
    if base is None:
        return None, f"Bộ gốc {version.base} không còn trong sổ đăng ký."
    try:
        other = change_rubric(base, numbers_of(version), _sections(desk))
        return try_rubric(desk, session, parse_period(period), other), ""
    except (LookupError, RubricError) as error:
        return None, str(error.args[0] if error.args else error)
