"""What people decided on kept findings of the period, as inputs of a score: confirmed, or waived with a reason.

A decision counts for what rests on its finding (other findings of the same fault still stand), in the period whose
night it was taken on, and until the finding was reopened: a page that changed since is looked at again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import takewhile

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.judged import Decision as Stored
from crawler.judged import Finding
from crawler.models import Night
from monitor.periods import Period
from monitor.review import standing
from monitor.scoring.facts import Action, Decision, Facts
from monitor.scoring.rulings import load_rulings

#: The reviewers' words that bear on points; other words (a comment, a question) do not.
ACTIONS: dict[str, Action] = {"confirm": "confirm", "xác nhận": "confirm", "waive": "waive", "miễn trừ": "waive"}


def load_decided(session: Session, period: Period, facts: Iterable[Facts]) -> list[Decision]:
    """The decisions on the faults of these facts, and what two people decided about points of the period."""
    taken: dict[str, list[Stored]] = {}
    reopened = _reopened(session, period)
    rows = session.scalars(
        select(Stored).join(Finding, Finding.id == Stored.finding_id).join(Night, Night.id == Finding.night_id)
        .where(Night.night.between(period.start, period.end)).order_by(Stored.id)
    )
    for row in rows:
        since = reopened.get(row.fingerprint)
        if since is None or row.decided_at >= since:
            taken.setdefault(row.fingerprint, []).append(row)
    found = {
        Decision(f.portal, "information", ACTIONS[row.what], row.reason, f"quyết định số {row.id}", fault.item,
                 fault.fault, by=row.person, at=row.decided_at, finding=number)
        for f in facts for fault in f.faults for number in fault.evidence
        for row in _in_force(taken.get(number, ()))
    }
    found.update(load_rulings(session, period))
    return sorted(found, key=lambda d: (d.at, d.source, d.item, d.fault))


def _in_force(decisions: Iterable[Stored]) -> list[Stored]:
    """The newest decision on one finding and those just before it that say the same: who confirms what was waived has
    taken the waiver back."""
    said = [row for row in standing(decisions) if row.what in ACTIONS]
    return list(takewhile(lambda row: ACTIONS[row.what] == ACTIONS[said[-1].what], reversed(said)))


def _reopened(session: Session, period: Period) -> dict[str, datetime]:
    """Fingerprint of what somebody decided on -> when the newest night that reopened it had started."""
    rows = session.execute(
        select(Finding.fingerprint, Night.started_at).join(Night, Night.id == Finding.night_id)
        .where(Finding.life == "reopened", Finding.fingerprint.in_(select(Stored.fingerprint)),
               Night.night.between(period.start, period.end)).order_by(Night.night)
    )
    return {row.fingerprint: row.started_at for row in rows if row.started_at is not None}
