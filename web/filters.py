"""Filters that a person keeps: names for addresses of the list of findings, the same on every machine they use."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from crawler.people import Person, SavedFilter
from monitor.review import CannotDecide

MOST = 12  # of one person; more of them nobody finds again


def load_filters(session: Session, person: str) -> Sequence[SavedFilter]:
    """A person's filters, oldest first."""
    return session.scalars(select(SavedFilter).join(Person, Person.id == SavedFilter.person_id)
                           .where(Person.name == person).order_by(SavedFilter.id)).all()


def keep_filter(session: Session, person: str, name: str, address: str) -> None:
    """Keep an address under a name; the same address or name is kept once."""
    name = " ".join(name.split())[:80]
    if not name or len(address) > 500 or not address.startswith("/findings?") or not address.isprintable():
        raise CannotDecide("Chưa lưu được bộ lọc: cần một tên và một danh sách đang lọc. Lọc lại rồi lưu lần nữa.")
    kept = load_filters(session, person)
    same = [f.id for f in kept if address == f.address or name == f.name]
    if len(kept) - len(same) >= MOST:
        raise CannotDecide(f"Đã có {MOST} bộ lọc được lưu. Bỏ bớt một bộ lọc rồi lưu lại.")
    session.execute(delete(SavedFilter).where(SavedFilter.id.in_(same)))
    owner = session.scalars(select(Person.id).where(Person.name == person)).one()
    session.add(SavedFilter(person_id=owner, name=name, address=address))


def drop_filter(session: Session, person: str, number: int) -> None:
    """Forget one; those of others are left alone."""
    mine = [f.id for f in load_filters(session, person) if f.id == number]
    session.execute(delete(SavedFilter).where(SavedFilter.id.in_(mine)))
