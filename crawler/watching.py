"""While a crawl runs: the progress bar, and signals that ask for an orderly end."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

INTERRUPTED = {signal.SIGINT: 130, signal.SIGTERM: 143}


class Stopped(Exception):
    """A signal ended the run; the night can be resumed."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Đã dừng theo tín hiệu {signal.Signals(number).name}; chạy lại với --resume để làm tiếp.")
        self.exit_code = INTERRUPTED[signal.Signals(number)]


class CrawlFailed(RuntimeError):
    """The crawl died again and again; what it did is kept."""


@contextmanager
def catching(react: Callable[[int], None]) -> Iterator[list[int]]:
    """Collect SIGINT and SIGTERM while the block runs; `react` is told how many there were."""
    caught: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        caught.append(number)
        react(len(caught))

    before = {number: signal.signal(number, stop) for number in INTERRUPTED}
    try:
        yield caught
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def progress_bar(console: Console) -> Progress:
    """The night's bar; shown on a terminal only."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("yêu cầu"), TimeElapsedColumn(),
        console=console, transient=False, disable=not console.is_terminal,
    )
