"""How well a period was watched and how far people have looked: the error rate that a report owes its readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from crawler.judged import Finding
from crawler.models import Night
from crawler.seals import Seal
from monitor.count_rows import SEEN_LEAST
from monitor.office import Office
from monitor.review import load_taken, standing
from monitor.scoring.rulings import list_rulings
from reports.official.material import Coverage, PortalLine

OVERTURNED = {"waive", "miễn trừ"}
DECIDED = {"confirm", "xác nhận", *OVERTURNED}
CHANGES = ("waive", "aggravate", "change_points")


def watch(office: Office, portals: Sequence[PortalLine]) -> Coverage:
    """The coverage of the office's period."""
    nights = office.nights
    usable = tuple(n for n in nights if n.usable)
    rows = [r for r in office.channel_nights(usable) if r.state != "void"] if usable else []
    no_address = {r.portal for r in office.portal_nights if r.reason == "address_unconfirmed"}
    known, seen = {p.code for p in portals}, {r.portal for r in office.portal_nights if r.seen}
    findings, reviewed, overturned = _reviewed(office)
    return Coverage(
        (office.period.end - office.period.start).days + 1, len(nights), len(usable),
        sum(n.state == "void" for n in nights), len(portals),
        tuple(p.name for p in portals if not p.seen_share and p.code not in no_address | seen),
        len(no_address & known), sum(p.code in seen and p.seen_share < SEEN_LEAST for p in portals),
        findings, reviewed, overturned, _corrected(office), len(rows),
        sum(r.state in ("observed", "observed_empty") for r in rows), _seals(office),
    )


def _reviewed(office: Office) -> tuple[int, int, int]:
    """(faults found in the period, those that a person decided on, those that a person threw out); a decision that was
    taken back is none."""
    found = set(office.session.scalars(
        select(Finding.fingerprint).join(Night, Night.id == Finding.night_id)
        .where(Night.night.between(office.period.start, office.period.end), Finding.negative)))
    words = [{d.what for d in standing(taken)} for fingerprint, taken in load_taken(office.session).items()
             if fingerprint in found]
    return len(found), sum(bool(said & DECIDED) for said in words), sum(bool(said & OVERTURNED) for said in words)


def _corrected(office: Office) -> int:
    """Points of the period that people decided otherwise than the program; what waits for a second person is none."""
    return sum(told.state == "in_force" and told.ruling.action in CHANGES
               for told in list_rulings(office.session, office.period))


def _seals(office: Office) -> tuple[tuple[date, str], ...]:
    """(night, root) of the newest seal of each night of the period."""
    rows = office.session.execute(
        select(Seal.night, Seal.root).where(Seal.night.between(office.period.start, office.period.end))
        .order_by(Seal.night, Seal.version)
    )
    return tuple(sorted({row.night: row.root for row in rows}.items()))
