"""Who looks at a finding: given to somebody who may decide, on the state that was seen, each time with an entry in the
log. Whose it is decides nothing: everybody who may decide still may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.judged import Finding
from crawler.people import Assignment, Person
from monitor.review import CannotDecide
from web.access import RIGHTS
from web.audit import Act, record
from web.decisions import Wish
from web.render import moment

NOBODY = "-"  # in an address and in a form: no name begins with it


class Reassigned(CannotDecide):
    """Somebody gave it to somebody else meanwhile."""


def load_assigned(session: Session, marks: Iterable[str] | None = None) -> dict[str, Assignment]:
    """Fingerprint -> its newest assignment, also when that took it from everybody."""
    newest = select(func.max(Assignment.id)).group_by(Assignment.fingerprint)
    if marks is not None:
        newest = newest.where(Assignment.fingerprint.in_(list(marks)))
    rows = session.scalars(select(Assignment).where(Assignment.id.in_(newest)))
    return {row.fingerprint: row for row in rows}


def may_be_asked(session: Session) -> dict[str, str]:
    """Name -> shown name of all who can be given findings: open accounts that may decide, in the order of names."""
    people = session.scalars(select(Person).where(Person.disabled_at.is_(None)).order_by(Person.shown, Person.name))
    return {p.name: p.shown for p in people if "decide" in RIGHTS.get(p.role, ())}


def assign_all(session: Session, wishes: Sequence[Wish], assignee: str, person: str, at: datetime) -> None:
    """Give several findings to one person, or to nobody; all of them or none."""
    to = None if assignee == NOBODY else assignee
    if to is not None and to not in may_be_asked(session):
        raise CannotDecide("Chọn người phụ trách trong danh sách: chỉ giao được cho tài khoản đang mở và có quyền "
                           "quyết định.")
    before = load_assigned(session, [wish.finding for wish in wishes])
    for wish in wishes:
        known = before.get(wish.finding)
        if not stands(session, wish.finding):
            raise CannotDecide(f"Mục {wish.finding} không có hoặc đã được khắc phục: không còn gì để giao.")
        if known is not None and known.id != wish.assigned:
            whose = f"cho {known.assignee}" if known.assignee else "lại cho chung (không ai phụ trách)"
            raise Reassigned(f"{known.person} đã giao mục {wish.finding} {whose} lúc {moment(known.assigned_at)}, "
                             "trong lúc bạn đang xem. Tải lại danh sách rồi giao lại nếu cần.")
        if (known.assignee if known else None) == to:
            continue
        session.add(Assignment(fingerprint=wish.finding, assignee=to, person=person, assigned_at=at))
        record(session, Act(person, "assign", wish.finding, "", {"assignee": known.assignee} if known else None,
                            {"assignee": to}), at)


def stands(session: Session, mark: str) -> bool:
    """Whether a finding stands: its newest row speaks against the portal."""
    return bool(session.scalar(select(Finding.negative).where(Finding.fingerprint == mark)
                               .order_by(Finding.night_id.desc()).limit(1)))
