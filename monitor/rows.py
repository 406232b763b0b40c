"""What the commands answer: rows of plain values in the contract's shapes, one function a command."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from crawler.clock import VIETNAM
from monitor import load
from monitor.activity import Activity
from monitor.basis import legal_basis
from monitor.basis_sets import law_day
from monitor.certificate import require_certificate
from monitor.copies import find_copies
from monitor.facts import ChannelNightFact, NightFact, PortalNightFact
from monitor.load_copies import load_relatives
from monitor.office import Office
from monitor.questions import Deadline
from monitor.sections import SectionVerdict

Row = dict[str, Any]

#: A portal that could not be entered has no channel rows: the state of its night stands for all of them.
AS_CHANNEL = {"complete": "observed", "partial": "partly"}
PORTAL_STATES = ("complete", "partial", "not_observed", "void")


def posts(office: Office) -> list[Row]:
    """Posts of the period, by portal, newest first. A copy is told from the posts of all portals."""
    channels = load.load_post_channels(office.session, office.portal)
    copies = find_copies(office.posts if office.portal is None else load_relatives(office.session, office.posts))
    found = sorted(office.posts_in_period(),
                   key=lambda p: (p.portal, date.max - (p.published_on or p.first_seen), p.id))
    return [
        {
            "portal": p.portal, "channels": channels.get(p.id, []), "kind": p.kind, "url": p.url, "title": p.title,
            "published_on": _day(p.published_on), "published_raw": p.published_raw, "date_source": p.date_source,
            "first_seen": _day(p.first_seen), "last_seen": _day(p.last_seen), "edited_on": _day(p.edited_on),
            "removed_on": _day(p.removed_on), "copy_of": copies[p.id].url if p.id in copies else None,
            "backdated_days": office.backdated(p),
        }
        for p in found
    ]


def gaps(office: Office, basis: str | None = None) -> list[Row]:
    """Every section of every portal with its verdict; `basis` names the set of law to print instead of the period's."""
    day = law_day(basis, office.as_of)
    found = office.sections()
    if basis is not None:
        found = [replace(v, basis=legal_basis(v.section, office.portals[v.portal].group, day)) for v in found]
    return [gap_row(verdict) for verdict in found]


def gap_row(v: SectionVerdict) -> Row:
    """A verdict on a section; `NotProven` when it speaks against the portal and no certificate carries it."""
    if v.verdict == "not_met":
        require_certificate(v.certificate, f"{v.portal}, {v.section.code}")
    return {
        "portal": v.portal, "section": v.section.code, "title": v.section.title, "verdict": v.verdict,
        "presence": v.presence, "content": v.content, "freshness": v.freshness, "newest_on": _day(v.newest_on),
        "matched_title": v.matched_title, "matched_url": v.matched_url, "basis": list(v.basis), "coverage": v.coverage,
        "evidence": [{"night": _day(night), "channel": channel, "visits": list(visits)}
                     for night, channel, visits in v.evidence],
    }


def inactive(office: Office) -> list[Row]:
    """One row a portal, active ones too."""
    return [activity_row(activity) for activity in office.activities()]


def activity_row(a: Activity) -> Row:
    """A verdict on a portal; `NotProven` when it speaks against it and no certificate carries it."""
    if a.verdict == "inactive":
        require_certificate(a.certificate, a.portal)
    return {
        "portal": a.portal, "verdict": a.verdict, "newest_on": _day(a.newest_on), "days_silent": a.days_silent,
        "nights": a.nights, "nights_observed": a.nights_observed, "reason": a.reason,
    }


def questions(office: Office) -> list[Row]:
    """The period's questions. Who asked is not among what is kept."""
    return [_question(deadline) for deadline in office.deadlines()]


def _question(d: Deadline) -> Row:
    q = d.question
    return {
        "portal": q.portal, "id": q.key, "url": q.url, "asked_on": _day(q.asked_on),
        "accepted_on": _day(q.accepted_on), "answered_on": _day(q.answered_on), "state": q.state,
        "answered_by": q.answered_by, "answered_by_title": q.answered_by_title, "due_on": _day(d.due_on),
        "working_days_late": d.working_days_late,
    }


def coverage(office: Office) -> list[Row]:
    """Every channel in every night of the period; a portal that could not be entered, or some of whose lists were left
    for another night, has one row without channel."""
    titles = {c.id: c.title for c in office.channels}
    rows = office.channel_nights(office.nights)
    entered = {(row.night, row.portal) for row in rows}
    found = [_channel_night(row, titles[row.channel]) for row in rows]
    found += [_portal_night(row) for row in office.portal_nights
              if row.state != "open" and row.portal in office.portals
              and (row.left_out or (row.night, row.portal) not in entered)]
    return sorted(found, key=lambda r: (r["night"], r["portal"]))


def _channel_night(row: ChannelNightFact, title: str) -> Row:
    return {
        "portal": row.portal, "night": _day(row.night), "channel": title, "state": row.state, "reason": row.reason,
        "pages": row.pages, "end_reason": row.end_reason, "newest_on": _day(row.newest_on),
        "oldest_on": _day(row.oldest_on),
    }


def _portal_night(row: PortalNightFact) -> Row:
    return {
        "portal": row.portal, "night": _day(row.night), "channel": None, "state": AS_CHANNEL.get(row.state, row.state),
        "reason": row.reason, "pages": 0, "end_reason": None, "newest_on": None, "oldest_on": None,
    }


def runs(office: Office) -> list[Row]:
    """The nights of the period, oldest first; with `portal`, that portal's share of them."""
    states: dict[date, Counter[str]] = {}
    requests: Counter[date] = Counter()
    for row in office.portal_nights:
        if row.portal in office.portals:
            states.setdefault(row.night, Counter())[row.state] += 1
            requests[row.night] += row.requests
    return [_run(night, states.get(night.night, Counter()), requests[night.night]) for night in office.nights]


def _run(night: NightFact, states: Counter[str], requests: int) -> Row:
    return {
        "night": _day(night.night), "state": night.state, "portals": {s: states[s] for s in PORTAL_STATES},
        "requests": requests, "started": _time(night.started_at), "ended": _time(night.ended_at),
        "exit_code": night.exit_code,
    }


def incidents(office: Office) -> list[Row]:
    """Incidents of the period, oldest first; with `portal`, those that touch it."""
    return [
        {"backend": i.backend, "from": _time(i.first), "to": _time(i.last), "reason": i.reason,
         "portals": list(i.portals)}
        for i in office.incidents if office.portal is None or office.portal in i.portals
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _time(moment: datetime | None) -> str | None:
    return moment.astimezone(VIETNAM).isoformat(timespec="seconds") if moment is not None else None
