"""What time it is for the monitor: Asia/Ho_Chi_Minh, pinned by `SOICONG_NOW` when a past night is played."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from crawler.config import Settings

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def now(settings: Settings) -> datetime:
    """The current moment in Việt Nam, or the pinned one."""
    return (settings.now or datetime.now(UTC)).astimezone(VIETNAM)


def today(settings: Settings) -> date:
    """The calendar day in Việt Nam: 17:30 UTC of 31 March is already 1 April there."""
    return now(settings).date()
