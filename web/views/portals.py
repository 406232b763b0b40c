"""Portals: the list with its search, and the page of one of them."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from crawler.counted import load_counts
from crawler.people import PortalContact
from monitor import rows as monitor_rows
from monitor.causes import cause_words, who_acts
from monitor.life import LIVES
from monitor.load import load_post_channels
from monitor.office import Office
from monitor.review import OPEN, WORDS, load_taken
from monitor.stored import load_kept
from monitor.words import GROUPS, STATES
from reports.morning import period_of
from web.access import Looking
from web.answers import morning, newest_night, notes, portals, standing_period, this_quarter
from web.desk import Desk, desk_of, read_session
from web.findings import Wanted, choose, finding_rows, sentence_of
from web.formats import as_zalo, base_of, send
from web.heat import heat_rows
from web.listing import Column, Day, Listing
from web.months import month_rows, months_until
from web.portal_card import load_cards
from web.render import page
from web.score_history import running_score
from web.search import matches, sort_key
from web.sheets import PageNumber, cut_sheet

router = APIRouter()

Row = dict[str, Any]
Reading = Annotated[Session, Depends(read_session)]
CONTACT = "lh_coquan"  # the section of sections.csv that says how to reach the owner
COLUMNS = (
    Column("portal", "Mã cổng", width=16), Column("name", "Cổng", width=36), Column("group_words", "Khối", width=20),
    Column("url", "Địa chỉ", "link", 40), Column("state_words", "Đêm qua", width=22),
    Column("reason_words", "Lý do", width=40), Column("who", "Ai cần làm gì", width=40),
    Column("open", "Chờ duyệt", "number", 10), Column("confirmed", "Đã xác nhận", "number", 12),
    Column("state", "state", width=12), Column("reason", "reason", width=14),
)


@router.get("/portals.{ending}")
@router.get("/portals")
def show_portals(request: Request, visitor: Looking, session: Reading, ending: str = "", q: str = "", block: str = "",
                 state: str = "", outcome: str = "", page_number: PageNumber = 1, bom: bool = False) -> Response:
    desk = desk_of(request)
    m = morning(desk, session)
    nights = {r.portal: r for r in m.rows} if m else {}
    found = choose_portals(desk, session, nights, q, block, state or ("unseen" if outcome == "open" else ""))
    if q and len(found) == 1 and not ending:
        return RedirectResponse(f"/portals/{found[0]['portal']}", 303)
    listing = Listing("cong", "Cổng" + (f" – {GROUPS.get(block, block)}" if block else ""), COLUMNS, found, "/portals",
                      {"q": q, "block": block, "state": state, "outcome": outcome})
    if ending:
        return send(listing, ending, desk.today(), bom)
    zalo = as_zalo(listing, base_of(request),
                   lambda r: f"{r['name']}: {r['state_words']}" + (f", {r['reason_words']}" if r["reason"] else ""))
    return page(request, "portals.html", listing=listing, sheet=cut_sheet(found, page_number), zalo=zalo, q=q,
                block=block, state=state, outcome=outcome, m=m, states=Counter(r.state for r in nights.values()))


def choose_portals(desk: Desk, session: Session, nights: dict[str, Any], q: str, block: str, state: str) -> list[Row]:
    """The portals that the filters leave, in Vietnamese order within their blocks."""
    rows = finding_rows(desk, session)
    waiting = Counter(r["portal"] for r in rows if r["state"] in OPEN)
    confirmed = Counter(r["portal"] for r in rows if r["state"] == "confirmed")
    found = []
    for code, portal in portals(desk, session).items():
        night = nights.get(code)
        now, reason = (night.state, night.reason) if night else ("not_observed", None)
        unseen = state == "unseen" and now not in ("not_observed", "void")
        if (block and portal.group != block) or unseen or (state not in ("", "unseen") and now != state):
            continue
        if q and not matches(q, portal.name, code, portal.url):
            continue
        found.append({
            "portal": code, "name": portal.name, "group": portal.group, "group_words": GROUPS[portal.group],
            "url": portal.url, "state": now, "state_words": STATES[now], "reason": reason,
            "reason_words": cause_words(reason) if reason else None, "who": who_acts(reason) if reason else None,
            "open": waiting[code], "confirmed": confirmed[code],
        })
    order = list(GROUPS)
    return sorted(found, key=lambda r: (order.index(r["group"]), *sort_key(r["name"])))


@router.get("/portals/{code}")
def show_portal(request: Request, visitor: Looking, session: Reading, code: str, day: Day = None,
                channel: int | None = None) -> Response:
    desk = desk_of(request)
    portal = portals(desk, session, code).get(code)
    if portal is None:
        raise HTTPException(404)
    newest = newest_night(desk, session)
    last = newest.night if newest else desk.today()
    facts = desk.answer(session, ("portal", code, last),
                        lambda: look_at(desk.office(session, period_of(last), code), last))
    picked = [p for p in facts["posts"] if p["day"] == day.isoformat() and (channel is None or channel in p["ids"])] \
        if day else []
    found = choose(finding_rows(desk, session, portal=code), Wanted())
    return page(
        request, "portal.html", portal=portal, night=next((r for r in facts["nights"] if r.night == last), None),
        facts=facts, day=day, channel=channel, picked=picked, found=found,
        card=desk.registry(load_cards).get(code), period=this_quarter(desk.today()),
        contact=next((g for g in facts["gaps"] if g["section"] == CONTACT and g["matched_url"]), None),
        asked=session.get(PortalContact, code), running=running_score(desk, session, code),
        waiting=[r for r in found if r["state"] in OPEN], timeline=timeline(desk, session, code, facts),
    )


def look_at(office: Office, last: date) -> Row:
    """What the page of a portal shows and people's decisions do not change."""
    titles = load_post_channels(office.session, office.portal)
    nights = office.channel_nights(office.nights)
    posts = [{"title": p.title, "url": p.url, "day": p.dated_on.isoformat() if p.dated_on else None,
              "first_seen": p.first_seen, "channels": titles.get(p.id, []), "ids": office.post_lists.get(p.id, ()),
              "removed_on": p.removed_on} for p in office.posts]
    return {
        "heat": heat_rows(office.channels, nights, office.posts, office.post_lists, last), "posts": posts,
        "months": months_until(last),
        "year": month_rows(office.channels, load_counts(office.session, office.portal or ""), last),
        "gaps": monitor_rows.gaps(office), "questions": monitor_rows.questions(office),
        "activity": office.activities()[0] if office.portals else None,
        "nights": office.nights_of.get(office.portal or "", []),
    }


def timeline(desk: Desk, session: Session, code: str, facts: Row) -> list[Row]:
    """What happened, newest first: outages, findings that came and went, decisions."""
    found: list[Row] = []
    before = None
    for row in facts["nights"]:
        if row.state != before:
            words = STATES.get(row.state, row.state)
            found.append({"day": row.night, "what": f"Quan sát: {words}",
                          "note": cause_words(row.reason) if row.reason else "", "mark": None})
        before = row.state
    period = standing_period(desk)
    kept = load_kept(session, period.start, period.end, code, turns=True)
    found += [{"day": r.night, "what": f"Phát hiện {LIVES[r.life]}", "note": sentence_of(r), "mark": r.fingerprint}
              for r in kept]
    for mark, taken in load_taken(session, notes(desk, session, period, code)).items():
        found += [{"day": t.night, "what": f"{WORDS.get(t.what, t.what)} – {t.person}", "note": t.reason, "mark": mark}
                  for t in taken]
    return sorted(found, key=lambda r: r["day"], reverse=True)[:60]
