"""After the crawl: derive channels, posts and questions of each portal from what the night observed.

A pure function of the observations in a fixed order, so that an interrupted and resumed night ends as an
uninterrupted one. One transaction a portal; a portal whose state is set is settled and not touched again.
"""

from __future__ import annotations

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler import lock
from crawler.counted import keep_counts
from crawler.models import NightPortal
from crawler.settle.channels import settle_channels
from crawler.settle.doors import settle_doors
from crawler.settle.harvest import Harvest, gather
from crawler.settle.portals import judge_portal
from crawler.settle.posts import settle_posts
from crawler.settle.questions import settle_questions


def settle_night(engine: Engine, night_id: int, token: str) -> None:
    """Settle every portal of the night that is still open."""
    with Session(engine) as session:
        codes = session.scalars(
            select(NightPortal.portal)
            .where(NightPortal.night_id == night_id, NightPortal.state.is_(None)).order_by(NightPortal.portal)
        ).all()
    for code in codes:
        with Session(engine) as session, session.begin():
            lock.holds(session, token)
            settle_portal(session, gather(session, night_id, code))


def settle_portal(session: Session, harvest: Harvest) -> None:
    """Derive one portal's night; the caller's transaction keeps it whole."""
    posts = settle_posts(session, harvest)
    settle_doors(session, harvest, posts)
    settle_questions(session, harvest)
    channels = settle_channels(session, harvest, posts)
    judge_portal(session, harvest, channels)
    keep_counts(session, harvest.portal)
