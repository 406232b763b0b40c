"""One finding: what the rule says, what was seen, what people decided; its evidence, checked and shown."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from crawler.evidence.attachments import find_attachments
from crawler.evidence.key import KeyUnusable, key_file
from crawler.evidence.pictures import find_pictures
from monitor.case import make_case
from monitor.case_leaves import NoCase
from monitor.certificate import GRADES
from monitor.explain import CLEARS, ENDS, FIGURES, load_seen
from monitor.life import LIVES
from monitor.notes import guard_rows
from monitor.review import REASONS, STATES, WORDS, load_taken, state_of
from monitor.stored import Kept, load_kept
from monitor.telling import explain_life
from reports.morning import period_of
from web.access import Looking, check_form
from web.answers import notes, portals, rubric_of, stakes, standing_period
from web.assign import NOBODY, load_assigned, may_be_asked
from web.audit import Act, record
from web.desk import Desk, desk_of, read_session
from web.evidence import check_visit
from web.excerpts import choose_page, excerpts_of
from web.findings import Wanted, choose, finding_rows, sentence_of, title_of
from web.page_diff import compare_with_before
from web.render import page
from web.uploads import ACCEPTED
from web.uploads import WORDS as WORDS_OF_FILES

router = APIRouter()

Reading = Annotated[Session, Depends(read_session)]
WORDS_OF_GRADE = {str(grade): words for grade, words in GRADES.items()}
PAGES = 12  # requests that are listed; all of them stand in the case file


@router.get("/findings/{mark}")
def show_finding(request: Request, visitor: Looking, session: Reading, mark: str, after: str = "") -> Response:
    return _show(request, session, mark, {})


@router.get("/findings/{mark}/preview")
def preview(request: Request, visitor: Looking, session: Reading, mark: str) -> Response:
    """The finding in short, beside the list: nothing that reads kept pages."""
    return page(request, "preview.html", **_told(request, session, mark))


@router.post("/findings/{mark}/verify", dependencies=[Depends(check_form)])
def verify(request: Request, visitor: Looking, session: Reading, mark: str) -> Response:
    """Compare every kept record behind the finding with the hash of its night; the check itself is logged."""
    desk = desk_of(request)
    last = _life(desk, session, mark)[-1]
    checked = {v: c for v in sorted(last.evidence)[:PAGES] if (c := check_visit(session, desk.settings, v)) is not None}
    bad = [c for c in checked.values() if not c.matches and not c.gone]
    session.rollback()  # SQLite's writer waits until nobody reads
    with desk.write() as writing:
        record(writing, Act(visitor.name, "verify", mark, "không khớp" if bad else "khớp",
                            after={"records": len(checked), "bad": len(bad)}), desk.now())
    return _show(request, session, mark, checked)


@router.get("/findings/{mark}/explain.txt")
def explained(request: Request, visitor: Looking, session: Reading, mark: str) -> Response:
    """The whole explanation, as `monitor notes --explain` prints it."""
    desk = desk_of(request)
    life = _life(desk, session, mark)
    lines = explain_life(desk.office(session, period_of(life[-1].night)), life)
    return Response("\n".join(lines), media_type="text/plain; charset=utf-8")


@router.get("/findings/{mark}/case.zip")
def case_file(request: Request, visitor: Looking, session: Reading, mark: str) -> Response:
    """The case file, when the signing key lies where this process may read it."""
    desk = desk_of(request)
    if not has_key(desk):
        raise HTTPException(409, "Khóa ký không nằm trên máy này (đúng như nên làm). Người giữ khóa chạy: "
                                 f"python -m monitor case {mark} --out ho-so.zip")
    try:
        data = make_case(session, desk.settings, mark)
    except (NoCase, KeyUnusable) as error:
        raise HTTPException(409, str(error)) from error
    session.rollback()  # SQLite's writer waits until nobody reads
    with desk.write() as writing:
        record(writing, Act(visitor.name, "export", mark, "hồ sơ bằng chứng"), desk.now())
    return Response(data, media_type="application/zip",
                    headers={"content-disposition": f'attachment; filename="ho-so-{mark}.zip"'})


def has_key(desk: Desk) -> bool:
    """Whether the signing key is there and readable; it is never made here."""
    return os.access(key_file(desk.settings), os.R_OK)


def _life(desk: Desk, session: Session, mark: str) -> list[Kept]:
    """The rows of a finding's life in the standing period; 404 when there are none."""
    note = notes(desk, session, standing_period(desk)).get(mark)
    if note is None:
        raise HTTPException(404)
    period = standing_period(desk)
    life = load_kept(session, period.start, period.end, mark=mark)
    guard_rows(life)
    return life


def turns_of(life: Sequence[Kept]) -> list[Kept]:
    """The nights on which something changed, the first and the newest."""
    return [row for n, row in enumerate(life) if row.life != "again" or n in (0, len(life) - 1)]


def _told(request: Request, session: Session, mark: str) -> dict[str, Any]:
    """What the page and its short form say alike."""
    desk = desk_of(request)
    life = _life(desk, session, mark)
    period = standing_period(desk)
    note = notes(desk, session, period)[mark]
    taken = load_taken(session, [mark]).get(mark, [])
    last = note.last
    titles = {section.code: section.title for section in desk.rules().sections}
    evidence = sorted(last.evidence)[:PAGES]
    return {
        "f": last, "note": note, "turns": turns_of(life), "title": title_of(note, titles), "mark": mark,
        "sentence": sentence_of(last), "section_title": titles.get(last.subject, last.subject),
        "state": state_of(note, taken), "states": STATES, "taken": taken, "words": WORDS, "proof": last.proof or {},
        "portal": portals(desk, session).get(last.portal), "points": stakes(desk, session, period).get(mark),
        "rubric": rubric_of(desk, session, period),
        "grade": WORDS_OF_GRADE.get(last.grade or ""), "figures": FIGURES,
        "seen": list(zip(evidence, load_seen(session, evidence), strict=True)),
        "more": max(0, len(last.evidence) - PAGES),
    }


def _show(request: Request, session: Session, mark: str, checked: dict[int, Any]) -> Response:
    desk, visitor = desk_of(request), request.state.visitor
    told = _told(request, session, mark)
    last, taken, seen = told["f"], told["taken"], told["seen"]
    excerpts = excerpts_of(session, last)
    main = choose_page(session, desk.settings, [visit for visit, _ in seen], excerpts)
    waiting = [r for r in choose(finding_rows(desk, session), Wanted(state="open")) if r["finding"] != mark]
    return page(
        request, "finding.html", **told, reasons=REASONS, version=taken[-1].id if taken else 0, ends=ENDS, lives=LIVES,
        clears=CLEARS.get(last.kind), can=visitor.may("decide"), checked=checked,
        other=compare_with_before(session, desk.settings, main) if main else None, main=main, excerpts=excerpts,
        files=find_attachments(session, mark), accepted=ACCEPTED, file_words=WORDS_OF_FILES,
        pictures=find_pictures(session, last.evidence),
        bad=any(not c.matches and not c.gone for c in checked.values()),
        next=waiting[0]["finding"] if waiting else "", left=len(waiting), has_key=has_key(desk),
        assignment=load_assigned(session, [mark]).get(mark), people=may_be_asked(session), nobody=NOBODY,
    )
