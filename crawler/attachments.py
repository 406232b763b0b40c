"""The table of attachments: files and pictures that people add to a finding, beside what the machine saw."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Attachment(Base):
    """A file by its hash, on disk before this row. What it was called is only ever shown, never used as a path.

    `removed_at`: somebody took it away (it named a private person, it belonged elsewhere) or its time was over; the
    row and the hash stay. Nothing else of a row ever changes.
    """

    __tablename__ = "attachments"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(20), index=True)
    portal: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(Text)
    ending: Mapped[str] = mapped_column(String(8))  # what its bytes are, whatever it was called
    length: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    person: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    removed_by: Mapped[str | None] = mapped_column(Text)
    removed_why: Mapped[str | None] = mapped_column(Text)
