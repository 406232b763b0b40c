"""The deletion ledger: questions that are no longer shown, and why a person found that lawful."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class QuestionRemoval(Base):
    """A question that is no longer shown: one row for each time, never changed. What was asked is kept masked.

    `what`: deleted (every list was seen to the end without it), shortened (the lists lost their old end), moved (the
    same question stands under another address).
    """

    __tablename__ = "question_removals"
    __table_args__ = (UniqueConstraint("portal", "key", "night_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(Text)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"))
    what: Mapped[str] = mapped_column(String(16))
    digest: Mapped[str] = mapped_column(String(64))  # sha256 of portal, identity and unmasked title
    masked: Mapped[str] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(24))  # before it went
    asked_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    first_seen: Mapped[date]
    last_seen: Mapped[date]


class RemovalReason(Base):
    """Why a removal was lawful, as a person decided it. Append-only: the newest counts."""

    __tablename__ = "removal_reasons"
    id: Mapped[int] = mapped_column(primary_key=True)
    removal_id: Mapped[int] = mapped_column(ForeignKey("question_removals.id"))
    reason: Mapped[str] = mapped_column(String(24))
    words: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcTime)
