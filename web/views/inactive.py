"""Portals without posts: the list, and apart from it those of which nothing can be said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from monitor.activity import judge_activity
from monitor.facts import History
from monitor.thresholds import Thresholds
from monitor.words import GROUPS, VERDICTS
from reports.morning import period_of
from web.access import Looking
from web.answers import morning
from web.desk import Desk, desk_of, read_session
from web.formats import as_zalo, base_of, send
from web.listing import Column, Listing
from web.render import day, number, page
from web.search import sort_key
from web.sheets import SHEET, PageNumber, cut_sheet

router = APIRouter()

Row = dict[str, Any]
COLUMNS = (
    Column("portal", "Mã cổng", width=16), Column("name", "Cổng", width=36), Column("group_words", "Khối", width=20),
    Column("verdict_words", "Kết luận", width=18), Column("newest_on", "Tin mới nhất", "day", 13),
    Column("days_silent", "Số ngày im", "number", 11), Column("grade", "Độ chắc chắn", width=10),
    Column("nights_observed", "Đêm đã xem", "number", 11), Column("nights", "Số đêm", "number", 9),
    Column("reason", "Vì sao", width=90), Column("verdict", "verdict", width=12),
)
STEPS = (30, 60, 90)


@router.get("/inactive.{ending}")
@router.get("/inactive")
def show_inactive(request: Request, visitor: Looking, session: Annotated[Session, Depends(read_session)],
                  ending: str = "", days: Annotated[int | None, Query(ge=7, le=366)] = None, verdict: str = "inactive",
                  page_number: PageNumber = 1, bom: bool = False) -> Response:
    desk = desk_of(request)
    m = morning(desk, session)
    limit = days or desk.rules().thresholds.silent_days
    rows = inactive_rows(desk, session, limit)
    wanted = [r for r in rows if r["verdict"] == verdict]
    title = f"Cổng không có tin, bài mới trong {limit} ngày" if verdict == "inactive" else "Cổng không xác định"
    listing = Listing("khong-hoat-dong", title, COLUMNS, wanted, "/inactive",
                      {"days": str(days or ""), "verdict": "" if verdict == "inactive" else verdict})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request), lambda r: f"{r['name']}: tin mới nhất {day(r['newest_on'])}"
                   + (f", {number(r['days_silent'])} ngày" if r["days_silent"] is not None else ""))
    return page(request, "inactive.html", listing=listing, sheet=cut_sheet(wanted, page_number), most=SHEET, zalo=zalo,
                m=m, limit=limit, steps=STEPS, verdict=verdict,
                unknown=[r for r in rows if r["verdict"] == "unknown"], label=desk.labels()["silent_days"],
                active=sum(r["verdict"] == "active" for r in rows))


def inactive_rows(desk: Desk, session: Session, limit: int) -> list[Row]:
    """All portals with their verdict; nothing before the first night. The steps of the slider are judged together,
    for reading the histories is what takes time."""
    m = morning(desk, session)
    if m is None:
        return []
    period, limits = period_of(m.night.night), (limit,) if limit not in STEPS else STEPS

    def compute() -> dict[int, list[Row]]:
        histories = desk.office(session, period).histories()
        return {one: activity_rows(histories, desk.rules().thresholds, one) for one in limits}

    return desk.answer(session, ("inactive", period.end, limits), compute)[limit]


def activity_rows(histories: Sequence[History], thresholds: Thresholds, limit: int) -> list[Row]:
    """The monitor's verdict with this number of days; the longest silence first."""
    rules = replace(thresholds, silent_days=limit)
    found = []
    for history in histories:
        a = judge_activity(history, rules)
        found.append({
            "portal": a.portal, "name": history.portal.name, "group": history.portal.group,
            "group_words": GROUPS[history.portal.group], "verdict": a.verdict, "verdict_words": VERDICTS[a.verdict],
            "newest_on": a.newest_on, "days_silent": a.days_silent, "grade": a.grade, "nights": a.nights,
            "nights_observed": a.nights_observed, "reason": a.reason,
        })
    return sorted(found, key=lambda r: (-(r["days_silent"] or 0), *sort_key(r["name"])))
