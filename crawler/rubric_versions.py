"""The tables of proposed rubric versions and of what a second person said of each. Append-only (migration 0015)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class RubricVersion(Base):
    """A rubric with other numbers, proposed by one person. `changes`: field -> decimal text, so that it stays exact."""

    __tablename__ = "rubric_versions"
    id: Mapped[int] = mapped_column(primary_key=True)
    base: Mapped[str] = mapped_column(String(96))  # the rubric whose numbers are changed
    name: Mapped[str] = mapped_column(String(96))  # the id it is published under
    title: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)      # the office's document that it rests on
    valid_from: Mapped[date]
    changes: Mapped[dict[str, str]] = mapped_column(JSON)
    reason: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)


class RubricAnswer(Base):
    """What a second person said of a proposed version, once; an approved one is published in that moment."""

    __tablename__ = "rubric_answers"
    version_id: Mapped[int] = mapped_column(ForeignKey("rubric_versions.id"), primary_key=True)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")
    person: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcTime)
