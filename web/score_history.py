"""The scores of one portal, period by period: what the card says now, and what people did that moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.frozen import FrozenReport
from crawler.models import Night
from monitor.periods import Period, parse_period
from monitor.scoring.cards import Scorecard
from monitor.scoring.decided import load_decided
from monitor.scoring.facts import Facts
from monitor.scoring.rubric import Rubric
from monitor.scoring.ruling_checks import ACTIONS
from monitor.scoring.ruling_rows import STATES as RULING_STATES
from monitor.scoring.rulings import list_rulings
from monitor.scoring.score_rows import NAMES, STATES
from monitor.scoring.what_if import score_all
from web.answers import facts_of, this_quarter
from web.desk import Desk
from web.drafts import KINDS, decided

MOST = 6  # quarters: the same one of last year is among them


@dataclass(frozen=True, slots=True)
class Change:
    """Something that a person did about a score, or a version of a report that went out with it."""

    at: datetime
    person: str
    what: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PeriodScore:
    """One period. `card` is None when no rubric was in force, which `why` says."""

    period: str
    label: str
    rubric: Rubric | None
    card: Scorecard | None
    why: str
    changes: tuple[Change, ...]
    names = NAMES

    @property
    def words(self) -> str:
        return STATES[self.card.state] if self.card else self.why


def list_periods(session: Session, today: date) -> list[str]:
    """The quarters with nights, newest first, and the year."""
    first = session.scalar(select(func.min(Night.night))) or today
    found: list[str] = []
    year, quarter = today.year, (today.month + 2) // 3
    while len(found) < MOST and (year, quarter) >= (first.year, (first.month + 2) // 3):
        found.append(f"{year}-Q{quarter}")
        year, quarter = (year, quarter - 1) if quarter > 1 else (year - 1, 4)
    return [*found, str(today.year)]


def running_score(desk: Desk, session: Session, code: str) -> PeriodScore | None:
    """The score of the running quarter; None when the portal has none."""
    name = this_quarter(desk.today())
    period = parse_period(name)
    try:
        rubric, facts = facts_of(desk, session, period, code)
    except LookupError:
        return None
    card = desk.answer(session, ("running", code, period.start, decided(session)),
                       lambda: (_card(session, period, rubric, facts),))[0]
    return PeriodScore(name, period.label, rubric, card, "", ()) if card is not None and card.block else None


def score_in(desk: Desk, session: Session, code: str, name: str) -> PeriodScore:
    """The score of one period with what moved it."""
    period = parse_period(name)
    changes = tuple(sorted((*_rulings(session, period, code), *_frozen(session, period)), key=lambda c: c.at))
    try:
        rubric, facts = desk.answer(session, ("facts", code, period.start, period.end),
                                    lambda: facts_of(desk, session, period, code))
    except LookupError as error:
        return PeriodScore(name, period.label, None, None, str(error.args[0]), changes)
    said = [Change(d.at, d.by, f"{ACTIONS[d.action]}: {d.item} ({d.source})", d.reason)
            for d in load_decided(session, period, facts) if d.portal == code and d.finding and d.at]
    card = _card(session, period, rubric, facts)
    why = "" if card else "cổng không có trong sổ của kỳ"
    return PeriodScore(name, period.label, rubric, card, why, tuple(sorted((*changes, *said), key=lambda c: c.at)))


def _card(session: Session, period: Period, rubric: Rubric, facts: Sequence[Facts]) -> Scorecard | None:
    return next(iter(score_all(facts, load_decided(session, period, facts), rubric, period.end)), None)


def _rulings(session: Session, period: Period, code: str) -> list[Change]:
    found = []
    for told in list_rulings(session, period):
        r, a = told.ruling, told.answer
        if r.portal == code:
            points = f" {r.points}" if r.points is not None else ""
            found.append(Change(r.proposed_at, r.person, f"đề nghị số {r.id}: {ACTIONS[r.action]}{points} "
                                f"{r.item}".strip() + f", {RULING_STATES[told.state]}", r.reason))
            if a is not None:
                found.append(Change(a.answered_at, a.person,
                                    f"{'duyệt' if a.approved else 'không duyệt'} đề nghị số {r.id}", a.reason))
    return found


def _frozen(session: Session, period: Period) -> list[Change]:
    rows = session.scalars(select(FrozenReport).where(
        FrozenReport.period_start == period.start, FrozenReport.period_end == period.end))
    return [Change(r.frozen_at, r.person, f"khóa {KINDS.get(r.kind, r.kind).lower()}, bản {r.version}",
                   r.change_note or "") for r in rows]
