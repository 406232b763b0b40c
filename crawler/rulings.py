"""The tables of what people decide about points: proposals, and what a second person said of each. Append-only.

Migration 0010 refuses any change of what was written, and a proposal that its own author approves.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Ruling(Base):
    """A proposal about one fault (`item`, `fault`) or one component's score (both empty) of a portal in a period.

    `version` counts the proposals about the same thing: two people who write at once cannot both have the next one.
    `points` is decimal text, so that it stays exact.
    """

    __tablename__ = "rulings"
    __table_args__ = (
        UniqueConstraint("portal", "period_start", "period_end", "component", "item", "fault", "about", "version",
                         name="uq_rulings_version"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(32))
    period_start: Mapped[date]
    period_end: Mapped[date]
    component: Mapped[str] = mapped_column(String(24))
    item: Mapped[str] = mapped_column(String(64), default="")
    fault: Mapped[str] = mapped_column(String(64), default="")
    about: Mapped[str] = mapped_column(String(8))   # fault, score or bonus
    version: Mapped[int]
    action: Mapped[str] = mapped_column(String(16))  # waive, confirm, aggravate, change_points, award, withdraw
    points: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)


class RulingAnswer(Base):
    """What a second person said of a proposal, once."""

    __tablename__ = "ruling_answers"
    ruling_id: Mapped[int] = mapped_column(ForeignKey("rulings.id"), primary_key=True)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcTime)
