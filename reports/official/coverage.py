"""How well a period was watched and how far people have looked: the error rate that a report owes its readers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from crawler.judged import Decision, Finding
from crawler.models import Night
from crawler.seals import Seal
from monitor.count_rows import SEEN_LEAST
from monitor.office import Office
from reports.official.material import Coverage, PortalLine

OVERTURNED = ("waive", "miễn trừ", "reject", "bác bỏ")


def watch(office: Office, portals: Sequence[PortalLine]) -> Coverage:
    """The coverage of the office's period."""
    nights = office.nights
    usable = tuple(n for n in nights if n.usable)
    rows = [r for r in office.channel_nights(usable) if r.state != "void"] if usable else []
    no_address = {r.portal for r in office.portal_nights if r.reason == "address_unconfirmed"}
    known = {p.code for p in portals}
    findings, reviewed, overturned = _reviewed(office)
    return Coverage(
        (office.period.end - office.period.start).days + 1, len(nights), len(usable),
        sum(n.state == "void" for n in nights), len(portals),
        tuple(p.name for p in portals if not p.seen_share and p.code not in no_address and not _seen(office, p.code)),
        len(no_address & known), sum(_seen(office, p.code) and p.seen_share < SEEN_LEAST for p in portals),
        findings, reviewed, overturned, len(rows), sum(r.state in ("observed", "observed_empty") for r in rows),
        _seals(office),
    )


def _seen(office: Office, code: str) -> bool:
    return any(r.portal == code and r.seen for r in office.portal_nights)


def _reviewed(office: Office) -> tuple[int, int, int]:
    """(faults found in the period, those that a person decided on, those that a person threw out)."""
    inside = Night.night.between(office.period.start, office.period.end)
    found = select(func.count(func.distinct(Finding.fingerprint))).join(Night, Night.id == Finding.night_id).where(
        inside, Finding.negative)
    decided = found.join(Decision, Decision.fingerprint == Finding.fingerprint)
    count = [office.session.scalar(q) or 0 for q in (found, decided, decided.where(Decision.what.in_(OVERTURNED)))]
    return count[0], count[1], count[2]


def _seals(office: Office) -> tuple[tuple[date, str], ...]:
    """(night, root) of the newest seal of each night of the period."""
    rows = office.session.execute(
        select(Seal.night, Seal.root).where(Seal.night.between(office.period.start, office.period.end))
        .order_by(Seal.night, Seal.version)
    )
    return tuple(sorted({row.night: row.root for row in rows}.items()))
