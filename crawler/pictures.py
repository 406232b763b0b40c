"""The table of pictures: kept pages behind findings as a browser drew them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Picture(Base):
    """A WebP file drawn from the bytes kept for a visit (`body`: their sha256), written and on disk before this row.

    `night_id` is the night whose finding wanted it, and whose seal has it; the visit may be of a night before.
    `deleted_on`: retention took the file, the hash stays.
    """

    __tablename__ = "pictures"
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), index=True)
    night: Mapped[date]
    portal: Mapped[str] = mapped_column(String(32), index=True)
    url: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcTime)
    browser: Mapped[str] = mapped_column(String(32))
    file: Mapped[str] = mapped_column(String(64))  # below the evidence folder
    length: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    deleted_on: Mapped[date | None]
