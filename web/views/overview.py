"""The morning: did the night work, what is new, what must I do."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from monitor.review import load_taken
from monitor.words import count_words, day_words
from reports.digest import headline, summary
from reports.morning import Morning
from web.access import Looking
from web.answers import last_nights, morning
from web.desk import desk_of, read_session
from web.findings import Wanted, choose, finding_rows
from web.formats import base_of
from web.pace import pace_of
from web.render import page

router = APIRouter()

Row = dict[str, Any]
WORK = 8  # lines of today's work: what fits on one screen


@router.get("/")
def overview(request: Request, visitor: Looking, session: Annotated[Session, Depends(read_session)]) -> Response:
    desk = desk_of(request)
    m = morning(desk, session)
    if m is None:
        return page(request, "empty.html")
    rows = finding_rows(desk, session)
    waiting = choose(rows, Wanted(state="open"))
    fresh = [r for r in rows if r["since"] == m.night.night.isoformat()]
    before = m.before.night.isoformat() if m.before else None
    tiles = {
        "seen": sum(r.seen for r in m.rows), "total": len(m.rows),
        "seen_before": m.states_before["complete"] + m.states_before["partial"],
        "new": len(fresh), "new_before": sum(r["since"] == before for r in rows),
        "waiting": len(waiting), "overdue": len(m.overdue),
        "fixed": sum(r["life"] == "fixed" and r["state"] == "fixed" for r in rows),
    }
    return page(
        request, "overview.html", m=m, mark=headline(m), tiles=tiles, work=waiting[:WORK], waiting=len(waiting),
        pace=pace_of(load_taken(session), desk.today()), nights=last_nights(desk, session),
        changes=notable(m), zalo=bulletin(m, tiles, base_of(request)),
    )


def notable(m: Morning) -> list[Row]:
    """What changed since the night before; many portals with one cause are one line."""
    lost = Counter(r.reason or r.state for r in m.lost)
    found: list[Row] = [
        {"what": "Không còn quan sát được", "reason": reason, "count": n,
         "portals": [(r.portal, m.name(r.portal)) for r in m.lost if (r.reason or r.state) == reason]}
        for reason, n in lost.most_common()
    ]
    if m.back:
        found.append({"what": "Quan sát lại được", "reason": None, "count": len(m.back),
                      "portals": [(r.portal, m.name(r.portal)) for r in m.back]})
    events = Counter(e.what for e in m.changed)
    words = {"removed": "Bài không còn hiển thị", "redated": "Bài đổi ngày đăng", "retitled": "Bài đổi tiêu đề"}
    for what, said in words.items():
        codes = sorted({e.post.portal for e in m.changed if e.what == what})
        if codes:
            found.append({"what": said, "reason": None, "count": events[what],
                          "portals": [(code, m.name(code)) for code in codes]})
    return found


def bulletin(m: Morning, tiles: dict[str, int], base: str) -> str:
    """The morning's message: what the digest says, and where to go on."""
    lines = [f"Soi Cổng – đêm {day_words(m.night.night)}", *summary(m),
             f"Thiếu sót mới: {count_words(tiles['new'])}; chờ duyệt: {count_words(tiles['waiting'])}.", f"{base}/"]
    return "\n".join(lines)
