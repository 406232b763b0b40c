"""From chosen findings to deduction notes: each body's note is shown before anything is written, then all or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from monitor.periods import Period, parse_period
from monitor.scoring.cards import Scorecard
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import Rubric
from monitor.scoring.ruling_checks import LEAST_WORDS, check_draft
from monitor.scoring.rulings import CannotRule, Changed, Draft
from web.access import Deciding, check_form
from web.answers import cards, this_quarter
from web.desk import desk_of, read_session
from web.note_drafts import MOST, NoteLine, draft_notes
from web.proposals import read_points, write_proposal
from web.render import page

router = APIRouter(prefix="/deductions/draft")

Reading = Annotated[Session, Depends(read_session)]
Texts = Annotated[Sequence[str], Form()]


@router.get("")
def show_drafts(request: Request, visitor: Deciding, session: Reading, finding: str = "",
                period: str = "") -> Response:
    """The notes that would be proposed; nothing is written. `finding`: marks with dots between them."""
    return _show(request, session, finding, period)


@router.post("", dependencies=[Depends(check_form)])
def propose_all(request: Request, visitor: Deciding, session: Reading, what: Texts = (), points: Texts = (),
                remark: Texts = (), why: Texts = (), finding: Annotated[str, Form()] = "",
                period: Annotated[str, Form()] = "") -> Response:
    """Propose every line that was shown; the first that cannot be taken undoes all. `what`: portal item fault seen."""
    desk, texts = desk_of(request), list(zip(what, points, remark, why, strict=False))
    whole, wrong = parse_period(period or this_quarter(desk.today())), {}
    if not texts or {len(what), len(points), len(remark), len(why)} != {len(texts)}:
        return _show(request, session, finding, period, error="Không có khoản nào để gửi.")
    rubric, found = cards(desk, session, whole)
    by_code = {card.portal: card for card in found}
    drafts: list[tuple[Draft, Scorecard, int]] = []
    for one in texts:
        try:
            drafts.append(read_line(one, whole, by_code, rubric, visitor.name))
        except CannotRule as error:
            wrong[one[0].rpartition(" ")[0]] = str(error)
    typed = {one[0].rpartition(" ")[0]: one[1:] for one in texts}
    if wrong:
        return _show(request, session, finding, period, wrong, typed)
    session.rollback()  # SQLite's writer waits until nobody reads
    try:
        with desk.write() as writing:
            for draft, card, seen in drafts:
                write_proposal(writing, draft, card, seen, desk.now())
    except Changed as error:
        return _show(request, session, finding, period, {}, typed, str(error))
    return RedirectResponse(f"/deductions?period={period or this_quarter(desk.today())}&sent={len(drafts)}", 303)


def read_line(texts: Sequence[str], period: Period, by_code: dict[str, Scorecard], rubric: Rubric,
              person: str) -> tuple[Draft, Scorecard, int]:
    """One line of the form as a proposal: other points than the card's need a reason of their own."""
    what, points, remark, why = texts
    portal, item, fault, seen = [*what.split(" "), "", "", ""][:4]
    card = by_code.get(portal)
    part = card.component("information") if card else None
    line = next((x for x in part.of_kind("deduction") if (x.item, x.fault) == (item, fault)), None) if part else None
    if card is None or line is None or not (seen.isascii() and seen.isdecimal() and len(seen) <= 12):
        raise CannotRule("Khoản trừ này không còn trên phiếu điểm. Mở lại danh sách thiếu sót rồi lập lại.")
    given = read_points(points)
    if given is None or given == line.points:
        return _checked(Draft(portal, period, "information", item, fault, "confirm", None, remark.strip(), person),
                        card, rubric, int(seen))
    if len(why.strip()) < LEAST_WORDS:
        raise CannotRule(f"Đổi từ {points_words(line.points)} thành {points_words(given)} điểm thì ghi lý do, ít nhất "
                         f"{LEAST_WORDS} ký tự.")
    said = remark.strip().replace(cost_words(line.points), cost_words(given)) + f" – đổi điểm vì: {why.strip()}"
    return _checked(Draft(portal, period, "information", item, fault, "change_points", given, said, person), card,
                    rubric, int(seen))


def cost_words(value: Decimal) -> str:
    """How a note writes what a line costs."""
    return f"(trừ {points_words(value)} điểm)"


def _checked(draft: Draft, card: Scorecard, rubric: Rubric, seen: int) -> tuple[Draft, Scorecard, int]:
    check_draft(draft, card, rubric)
    return draft, card, seen


def _show(request: Request, session: Session, finding: str, period: str, wrong: dict[str, str] | None = None,
          typed: Mapping[str, Sequence[str]] | None = None, error: str = "") -> Response:
    desk = desk_of(request)
    chosen = period or this_quarter(desk.today())
    marks = [mark for mark in finding.split(".") if mark]
    if not 0 < len(marks) <= MOST:
        text = (f"Mỗi lần lập phiếu cho nhiều nhất {MOST} mục; đang chọn {len(marks)}. Lọc bớt rồi làm lại."
                if marks else "Chọn ít nhất một mục ở danh sách thiếu sót rồi bấm Tạo phiếu.")
        return page(request, "error.html", 422, title="Chưa lập được phiếu", text=text, code="422")
    try:
        drafts = draft_notes(desk, session, parse_period(chosen), marks)
    except LookupError as fault:
        return page(request, "error.html", 409, title="Chưa chấm điểm được kỳ này", text=str(fault.args[0]), code="409")
    return page(request, "note_drafts.html", 409 if error else 422 if wrong else 200, drafts=drafts, finding=finding,
                period=chosen, label=parse_period(chosen).label, wrong=wrong or {}, typed=typed or {}, error=error,
                total=total_of)


def total_of(lines: Sequence[NoteLine]) -> Decimal:
    """The points of the lines of one note."""
    return sum((one.line.points for one in lines), Decimal(0))
