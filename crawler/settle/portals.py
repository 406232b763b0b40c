"""How one portal was observed in one night as a whole."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.models import ChannelNight, NightPortal
from crawler.outcomes import UNASKED
from crawler.settle.harvest import Harvest

#: Parts that say nothing bad of the observation: forbidden by the portal itself, or leading elsewhere.
NOT_OURS = ("offsite", "login", "address_refused")


def judge_portal(session: Session, harvest: Harvest, channels: list[ChannelNight]) -> None:
    """Write the portal's state: complete, partial, not_observed or void, with the reason."""
    row = session.execute(
        select(NightPortal)
        .where(NightPortal.night_id == harvest.night_id, NightPortal.portal == harvest.portal)
    ).scalar_one()
    row.requests = sum(v.status is not None or v.outcome not in UNASKED for v in harvest.visits)
    row.platform_seen = harvest.home.reading.platform if harvest.home and harvest.home.reading else None
    row.home = _home(harvest)
    row.state, row.reason = _state(harvest, channels)
    row.left_out = len(harvest.left)


def _home(harvest: Harvest) -> dict[str, Any] | None:
    """What the home page says of itself, and which other doors were seen to open; None when it was not seen."""
    home = harvest.home
    if home is None or not home.seen or home.reading is None:
        return None
    doors = {a.reading.kind for a in harvest.doors.values() if a.seen and a.reading is not None}
    return {
        "title": home.reading.title[:300], "features": list(home.reading.features), "hosts": list(home.reading.hosts),
        "doors": sorted(doors & {"feed", "sitemap"}), "url": home.visit.url, "marks": home.visit.marks or [],
    }


def _state(harvest: Harvest, channels: list[ChannelNight]) -> tuple[str, str | None]:
    home = harvest.home or harvest.robots
    if home is None:
        return "void", "our_error"
    if harvest.home is None or not harvest.home.seen:
        outcome = home.visit.outcome if home.visit.outcome != "not_attempted" else home.visit.reason
        return ("void" if home.state == "void" else "not_observed"), outcome
    lists = [c for c in channels if c.reason not in NOT_OURS]
    left = f"{len(harvest.left)} danh sách chưa đến lượt" if harvest.left else None
    if not lists and left is None:
        return "partial", "menu_not_found"
    bad = [c for c in lists if c.state not in ("observed", "observed_empty")]
    if not bad:
        return "complete", left
    if len(bad) == len(lists) and left is None:  # of a few out of many lists nothing follows for the portal
        return "not_observed", bad[0].reason
    return "partial", "; ".join(filter(None, (f"{len(bad)} trên {len(lists)} chuyên mục chưa quan sát trọn", left)))
