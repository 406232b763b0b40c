"""The dead-man's switch: is there a finished night this morning? Another machine asks, and raises the alarm."""

from __future__ import annotations

from datetime import datetime, time

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.clock import VIETNAM
from crawler.models import Night

BY = time(6, 0)  # local time by which tonight must be finished


def morning_check(session: Session, now: datetime) -> str | None:
    """What is wrong, in a sentence that says what to do; None when tonight is finished or not due yet."""
    here = now.astimezone(VIETNAM)
    if here.time() < BY:
        return None
    night = session.execute(select(Night).where(Night.night == here.date())).scalar_one_or_none()
    if night is None or night.state == "skipped":
        return (f"Đêm {here:%d/%m/%Y} chưa chạy lúc {here:%H:%M}. Kiểm tra máy chạy đêm và lịch chạy, rồi chạy: "
                "python -m crawler nightly")
    if night.state in ("running", "interrupted"):
        return (f"Đêm {here:%d/%m/%Y} chưa xong lúc {here:%H:%M} ({night.state}). Kiểm tra tiến trình, rồi chạy: "
                "python -m crawler nightly --resume")
    if night.state in ("void", "failed"):
        return f"Đêm {here:%d/%m/%Y} không dùng được. Xem vì sao: python -m monitor runs {here:%Y-%m}"
    return None
