"""What the ledger of requests says beside the channels: doors, home pages, failures, and reference sites cut off."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.judged import Probe
from crawler.models import DoorNight, Visit
from crawler.probes import EVERY, LEAST, Round
from monitor.facts import NightFact

#: Outcomes of a visit whose page was really read.
READ = ("observed", "observed_empty", "not_modified")


def load_door_kinds(
    session: Session, nights: Sequence[NightFact], portal: str | None = None
) -> dict[str, tuple[str, ...]]:
    """Portal -> kinds of doors (feed, sitemap) that stated days on these nights: further ways to the same truth."""
    query = select(DoorNight.portal, DoorNight.kind).where(
        DoorNight.night_id.in_([n.id for n in nights]), DoorNight.newest_on.is_not(None)
    ).distinct().order_by(DoorNight.portal, DoorNight.kind)
    found: dict[str, tuple[str, ...]] = {}
    for code, kind in session.execute(query if portal is None else query.where(DoorNight.portal == portal)):
        found[code] = (*found.get(code, ()), kind)
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
