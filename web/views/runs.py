"""The nights: how each went, portals by outcome with the cause and who should act, progress while one is running."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.models import Night, Visit
from crawler.reruns import CannotRerun, Rerun, ask_again, unseen_of
from monitor import rows as monitor_rows
from monitor.causes import cause_of, cause_words, who_acts
from monitor.facts import NightFact
from monitor.load import load_portal_nights
from monitor.periods import Period
from monitor.words import GROUPS, STATES, count_words
from web.access import Deciding, Looking, check_form
from web.answers import last_nights, portals
from web.audit import Act, record
from web.desk import Desk, desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.night_work import measure_work, night_log
from web.render import day, page
from web.search import sort_key
from web.sheets import PageNumber, cut_sheet
from web.storage import look_at_storage

router = APIRouter()

Row = dict[str, Any]
Reading = Annotated[Session, Depends(read_session)]
BACK = 60  # days of nights that are listed
PACE = timedelta(minutes=5)
COLUMNS = (
    Column("night", "Đêm", "day", 12), Column("state_words", "Trạng thái", width=20),
    Column("complete", "Trọn vẹn", "number", 10), Column("partial", "Một phần", "number", 10),
    Column("not_observed", "Không quan sát được", "number", 12), Column("void", "Không giá trị", "number", 12),
    Column("requests", "Lượt truy cập", "number", 12), Column("exit_code", "Mã kết thúc", "number", 10),
    Column("started", "Bắt đầu", width=24), Column("ended", "Kết thúc", width=24), Column("state", "state", width=12),
)
PORTALS = (
    Column("portal", "Mã cổng", width=16), Column("name", "Cổng", width=34), Column("group_words", "Khối", width=20),
    Column("state_words", "Kết quả", width=20), Column("reason_words", "Vì sao", width=40),
    Column("todo", "Cần làm gì", width=40), Column("who", "Ai cần làm", width=40),
    Column("requests", "Lượt truy cập", "number", 12), Column("state", "state", width=12),
    Column("reason", "reason", width=16),
)
FIRST = {"void": 0, "not_observed": 1, "partial": 2, "open": 3, "complete": 4}


@router.get("/runs.{ending}")
@router.get("/runs")
def show_runs(request: Request, visitor: Looking, session: Reading, ending: str = "", bom: bool = False) -> Response:
    desk = desk_of(request)
    today = desk.today()
    found = [_flat(row) for row in reversed(night_rows(desk, session))]
    listing = Listing("dot-thu-thap", "Đợt thu thập", COLUMNS, found, "/runs", {})
    if ending:
        return send(listing, ending, today, bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"đêm {day(r['night'])}: {r['state_words']}, trọn vẹn "
                   f"{r['complete']}, một phần {r['partial']}, không quan sát được {r['not_observed']}")
    newest = last_nights(desk, session, 1)
    live = newest[0] if newest and newest[0].state in ("running", "interrupted") else None
    return page(request, "runs.html", listing=listing, zalo=zalo, fact=live,
                storage=look_at_storage(desk.settings.data_dir),
                progress=progress(session, live.id) if live else None)


def night_rows(desk: Desk, session: Session) -> list[Row]:
    """The nights of the last `BACK` days, oldest first; counted anew on each request only while one is running."""
    today = desk.today()
    period, newest = Period(today - timedelta(days=BACK), today, f"{BACK} ngày gần nhất"), last_nights(desk, session, 1)
    if newest and newest[-1].state == "running":
        return monitor_rows.runs(desk.office(session, period))
    return desk.answer(session, ("runs", period.end), lambda: monitor_rows.runs(desk.office(session, period)))


@router.get("/runs/{night}")
@router.get("/runs/{night}.{ending}")  # nearest to the function: tried first
def show_run(request: Request, visitor: Looking, session: Reading, night: date, ending: str = "", state: str = "",
             page_number: PageNumber = 1, bom: bool = False) -> Response:
    desk = desk_of(request)
    fact = _night(desk, session, night)
    rows, known = load_portal_nights(session, [fact]), portals(desk, session)
    found: list[Row] = [
        {"portal": r.portal, "name": known[r.portal].name, "group_words": GROUPS[known[r.portal].group],
         "state": r.state, "state_words": STATES.get(r.state, "chưa xong"), "reason": r.reason,
         "reason_words": cause_words(r.reason) if r.reason else None,
         "todo": cause_of(r.reason).todo if r.reason else None, "who": who_acts(r.reason) if r.reason else None,
         "requests": r.requests}
        for r in rows if r.portal in known and (not state or r.state == state)
    ]
    found.sort(key=lambda r: (FIRST.get(r["state"], 3), r["reason"] or "", *sort_key(r["name"])))
    listing = Listing(f"dem-{night}", f"Đêm {night:%d/%m/%Y}", PORTALS, found, f"/runs/{night}", {"state": state})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['name']}: {r['state_words']}"
                   + (f" – {r['reason_words']}" if r["reason"] else ""))
    ended = fact.state not in ("running", "interrupted")
    wishes = list(session.scalars(select(Rerun).where(Rerun.night_id == fact.id).order_by(Rerun.id.desc())))
    work = desk.answer(session, ("work", fact.id), lambda: measure_work(session, fact)) if ended else None
    unseen = {p.portal for p in unseen_of(session, fact.id)} if ended and night == desk.today() else set()
    return page(request, "run.html", listing=listing, sheet=cut_sheet(found, page_number), zalo=zalo, fact=fact,
                counts=Counter(r.state for r in rows),
                state=state, progress=None if ended else progress(session, fact.id),
                row=session.get_one(Night, fact.id), total=len(rows), polled="hx-request" in request.headers,
                names={code: portal.name for code, portal in known.items()},
                work=work, storage=look_at_storage(desk.settings.data_dir), wishes=wishes,
                again=unseen - {wish.portal for wish in wishes if wish.taken_at is None})


@router.get("/runs/{night}/log.csv")
def send_log(request: Request, visitor: Looking, session: Reading, night: date, bom: bool = False) -> Response:
    """The night's log: one line a request, with its outcome."""
    desk = desk_of(request)
    return send(night_log(session, _night(desk, session, night)), "csv", desk.today(), bom)


@router.post("/runs/{night}/rerun", dependencies=[Depends(check_form)])
def rerun(request: Request, visitor: Deciding, night: date, portal: Annotated[str, Form(max_length=32)] = "",
          reason: Annotated[str, Form(max_length=500)] = "") -> Response:
    """Keep the wish; the program that runs the nights takes it up. Nothing is crawled from here."""
    desk = desk_of(request)
    try:
        with desk.write() as writing:
            codes = ask_again(writing, night, desk.today(), [portal] if portal else None, reason.strip(), visitor.name,
                              desk.now())
            record(writing, Act(visitor.name, "rerun", night.isoformat(), reason.strip(),
                                after={"portals": ", ".join(codes)}), desk.now())
    except CannotRerun as error:
        return page(request, "error.html", 409, title="Chưa ghi yêu cầu chạy lại", text=str(error), code="409")
    return RedirectResponse(f"/runs/{night}#lai", 303)


def _night(desk: Desk, session: Session, night: date) -> NightFact:
    fact = next((n for n in last_nights(desk, session, 400) if n.night == night), None)
    if fact is None:
        raise HTTPException(404)
    return fact


def progress(session: Session, night: int) -> Row:
    """How far a night is: requests done and planned so far (a list may lead to further ones), portals with nothing
    left to ask, and the minutes that the rest takes at the pace of the last five."""
    planned, done, portals_all = session.execute(select(
        func.count(Visit.id), func.count(Visit.outcome), func.count(Visit.portal.distinct()),
    ).where(Visit.night_id == night)).one()
    waiting = session.scalar(select(func.count(Visit.portal.distinct())).where(
        Visit.night_id == night, Visit.outcome.is_(None))) or 0
    recent = session.scalar(select(func.count(Visit.id)).where(
        Visit.night_id == night, Visit.finished_at > datetime.now(UTC) - PACE)) or 0
    left = round((planned - done) / recent * (PACE / timedelta(minutes=1))) if recent else None
    return {"planned": planned, "done": done, "percent": 100 * done // planned if planned else 0,
            "words": f"{count_words(done)}/{count_words(planned)} lượt truy cập đã biết",
            "portals": f"{count_words(portals_all - waiting)}/{count_words(portals_all)} cổng đã hỏi xong",
            "left": None if left is None else f"còn khoảng {count_words(max(left, 1))} phút"}


def _flat(row: Row) -> Row:
    counts: Row = row["portals"]
    return row | counts | {"state_words": STATES.get(row["state"], row["state"])}
