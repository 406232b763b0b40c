"""Where an entry of the log leads: to the finding, note, report, night, portal or person that it is about."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.models import Import
from crawler.people import AuditEntry
from crawler.rulings import Ruling
from monitor.periods import parse_period

FINDING = re.compile(r"[0-9a-f]{20}", re.ASCII)
NIGHT = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
REPORT = re.compile(r"[a-z_]+ \d{4}(-\w{1,4})?", re.ASCII)
FINDINGS = ("decide", "undo", "verify", "export", "assign", "owner_reply", "file_added",
            "file_removed")
PLACES = {"owner_link": "/portals/", "contact": "/portals/", "login": "/audit?person=", "logout": "/audit?person="}
PEOPLE = ("person_added", "person_changed", "password")
NOTES = ("propose", "approve", "refuse")
RUBRICS = ("rubric_proposed", "rubric_published", "rubric_refused")


def link_entries(session: Session, entries: Iterable[AuditEntry], manages: bool) -> dict[int, str]:
    """Number of an entry -> its address; none for what has no page, or none that this person may open."""
    known = list(entries)
    numbers = {n for e in known if e.what in NOTES and (n := _number(e)) is not None}
    rulings = {r.id: r for r in session.scalars(select(Ruling).where(Ruling.id.in_(numbers)))} if numbers else {}
    found = {e.id: _note(rulings.get(_number(e) or 0)) if e.what in NOTES else _place(e, manages) for e in known}
    found |= _imports(session, [e for e in known if e.what == "import"])
    return {number: address for number, address in found.items() if address}


def _place(entry: AuditEntry, manages: bool) -> str:
    subject = entry.subject
    if entry.what in FINDINGS and FINDING.fullmatch(subject):
        return f"/findings/{subject}"
    if entry.what in PLACES:
        return PLACES[entry.what] + quote(subject, safe="")
    if entry.what in RUBRICS and (number := _number(entry)) is not None:
        return f"/rubrics/proposals/{number}"
    if entry.what in PEOPLE:
        return "/people" if manages else ""
    if entry.what == "rerun" and NIGHT.fullmatch(subject):
        return f"/runs/{subject}"
    if entry.what == "freeze" and REPORT.fullmatch(subject):
        kind, _, period = subject.partition(" ")
        return f"/reports/{period}/{kind}"
    return {"calendar": "/calendar"}.get(entry.what, "")


def _imports(session: Session, entries: list[AuditEntry]) -> dict[int, str]:
    """Each to the file that was taken in then: the same file may have come again as a later version."""
    said = {e.id: ((e.after or {}).get("sha256"), (e.after or {}).get("version")) for e in entries}
    digests = {digest for digest, _ in said.values() if digest}
    rows = session.execute(select(Import.id, Import.sha256, Import.version, Import.kind)
                           .where(Import.sha256.in_(digests))).all() if digests else []
    kinds = {e.id: e.subject.partition(" ")[0] for e in entries}
    numbers = {(row.sha256, row.version, row.kind): row.id for row in rows}
    return {number: f"/imports/{numbers[*what, kinds[number]]}" if (*what, kinds[number]) in numbers else "/imports"
            for number, what in said.items()}


def _note(ruling: Ruling | None) -> str:
    """The notes of the portal in their period, where the proposal stands."""
    if ruling is None:
        return ""
    period = name_period(ruling.period_start, ruling.period_end)
    return f"/scores/{period}/{quote(ruling.portal, safe='')}#phieu" if period else "/deductions"


def name_period(start: date, end: date) -> str:
    """How addresses call the period of these days; empty for one that has no name."""
    names = (f"{start.year}-Q{(start.month + 2) // 3}", f"{start.year}-9M", f"{start.year}")
    return next((n for n in names if (p := parse_period(n)).start == start and p.end == end), "")


def _number(entry: AuditEntry) -> int | None:
    """The number of the proposal that an entry tells about."""
    number = ((entry.after if entry.what in ("propose", "rubric_proposed") else entry.before) or {}).get("number")
    return number if isinstance(number, int) else None
