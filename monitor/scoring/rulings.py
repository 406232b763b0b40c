"""Decisions about points as the database keeps them: proposed by one person, in force when a second one approved.

Of the proposals about one thing (a fault, a component's score, its bonus) the newest approved one counts; only the
newest can be approved. A proposal names the newest one that its author knew, so that two people who work on one thing
see each other's before anything is written.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import cast

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.rulings import Ruling, RulingAnswer
from monitor.periods import Period
from monitor.scoring.facts import Action, Decision
from monitor.scoring.rubric import ComponentName


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to decide; `about`: fault, score or bonus."""

    portal: str
    period: Period
    component: str
    item: str
    fault: str
    action: str
    points: Decimal | None
    reason: str
    person: str

    @property
    def about(self) -> str:
        return "fault" if self.item else "bonus" if self.action == "award" else "score"


@dataclass(frozen=True, slots=True)
class Told:
    """A proposal with its answer. `state`: in_force, waiting, refused, or superseded by a newer one."""

    ruling: Ruling
    answer: RulingAnswer | None
    state: str


class CannotRule(ValueError):
    """The decision cannot be taken; the text says why and what to do."""


class Changed(CannotRule):
    """Somebody else decided meanwhile: `newest` is what the author had not seen."""

    def __init__(self, newest: Ruling | None) -> None:
        who = f"{newest.person} vừa ghi đề nghị số {newest.id} ({newest.reason})" if newest else "có người vừa ghi"
        super().__init__(f"{who} về cùng nội dung. Chưa ghi gì của lần này: xem đề nghị ấy rồi quyết định lại.")
        self.newest = newest


def clean_name(person: str) -> str:
    """A person's name in one spelling."""
    return " ".join(unicodedata.normalize("NFC", person).split())


def newest_of(session: Session, draft: Draft) -> Ruling | None:
    """The newest proposal about the same thing."""
    return session.scalars(_same(draft, draft.period)).one_or_none()


def propose(session: Session, draft: Draft, at: datetime, seen: int | None = None) -> Ruling:
    """Keep a proposal. `seen`: the number of the newest one that its author knew (0: none); `Changed` when there is a
    newer one, also when it was written in the same moment."""
    newest = newest_of(session, draft)
    if seen is not None and seen != (newest.id if newest else 0):
        raise Changed(newest)
    if draft.action == "withdraw" and newest is None:
        raise CannotRule("Chưa có quyết định nào về nội dung này để rút.")
    made = Ruling(
        portal=draft.portal, period_start=draft.period.start, period_end=draft.period.end, component=draft.component,
        item=draft.item, fault=draft.fault, about=draft.about, version=newest.version + 1 if newest else 1,
        action=draft.action, points=None if draft.points is None else format(draft.points, "f"), reason=draft.reason,
        person=clean_name(draft.person), proposed_at=at,
    )
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError as error:
        raise Changed(None) from error
    return made


def answer(session: Session, number: int, approved: bool, reason: str, person: str, at: datetime) -> Ruling:
    """The second person's word on a proposal; `CannotRule` for its author, for an answered or an outdated one."""
    ruling, who = session.get(Ruling, number), clean_name(person)
    if ruling is None:
        raise CannotRule(f"Không có đề nghị số {number}. Xem các số: python -m monitor decisions KỲ.")
    newest = session.scalars(_same(ruling, Period(ruling.period_start, ruling.period_end, ""))).one()
    if newest.id != number:
        raise Changed(newest)
    if session.get(RulingAnswer, number) is not None:
        raise CannotRule(f"Đề nghị số {number} đã có người trả lời. Muốn đổi thì ghi một đề nghị mới.")
    if who.casefold() == ruling.person.casefold():
        raise CannotRule(f"Đề nghị số {number} là của {ruling.person}: phải do người khác duyệt.")
    try:
        with session.begin_nested():
            session.add(RulingAnswer(ruling_id=number, approved=approved, reason=reason, person=who, answered_at=at))
    except IntegrityError as error:
        raise CannotRule(f"Đề nghị số {number} vừa có người khác trả lời. Xem lại trước khi làm tiếp.") from error
    return ruling


def list_rulings(session: Session, period: Period) -> list[Told]:
    """All proposals about exactly this period, in the order in which they were written."""
    rows = session.execute(
        select(Ruling, RulingAnswer).join(RulingAnswer, RulingAnswer.ruling_id == Ruling.id, isouter=True)
        .where(Ruling.period_start == period.start, Ruling.period_end == period.end).order_by(Ruling.id)
    ).all()
    newest: dict[tuple[str, ...], int] = {}
    standing: dict[tuple[str, ...], int] = {}
    for ruling, given in rows:
        newest[_key(ruling)] = ruling.id
        if given is not None and given.approved:
            standing[_key(ruling)] = ruling.id
    return [Told(r, a, _state(r, a, newest[_key(r)], standing.get(_key(r)))) for r, a in rows]


def load_rulings(session: Session, period: Period) -> list[Decision]:
    """What is in force, and what waits for the second person, as inputs of a score."""
    return [_decision(told) for told in list_rulings(session, period)
            if told.state == "waiting" or (told.state == "in_force" and told.ruling.action != "withdraw")]


def _state(ruling: Ruling, given: RulingAnswer | None, newest: int, standing: int | None) -> str:
    if ruling.id == standing:
        return "in_force"
    if given is not None and not given.approved:
        return "refused"
    return "waiting" if given is None and ruling.id == newest else "superseded"


def _decision(told: Told) -> Decision:
    r, a = told.ruling, told.answer
    return Decision(
        r.portal, cast(ComponentName, r.component), cast(Action, r.action), r.reason, f"đề nghị số {r.id}", r.item,
        r.fault, Decimal(r.points or 0), r.person, a.person if a else "",
        (a.answered_at if a else r.proposed_at).astimezone(UTC), waiting=a is None,
    )


def _key(ruling: Ruling) -> tuple[str, ...]:
    return (ruling.portal, ruling.component, ruling.item, ruling.fault, ruling.about)


def _same(one: Draft | Ruling, period: Period) -> Select[Ruling]:
    """The newest proposal about the same thing."""
    return select(Ruling).where(
        Ruling.portal == one.portal, Ruling.period_start == period.start, Ruling.period_end == period.end,
        Ruling.component == one.component, Ruling.item == one.item, Ruling.fault == one.fault,
        Ruling.about == one.about,
    ).order_by(Ruling.version.desc()).limit(1)
