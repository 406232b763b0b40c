"""What the ledger of requests says beside the channels: doors, home pages, failures, and reference sites cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.judged import Probe
from crawler.models import DoorNight, Post, Visit
from crawler.probes import EVERY, LEAST, Round
from monitor.facts import NightFact
from monitor.incidents import Failing

#: Outcomes of a visit whose page was really read.
READ = ("observed", "observed_empty", "not_modified")

#: Outcomes that are no failure: read, or leading to another request.
FINE = (*READ, "not_found", "binary", "redirected", "same_channel", "not_attempted")


def load_news_days(session: Session) -> set[date]:
    """The nights on which any portal had a new post."""
    return set(session.scalars(select(Post.first_seen).where(Post.baseline.is_(False)).distinct()))


def load_failing(session: Session, nights: Sequence[NightFact]) -> list[Failing]:
    """When each portal's requests failed in each of these nights."""
    day = {n.id: n.night for n in nights}
    rows = session.execute(
        select(Visit.night_id, Visit.portal, func.min(Visit.finished_at), func.max(Visit.finished_at))
        .where(Visit.night_id.in_(day), Visit.outcome.not_in(FINE), Visit.finished_at.is_not(None))
        .group_by(Visit.night_id, Visit.portal).order_by(Visit.night_id, Visit.portal)
    )
    return [Failing(day[night], portal, first, last) for night, portal, first, last in rows if first and last]


def load_door_kinds(session: Session, nights: Sequence[NightFact]) -> dict[str, tuple[str, ...]]:
    """Portal -> kinds of doors (feed, sitemap) that stated days on these nights: further ways to the same truth."""
    rows = session.execute(
        select(DoorNight.portal, DoorNight.kind).where(
            DoorNight.night_id.in_([n.id for n in nights]), DoorNight.newest_on.is_not(None)
        ).distinct().order_by(DoorNight.portal, DoorNight.kind)
    )
    found: dict[str, tuple[str, ...]] = {}
    for portal, kind in rows:
        found[portal] = (*found.get(portal, ()), kind)
    return found


def load_home_visits(
    session: Session, nights: Sequence[NightFact], portal: str | None = None
) -> dict[str, dict[date, tuple[int, ...]]]:
    """Portal -> night -> the visits that read its home page."""
    day = {n.id: n.night for n in nights}
    query = select(Visit.night_id, Visit.portal, Visit.id).where(
        Visit.night_id.in_(day), Visit.purpose == "home", Visit.outcome.in_(READ)
    ).order_by(Visit.id)
    found: dict[str, dict[date, tuple[int, ...]]] = {}
    for night_id, code, visit in session.execute(query if portal is None else query.where(Visit.portal == portal)):
        nights_of = found.setdefault(code, {})
        nights_of[day[night_id]] = (*nights_of.get(day[night_id], ()), visit)
    return found


def load_cut_off(session: Session, nights: Sequence[NightFact]) -> dict[date, list[tuple[datetime, datetime]]]:
    """Night -> times, a round's pause before and after each round in which the reference sites did not answer."""
    day = {n.id: n.night for n in nights}
    rounds: dict[tuple[date, datetime], dict[str, str | None]] = {}
    rows = session.execute(select(Probe.night_id, Probe.at, Probe.name, Probe.failed)
                           .where(Probe.night_id.in_(day)).order_by(Probe.at))
    for night_id, at, name, failed in rows:
        rounds.setdefault((day[night_id], at), {})[name] = failed
    found: dict[date, list[tuple[datetime, datetime]]] = {}
    for (night, at), failed_ones in rounds.items():
        if len(failed_ones) >= LEAST and not Round(at, failed_ones).good:
            first, last = at - timedelta(seconds=EVERY), at + timedelta(seconds=EVERY)
            windows = found.setdefault(night, [])
            if windows and windows[-1][1] >= first:
                first = windows.pop()[0]
            windows.append((first, last))
    return found
