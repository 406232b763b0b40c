"""The table of frozen reports: what was sent out, version by version, with what it takes to make it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class FrozenReport(Base):
    """One version of one report. Append-only: a correction is the next version, with a note on what changed.

    `told` is all that the template printed; with `template` (its sha256, kept as a file) it gives the same bytes
    again. `faults`: what stood against it, which somebody overrode with `override`.
    """

    __tablename__ = "frozen_reports"
    __table_args__ = (UniqueConstraint("kind", "period_start", "period_end", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    period_start: Mapped[date]
    period_end: Mapped[date]
    version: Mapped[int]
    document: Mapped[str] = mapped_column(String(64))  # sha256 of the Word file
    book: Mapped[str] = mapped_column(String(64))      # sha256 of the Excel file
    template: Mapped[str] = mapped_column(String(64))
    told: Mapped[dict[str, Any]] = mapped_column(JSON)
    figures: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    rubric: Mapped[str | None] = mapped_column(String(64))
    faults: Mapped[list[str]] = mapped_column(JSON)
    override: Mapped[str | None] = mapped_column(Text)
    change_note: Mapped[str | None] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    frozen_at: Mapped[datetime] = mapped_column(UtcTime)
