"""The tables of figures that other systems gave us: one row a file, one a line of it; superseded, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Import(Base):
    """One file that was taken in. Of a kind, scope and period the highest version counts; the others stay.

    `scope` keeps apart what must never be added up, such as two systems that count visits.
    """

    __tablename__ = "imports"
    __table_args__ = (UniqueConstraint("kind", "scope", "period_start", "period_end", "version"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(String(64), default="")
    period_start: Mapped[date]
    period_end: Mapped[date]
    version: Mapped[int]
    file_name: Mapped[str] = mapped_column(Text)  # as the sender called it
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    kept: Mapped[str] = mapped_column(Text)       # where the original lies, below the data directory
    imported_at: Mapped[datetime] = mapped_column(UtcTime)
    notices: Mapped[list[str]] = mapped_column(JSON)  # what was left out or looks impossible about the whole file


class ImportRow(Base):
    """One line of an imported file, as it was read. Decimals are text in `figures`, so that they stay exact."""

    __tablename__ = "import_rows"
    __table_args__ = (UniqueConstraint("import_id", "subject", "part"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(ForeignKey("imports.id"))
    sheet: Mapped[str] = mapped_column(Text)
    line: Mapped[int]
    subject: Mapped[str] = mapped_column(String(64))  # code of an agency or of an indicator
    part: Mapped[str] = mapped_column(Text, default="")  # tells several lines of one subject apart
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    said: Mapped[dict[str, str]] = mapped_column(JSON)  # words that stood where a figure belongs: "-", "Đã nhập"
    flags: Mapped[list[dict[str, str]]] = mapped_column(JSON)  # impossible values: {code, cell, words}
