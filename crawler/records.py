"""The table of evidence: which bytes of which WARC file were kept for a visit."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Record(Base):
    """One slice of a WARC file, written and on disk before this row (crawler/evidence/archive.py).

    `kind`: response, revisit (the same bytes as the record of `refers_to`), failure. `digest` is sha256 of the slice,
    `payload` of the response body as it came. `deleted_on`: retention took the bytes, the hashes stay.
    """

    __tablename__ = "records"
    __table_args__ = (Index("ix_records_payload_url", "payload", "url"),)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    night: Mapped[date] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(8))
    url: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
    file: Mapped[str] = mapped_column(String(64))  # below the evidence folder
    offset: Mapped[int]
    length: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    payload: Mapped[str | None] = mapped_column(String(64))
    refers_to: Mapped[int | None] = mapped_column(ForeignKey("records.visit_id"), index=True)
    deleted_on: Mapped[date | None]
