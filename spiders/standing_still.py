"""Notice that this process stood still: on a busy machine, what was let go to be sent leaves later than that."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

TICK = 0.1   # seconds between two looks
STILL = 0.1  # of the delay between two requests to a host: less matters to nobody


async def watch_standing_still(delay: float, tell: Callable[[], None]) -> None:
    """Tell whenever nothing was done for a tenth of `delay` (seconds), until cancelled."""
    while delay:
        before = time.monotonic()
        await asyncio.sleep(TICK)
        if time.monotonic() - before - TICK > STILL * delay:
            tell()
