"""Scores of a period as the paper has them: a block each, every line with its finding; and what other numbers would
change, which is never saved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from monitor.periods import Period, parse_period
from monitor.scoring.cards import Scorecard
from monitor.scoring.decided import load_decided
from monitor.scoring.decision_trial import DecisionTrial, try_decision
from monitor.scoring.distribution import known_scores, spread, spread_words
from monitor.scoring.remarks import write_remark
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import RubricError
from monitor.scoring.rubric_words import list_changes, list_numbers
from monitor.scoring.ruling_checks import ACTIONS
from monitor.scoring.ruling_rows import STATES as RULING_STATES
from monitor.scoring.rulings import list_rulings
from monitor.scoring.score_rows import NAMES, STATES
from monitor.scoring.what_if import change_rubric
from web.access import Looking
from web.answers import cards, facts_of, morning, portals, this_quarter
from web.desk import Desk, desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.note_drafts import write_line
from web.render import page, points
from web.score_bands import bands_of, read_band
from web.search import sort_key
from web.sheets import SHEET, PageNumber, cut_sheet
from web.trial import BadNumber, Trial, as_texts, read_changes, try_rubric

router = APIRouter()

Row = dict[str, Any]
Reading = Annotated[Session, Depends(read_session)]
COLUMNS = (
    Column("number", "STT", "number", 6), Column("name", "Đơn vị", width=36), Column("block_words", "Khối", width=26),
    Column("scale", "Thang điểm", width=12), Column("information", "Thông tin", "points", 11),
    Column("qa", "Hỏi – Đáp", "points", 11), Column("online_services", "Dịch vụ công", "points", 11),
    Column("total", "Tổng", "points", 10), Column("state_words", "Trạng thái", width=14),
    Column("remark", "Ghi chú", width=90), Column("portal", "Mã cổng", width=16), Column("block", "block", width=14),
)
SORTED = ("information", "qa", "online_services", "total")  # columns by which the sheet can be sorted


@router.get("/scores")
def this_period(request: Request, visitor: Looking) -> Response:
    return RedirectResponse(f"/scores/{this_quarter(desk_of(request).today())}", 303)


@router.get("/scores/{period}")
@router.get("/scores/{period}.{ending}")  # nearest to the function: tried first
def show_scores(request: Request, visitor: Looking, session: Reading, period: str, ending: str = "", field: str = "",
                value: str = "", block: str = "", band: str = "", sort: str = "", page_number: PageNumber = 1,
                bom: bool = False,
                tried: Annotated[Sequence[str], Query(alias="set")] = ()) -> Response:
    desk, chosen = desk_of(request), parse_period(period)
    try:
        rubric, found = cards(desk, session, chosen)
    except LookupError as error:
        return page(request, "error.html", 409, title="Chưa chấm điểm được kỳ này", text=str(error.args[0]), code="409")
    rows = [card_row(card, rubric) for card in found if card.block is not None]
    shown = read_band(rubric, block, band)
    rows = [row for row in rows if not shown or shown.has(row)]
    rows.sort(key=lambda r: (r["block"], *(by_score(r[sort]) if sort in SORTED else ()), *sort_key(r["name"])))
    for n, row in enumerate(rows, 1):
        row["number"] = n
    filters = ({"block": block, "band": band} if shown else {}) | {"sort": sort if sort in SORTED else ""}
    listing = Listing(f"diem-{period}", f"Chấm điểm – {chosen.label}" + (f" – {shown.words}" if shown else ""), COLUMNS,
                      rows, f"/scores/{period}", filters)
    if ending:
        return send(listing, ending, desk.today(), bom)
    texts = [*tried, *([f"{field}={value}"] if field else [])]
    changes, trial, wrong = try_other(desk, session, chosen, rubric, texts) if texts else ({}, None, "")
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['name']}: {points(r['total'])} ({r['state_words']})")
    others = [card for card in found if card.block is None]
    members: Counter[str] = Counter()
    for row in rows:
        members[row["block"]] += 1
        row["place"] = members[row["block"]]
    return page(request, "scores.html", listing=listing, sheet=cut_sheet(rows, page_number), members=members,
                most=SHEET, zalo=zalo, rubric=rubric, period=period, label=chosen.label,
                m=morning(desk, session), trial=trial, wrong=wrong, field=field, value=value, others=others,
                numbers=list_numbers(rubric), changes=list_changes(rubric, changes), texts=as_texts(changes),
                begins=next_quarter(desk.today()), names=NAMES, shown=shown, sort=sort,
                spreads=[spread_row(found, rubric, b) for b in rubric.blocks])


@router.get("/scores/{period}/{code}")
def show_card(request: Request, visitor: Looking, session: Reading, period: str, code: str, finding: str = "",
              action: Literal["", "confirm", "waive"] = "") -> Response:
    """Every line behind one portal's score; with `finding` and `action`: what that decision would change."""
    desk, chosen = desk_of(request), parse_period(period)
    try:
        rubric, found = cards(desk, session, chosen)
    except LookupError as error:
        raise HTTPException(409, str(error.args[0])) from error
    card = next((c for c in found if c.portal == code), None)
    if card is None:
        raise HTTPException(404)
    marks = {mark: line for part in card.components for line in part.lines for mark in line.evidence if len(mark) == 20}
    trial: DecisionTrial | None = None
    if action and finding in marks:
        facts = facts_of(desk, session, chosen, code)[1]
        trial = try_decision(facts[0], load_decided(session, chosen, facts), rubric, chosen.end,
                             (finding, action, visitor.name, desk.now()))
    return page(request, "card.html", marks=marks, finding=finding, action=action, trial=trial, card=card,
                rubric=rubric, label=chosen.label, period=period, names=NAMES,
                rulings=[t for t in list_rulings(session, chosen) if t.ruling.portal == code],
                words=lambda line: write_line(line, card, rubric), actions=ACTIONS, ruling_states=RULING_STATES,
                newest=newest_of(session, chosen, code),
                states=STATES, remark=write_remark(card, rubric), portal=portals(desk, session)[code])


def by_score(score: Decimal | None) -> tuple[bool, Decimal]:
    """Highest first; what is not known stands last, never as nought."""
    return score is None, -(score or Decimal(0))


def newest_of(session: Session, period: Period, code: str) -> dict[str, int]:
    """What a proposal is about -> the number of the newest one, which its form carries."""
    return {" ".join((t.ruling.component, t.ruling.item, t.ruling.fault, t.ruling.about)): t.ruling.id
            for t in list_rulings(session, period) if t.ruling.portal == code}


def card_row(card: Scorecard, rubric: Rubric) -> Row:
    """One line of the sheet. A component that is not known is empty, never zero."""
    parts = {part.component: part.score for part in card.components}
    scale = rubric.blocks[card.block or ""].information
    return {
        "portal": card.portal, "name": card.name, "block": card.block,
        "block_words": getattr(rubric.blocks[card.block or ""], "title", card.block),
        "scale": f"{points(scale.max)} + {points(scale.bonus)}",
        **{name: parts.get(name) for name in ("information", "qa", "online_services")},
        "total": card.total, "state_words": STATES[card.state], "state": card.state,
        "remark": write_remark(card, rubric),
    }


def spread_row(found: Sequence[Scorecard], rubric: Rubric, block: str) -> Row:
    """How the information scores of a block spread; a portal whose score is not known is in no band."""
    members = sum(card.block == block and card.component("information") is not None for card in found)
    bands = spread(found, rubric, block)
    return {"title": rubric.blocks[block].title, "block": block, "members": members,
            "words": spread_words(found, rubric, block),
            "bands": list(zip(bands_of(rubric, block), bands, strict=True)),
            "unknown": members - len(known_scores(found, "information", block))}


def try_other(desk: Desk, session: Session, period: Period, rubric: Rubric,
              texts: Sequence[str]) -> tuple[dict[str, Decimal], Trial | None, str]:
    """(the numbers on trial, who gains and loses by them, what was wrong with them)."""
    changes: dict[str, Decimal] = {}
    try:
        changes = read_changes(texts)
        other = change_rubric(rubric, changes, [s.code for s in desk.rules().sections])
        return changes, try_rubric(desk, session, period, other), ""
    except (BadNumber, RubricError) as error:
        return changes, None, f"Không thử được: {error}"


def next_quarter(day: date) -> date:
    """The first day of the quarter after a day: a rubric that begins there cuts no quarter in two."""
    return date(day.year + (day.month > 9), (day.month + 2) // 3 * 3 % 12 + 1, 1)
