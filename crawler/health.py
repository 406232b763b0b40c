"""The dead-man's switch: is there a finished and sealed night this morning? Another machine asks and alarms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.clock import VIETNAM
from crawler.models import Night, Seal

BY = time(6, 0)  # local time by which tonight must be finished and sealed


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong. `kind` stays the same while it is the same thing; `words` say what to do."""

    kind: str
    words: str


def morning_check(session: Session, now: datetime) -> Alarm | None:
    """What is wrong with tonight; None when it is finished and sealed, or not due yet. A night that is worth nothing is
    told as soon as it has ended, so that it can be run again before the morning."""
    here = now.astimezone(VIETNAM)
    day = f"Đêm {here:%d/%m/%Y}"
    night = session.execute(select(Night).where(Night.night == here.date())).scalar_one_or_none()
    if night is not None and night.state in ("void", "failed"):
        return Alarm(night.state, f"{day} không dùng được. Xem vì sao: python -m monitor runs {here:%Y-%m}")
    if here.time() < BY:
        return None
    if night is None or night.state == "skipped":
        return Alarm("missing", f"{day} chưa chạy lúc {here:%H:%M}. Kiểm tra máy chạy đêm và lịch chạy, rồi chạy: "
                                "python -m crawler nightly")
    if night.state in ("running", "interrupted"):
        return Alarm("unfinished", f"{day} chưa xong lúc {here:%H:%M} ({night.state}). Kiểm tra tiến trình, rồi chạy: "
                                   "python -m crawler nightly --resume")
    if session.scalar(select(Seal.seq).where(Seal.night_id == night.id).limit(1)) is None:
        return Alarm("unsealed", f"{day} đã chạy xong nhưng chưa niêm phong lúc {here:%H:%M}. Chạy lại, lỗi nếu có sẽ "
                                 "hiện ra: python -m crawler nightly")
    return None
