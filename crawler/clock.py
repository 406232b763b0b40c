"""What time it is for the monitor: Asia/Ho_Chi_Minh, pinned by `SOICONG_NOW` when a past night is played."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
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


JUMP = 300  # seconds by which the wall clock and time itself may differ over one run


def wall() -> float:
    """Seconds by the machine's clock, which may be set at any moment."""
    return time.time()


def elapsed() -> float:
    """Seconds that have passed, a suspended machine's as well, whatever the clock was set to."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()


@dataclass(frozen=True, slots=True)
class Clocks:
    """Both clocks at the start of a run. When the wall clock was set meanwhile, the night's times prove nothing."""

    wall: float = field(default_factory=lambda: wall())
    elapsed: float = field(default_factory=elapsed)

    def jumped(self) -> str | None:
        """Why the night is worth nothing, None when the clock just ran on."""
        jump = wall() - self.wall - (elapsed() - self.elapsed)
        return f"đồng hồ của máy bị chỉnh {jump:+.0f} giây trong lượt chạy: clock_jump" if abs(jump) > JUMP else None
