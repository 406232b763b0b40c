"""What the picture of a night as a whole is judged by: counts, and only the rows of portals that were not seen.

The office of one portal asks for it too, so nothing here brings a row for each portal that is well.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crawler.models import NightPortal, Post, Visit
from monitor.facts import NightFact, NightTally, PortalFact, PortalNightFact
from monitor.incidents import Failing
from monitor.load import portals_where
from monitor.load_visits import READ

#: Outcomes that are no failure: read, or leading to another request.
FINE = (*READ, "not_found", "binary", "redirected", "same_channel", "not_attempted", "not_due")

_UNSEEN = or_(NightPortal.state.is_(None), NightPortal.state.not_in(("complete", "partial")))


def load_tallies(session: Session, nights: Sequence[NightFact]) -> list[NightTally]:
    """How many portals each of these nights left in each state, by reason."""
    day = {n.id: n.night for n in nights}
    rows = session.execute(
        select(NightPortal.night_id, NightPortal.state, NightPortal.reason, func.count())
        .where(NightPortal.night_id.in_(day)).group_by(NightPortal.night_id, NightPortal.state, NightPortal.reason)
    )
    return [NightTally(day[night], state or "open", reason, portals) for night, state, reason, portals in rows]


def load_unseen(session: Session, nights: Sequence[NightFact]) -> list[PortalNightFact]:
    """The portals that these nights did not see; all portals of a night that is void."""
    day = {n.id: n.night for n in nights}
    void = [n.id for n in nights if n.state == "void"]
    rows = session.execute(
        select(NightPortal.night_id, NightPortal.portal, NightPortal.state, NightPortal.reason, NightPortal.requests)
        .where(NightPortal.night_id.in_(day), or_(_UNSEEN, NightPortal.night_id.in_(void)))
        .order_by(NightPortal.night_id, NightPortal.portal)
    )
    return [PortalNightFact(day[r.night_id], r.portal, r.state or "open", r.reason, r.requests) for r in rows]


def load_failing(session: Session, nights: Sequence[NightFact]) -> list[Failing]:
    """When the requests of each portal that was not seen failed in each of these nights."""
    day = {n.id: n.night for n in nights}
    rows = session.execute(
        select(Visit.night_id, Visit.portal, func.min(Visit.finished_at), func.max(Visit.finished_at))
        .join(NightPortal, (NightPortal.night_id == Visit.night_id) & (NightPortal.portal == Visit.portal))
        .where(Visit.night_id.in_(day), _UNSEEN, Visit.outcome.not_in(FINE), Visit.finished_at.is_not(None))
        .group_by(Visit.night_id, Visit.portal).order_by(Visit.night_id, Visit.portal)
    )
    return [Failing(day[night], portal, first, last) for night, portal, first, last in rows if first and last]


def load_news_days(session: Session) -> set[date]:
    """The nights on which any portal had a new post."""
    return set(session.scalars(select(Post.first_seen).where(Post.baseline.is_(False)).distinct()))


def load_provincial(session: Session, until: date) -> dict[str, PortalFact]:
    """The portals of the province itself up to a day, by code."""
    ever = select(NightPortal.portal).where(NightPortal.group == "province")
    found = portals_where(session, until, NightPortal.portal.in_(ever))
    return {code: portal for code, portal in found.items() if portal.group == "province"}


def load_home_hosts(session: Session, nights: Sequence[NightFact], portals: Collection[str]) -> set[str]:
    """The hosts that the home pages of these portals led to in any of these nights."""
    homes = session.execute(
        select(NightPortal.portal, NightPortal.home).where(
            NightPortal.night_id.in_([n.id for n in nights]), NightPortal.home.is_not(None),
            NightPortal.portal.in_(select(NightPortal.portal).where(NightPortal.group == "province"))))
    return {host for portal, home in homes if portal in portals and home for host in home.get("hosts", ())}
