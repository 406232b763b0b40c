"""Figures of other systems for a report: typed-in values, visits, social channels, editorial boards, self-reports."""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from monitor.imports.load import Figures, ImportFact, load_imports
from monitor.name_order import name_order
from monitor.office import Office
from monitor.periods import Period
from reports.official.figure import Said

PREFIX = "BC-"
VISITS = {  # system -> column -> figure
    "page_counter": {"visits": "BC-A4", "cumulative": "BC-A5"},
    "emc": {"visits": "BC-A4E", "new_users": "BC-A6U", "page_views": "BC-A6V"},
}
SOCIAL = {
    "fanpage": {"posts": "BC-B1", "reach": "BC-B2R", "followers": "BC-B2F", "response_rate_pct": "BC-B2P"},
    "zalo": {"posts": "BC-B3", "reach": "BC-B3V"},
}


def read_typed(session: Session, period: Period) -> dict[str, Said]:
    """Code -> value of the indicators that are figures of reports, for exactly this period."""
    return {
        line.subject: Said(value, fact.file_name, str(line.figures.get("note") or ""))
        for fact in load_imports(session, "indicators", period) for line in fact.lines
        if line.subject.startswith(PREFIX) and (value := line.number("value")) is not None
    }


def read_back_office(office: Office) -> dict[str, Said]:
    """Code -> value from the tables of other systems; two systems that count visits are never mixed."""
    found: dict[str, Said] = {}
    province = {code for code, p in office.portals.items() if p.group == "province"}
    for fact in load_imports(office.session, "visits", office.period):
        for line in fact.lines:
            if line.subject in province:
                found |= _columns(fact, line, VISITS.get(fact.scope, {}))
    for fact in load_imports(office.session, "social", office.period):
        for line in fact.lines:
            if line.subject in province:
                found |= _columns(fact, line, SOCIAL.get(line.part, {}))
    for fact in load_imports(office.session, "editorial_boards", office.period):
        found["BC-G5"] = Said(Decimal(len({line.subject for line in fact.lines})), fact.file_name)
    for fact in load_imports(office.session, "self_reports", office.period):
        sent = {line.subject for line in fact.lines if line.figures.get("received_on")}
        found["BC-G6"] = Said(Decimal(len(sent)), fact.file_name)
    return found


def _columns(fact: ImportFact, line: Figures, columns: dict[str, str]) -> dict[str, Said]:
    return {code: Said(value, fact.file_name) for name, code in columns.items()
            if (value := line.number(name)) is not None}


def read_senders(office: Office) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(bodies that sent their own report, portals' bodies that did not); both empty when no list was imported."""
    facts = load_imports(office.session, "self_reports", office.period)
    if not facts:
        return (), ()
    sent = {line.subject for fact in facts for line in fact.lines if line.figures.get("received_on")}
    others = {code for code, p in office.portals.items() if p.group in ("departments", "party_block")} - sent
    return (tuple(sorted(map(office.name, sent), key=name_order)),
            tuple(sorted(map(office.name, others), key=name_order)))
