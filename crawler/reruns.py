"""Portals that people ask to be looked at again tonight: asked on the page, taken up by the next call of the night.

Only a portal of which tonight saw nothing: what was seen is settled and sealed. Nothing is taken back: each request
that brought no answer gets one more attempt, and the night is settled, judged, sealed and told once more.
"""

from __future__ import annotations

from collections.abc import Container
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, exists, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crawler.models import ChannelNight, DoorNight, Night, NightPortal, Visit
from crawler.outcomes import STATES
from crawler.schema import Base, UtcTime

UNSEEN = ("not_observed", "void")
PLANNED = ("night_id", "portal", "fingerprint", "purpose", "method", "url", "form", "key", "channel", "page", "hops",
           "priority")
KEPT = ("offsite", "login", "address_refused")  # answers that another attempt does not change
MOST = 3  # times a night that one portal is looked at again


class Rerun(Base):
    """One wish; `taken_at` is set once, in the transaction that opens the portal again."""

    __tablename__ = "reruns"
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"))
    portal: Mapped[str] = mapped_column(String(32))
    reason: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CannotRerun(ValueError):
    """Nothing can be looked at again; the text says why and what happens instead."""


def ask_again(session: Session, night: date, today: date, codes: Container[str] | None, reason: str, person: str,
              at: datetime) -> list[str]:
    """Keep the wish for these portals (None: for all of which the night saw nothing); returns their codes."""
    row = session.scalar(select(Night).where(Night.night == night))
    if row is None or night != today:
        raise CannotRerun(f"Đêm {night:%d/%m/%Y} đã qua: không xem lại được một ngày cũ. Đêm tới các cổng được xem đủ.")
    if row.state in ("running", "interrupted"):
        raise CannotRerun("Đêm chưa chạy xong: phần còn lại đang hoặc sẽ được chạy tiếp, không cần yêu cầu.")
    unseen = [portal.portal for portal in unseen_of(session, row.id)]
    wanted = [code for code in unseen if codes is None or code in codes]
    told = session.execute(select(Rerun.portal, func.count(), func.count(Rerun.taken_at))
                           .where(Rerun.night_id == row.id).group_by(Rerun.portal))
    full = {code for code, asked, taken in told if asked > taken or asked >= MOST}
    left = [code for code in wanted if code not in full]
    if not left:
        raise CannotRerun("Không có cổng nào để chạy lại: đã quan sát được, đã có yêu cầu đang chờ, hoặc đã chạy lại "
                          f"{MOST} lần trong đêm.")
    session.add_all(Rerun(night_id=row.id, portal=code, reason=reason, person=person, asked_at=at) for code in left)
    return left


def unseen_of(session: Session, night_id: int) -> list[NightPortal]:
    """The portals of a night of which nothing was seen, so that nothing was derived from them."""
    p = NightPortal
    lists = exists().where(ChannelNight.night_id == night_id, ChannelNight.portal == p.portal)
    doors = exists().where(DoorNight.night_id == night_id, DoorNight.portal == p.portal)
    return list(session.scalars(
        select(p).where(p.night_id == night_id, p.state.in_(UNSEEN), p.url != "", ~lists, ~doors).order_by(p.portal)))


def wishes_open(session: Session, night: date) -> bool:
    """Whether a wish of this night waits to be taken up."""
    return session.scalar(select(Rerun.id).join(Night, Night.id == Rerun.night_id)
                          .where(Night.night == night, Rerun.taken_at.is_(None)).limit(1)) is not None


def take_up(session: Session, night_id: int, codes: Container[str], now: datetime) -> list[str]:
    """Open the portals of waiting wishes again, in the caller's transaction; returns their codes."""
    waiting = session.scalars(select(Rerun).where(Rerun.night_id == night_id, Rerun.taken_at.is_(None))).all()
    unseen = {portal.portal: portal for portal in unseen_of(session, night_id)} if waiting else {}
    opened = []
    for wish in waiting:
        if wish.portal not in codes:
            continue
        wish.taken_at = now
        if (portal := unseen.get(wish.portal)) is not None:
            portal.state = portal.reason = None
            _plan_again(session, night_id, wish.portal, now)
            opened.append(wish.portal)
    return opened


def _plan_again(session: Session, night_id: int, portal: str, now: datetime) -> None:
    """One more attempt of every request whose last one brought no answer."""
    newest: dict[str, Visit] = {}
    for visit in session.scalars(select(Visit).where(Visit.night_id == night_id, Visit.portal == portal)
                                 .order_by(Visit.attempt)):
        newest[visit.fingerprint] = visit
    again = [{name: getattr(v, name) for name in PLANNED} | {"attempt": v.attempt + 1, "planned_at": now}
             for v in newest.values() if v.outcome not in KEPT and STATES.get(v.outcome or "") in UNSEEN]
    if again:
        session.execute(insert(Visit), again)
