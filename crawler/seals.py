"""The table of seals: an index of the seal files, which are the proof themselves (crawler/evidence/seal.py)."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Seal(Base):
    """One seal of one night. A night whose findings or observations were added to has a further version.

    `seq` counts all seals: each carries the hash of the one before. `stamp`: none (no authority is configured),
    waiting (it was away: asked again with the next seal), stamped.
    """

    __tablename__ = "seals"
    __table_args__ = (UniqueConstraint("night", "version"),)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"))
    night: Mapped[date]
    version: Mapped[int]
    root: Mapped[str] = mapped_column(String(64))
    leaves: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64), unique=True)  # sha256 of seal.json
    previous: Mapped[str | None] = mapped_column(String(64))      # digest of the seal before, of any night
    key: Mapped[str] = mapped_column(String(64))                  # sha256 of the public key
    sealed_at: Mapped[datetime] = mapped_column(UtcTime)
    stamp: Mapped[str] = mapped_column(String(8))
