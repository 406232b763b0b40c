"""Other numbers on trial: who gains and who loses in a period, in words and sums; nothing is kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from sqlalchemy.orm import Session

from monitor.periods import Period
from monitor.scoring.cards import Scorecard
from monitor.scoring.decided import load_decided
from monitor.scoring.gather import gather_facts
from monitor.scoring.rubric import Rubric
from monitor.scoring.what_if import Crossing, compare_scores, score_all
from web.answers import cards
from web.desk import Desk

MOST = 20  # changes on trial at once


class BadNumber(ValueError):
    """What was typed is no number; the text says so."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What other numbers bring. The sums are over the components' scores that are known before and after."""

    crossings: Sequence[Crossing]
    gaining: int
    losing: int
    unsure: int
    before: Decimal
    after: Decimal


def read_changes(texts: Iterable[str]) -> dict[str, Decimal]:
    """`FIELD=NUMBER` as the command line takes it; the later of two about one field counts."""
    found: dict[str, Decimal] = {}
    for text in texts:
        field, _, value = text.partition("=")
        try:
            number = Decimal(value.strip().replace(",", "."))
        except InvalidOperation as error:
            raise BadNumber(f"{value!r} không phải là số. Viết như 0,5.") from error
        if not number.is_finite():
            raise BadNumber(f"{value!r} không phải là số. Viết như 0,5.")
        found[field] = number
    if len(found) > MOST:
        raise BadNumber(f"Thử nhiều nhất {MOST} thay đổi một lần.")
    return found


def as_texts(changes: dict[str, Decimal]) -> list[str]:
    """The changes as addresses and forms carry them."""
    return [f"{field}={value:f}" for field, value in changes.items()]


def try_rubric(desk: Desk, session: Session, period: Period, other: Rubric) -> Trial:
    """A period scored under another rubric, beside the scores of the one in force; LookupError when there is none."""
    rubric, before = cards(desk, session, period)
    facts = gather_facts(desk.office(session, period), desk.labels(), other, period.end)
    after = score_all(facts, load_decided(session, period, facts), other, period.end)
    return sum_up(before, after, list(compare_scores(before, after, (rubric, other))))


def sum_up(before: Sequence[Scorecard], after: Sequence[Scorecard], crossings: Sequence[Crossing]) -> Trial:
    """Portals that gain and lose over all components; one whose score is not known on both sides is neither."""
    shifts: dict[str, Decimal | None] = {}
    for c in crossings:
        so_far = shifts.get(c.portal, Decimal(0))
        if so_far is None or c.before is None or c.after is None:
            shifts[c.portal] = None
        else:
            shifts[c.portal] = so_far + c.after - c.before
    known = [shift for shift in shifts.values() if shift is not None]
    then = {(card.portal, part.component): part.score for card in after for part in card.components}
    both = [(part.score, later) for card in before for part in card.components
            if part.score is not None and (later := then.get((card.portal, part.component))) is not None]
    return Trial(crossings, sum(s > 0 for s in known), sum(s < 0 for s in known), len(shifts) - len(known),
                 sum((x for x, _ in both), Decimal(0)), sum((y for _, y in both), Decimal(0)))

