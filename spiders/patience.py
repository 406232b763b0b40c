"""No page may keep the others waiting: reading one is given up after some seconds of the processor."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

SECONDS = 10.0  # a page of this world takes a hundredth of it; requests under way wait 25


class OutOfPatience(Exception):
    """The page was not read to its end."""


@contextmanager
def patience(seconds: float = SECONDS) -> Iterator[None]:
    """Raise `OutOfPatience` inside the block when it has used so much processor time; main thread only."""
    def stop(_: int, __: FrameType | None) -> None:
        raise OutOfPatience(f"đọc quá {seconds:g} giây")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
