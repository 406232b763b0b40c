"""What the views ask the monitor: the same functions as its commands, kept until the next night."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy.orm import Session

from monitor.facts import NightFact, PortalFact
from monitor.judge import LOOK_BACK
from monitor.load import load_nights, load_portals
from monitor.notes import Note, load_notes
from monitor.periods import Period, parse_period
from monitor.scoring.cards import Scorecard
from monitor.scoring.decided import load_decided
from monitor.scoring.facts import Facts
from monitor.scoring.gather import gather_facts
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import choose_rubric, load_rubrics
from monitor.scoring.what_if import score_all
from reports.morning import Morning, look, period_of
from web.desk import Desk


def this_quarter(day: date) -> str:
    return f"{day.year}-Q{(day.month + 2) // 3}"


def chosen(desk: Desk, text: str | None) -> Period:
    """The period that an address names, else the running quarter."""
    return parse_period(text or this_quarter(desk.today()))


def last_nights(desk: Desk, session: Session, count: int = 14) -> tuple[NightFact, ...]:
    """The newest nights of the ledger, oldest first."""
    return load_nights(session, desk.today() - timedelta(days=400), desk.today())[-count:]


def newest_night(desk: Desk, session: Session) -> NightFact | None:
    """The newest night that has ended in some way."""
    ended = [n for n in last_nights(desk, session) if n.state not in ("running", "skipped")]
    return ended[-1] if ended else None


def morning(desk: Desk, session: Session) -> Morning | None:
    """What the digest of the newest night says; None when there is no night yet."""
    night = newest_night(desk, session)
    if night is None:
        return None
    day = night.night
    return desk.answer(session, ("morning", day),
                       lambda: look(desk.office(session, period_of(day)), day, desk.labels()))


def standing_period(desk: Desk) -> Period:
    """The days over which a finding may have been seen last and still stands: what could not be told since then is
    neither confirmed nor fixed."""
    today = desk.today()
    return Period(today - timedelta(days=LOOK_BACK), today, f"đến ngày {today:%d/%m/%Y}")


def notes(desk: Desk, session: Session, period: Period, portal: str | None = None) -> dict[str, Note]:
    """Fingerprint -> finding, of a period; with `portal`, of that one only."""
    def compute() -> dict[str, Note]:
        return {n.last.fingerprint: n for n in load_notes(session, period.start, period.end, portal)}

    key = ("notes", period.start, period.end)
    if portal is None:
        return desk.answer(session, key, compute)
    return desk.part(session, key, lambda every: {m: n for m, n in every.items() if n.last.portal == portal}, compute)


def portals(desk: Desk, session: Session, portal: str | None = None) -> dict[str, PortalFact]:
    """Every portal that any night knew, or the one that is asked for."""
    def compute() -> dict[str, PortalFact]:
        return load_portals(session, date.max, portal)

    if portal is None:
        return desk.answer(session, ("portals",), compute)
    return desk.part(session, ("portals",), lambda every: {c: p for c, p in every.items() if c == portal}, compute)


def facts_of(desk: Desk, session: Session, period: Period, portal: str | None = None) -> tuple[Rubric, list[Facts]]:
    """The rubric in force at the end of a period, and what is scored under it (of one portal when it is named);
    LookupError when none is in force."""
    def compute() -> tuple[Rubric, list[Facts]]:
        codes = [section.code for section in desk.rules().sections]
        rubric = choose_rubric(load_rubrics(desk.settings.registry_dir / "rubrics", codes), period.end, None)
        return rubric, gather_facts(desk.office(session, period, portal), desk.labels(), rubric, period.end)

    key = ("facts", period.start, period.end)
    if portal is None:
        return desk.answer(session, key, compute)
    return desk.part(session, key, lambda every: (every[0], [f for f in every[1] if f.portal == portal]), compute)


def rubric_of(desk: Desk, session: Session, period: Period) -> Rubric | None:
    """The rubric in force at the end of a period, if there is one."""
    try:
        return facts_of(desk, session, period)[0]
    except LookupError:
        return None


def cards(desk: Desk, session: Session, period: Period) -> tuple[Rubric, list[Scorecard]]:
    """The scorecards of a period, with what people have decided until now."""
    rubric, facts = facts_of(desk, session, period)
    return rubric, score_all(facts, load_decided(session, period, facts), rubric, period.end)


def stakes(desk: Desk, session: Session, period: Period, portal: str | None = None) -> dict[str, Decimal]:
    """Fingerprint -> the points that the rubric alone would take for it; empty when no rubric is in force. With
    `portal`, at least those of that one."""
    def compute() -> dict[str, Decimal]:
        try:
            rubric, facts = facts_of(desk, session, period, portal)
        except LookupError:
            return {}
        found: dict[str, Decimal] = {}
        for card in score_all(facts, (), rubric, period.end):
            for line in (line for part in card.components for line in part.lines if line.kind == "deduction"):
                for mark in line.evidence:
                    found[mark] = max(found.get(mark, Decimal(0)), line.machine_points)
        return found

    key = ("stakes", period.start, period.end)
    return desk.answer(session, key, compute) if portal is None else desk.part(session, key, lambda s: s, compute)
