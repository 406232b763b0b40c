"""Lines of a night's log: a log that cannot be written (its disk is full) must not end the night it tells of."""

from __future__ import annotations

import os

from rich.console import Console


def say(console: Console, line: str, style: str = "") -> None:
    """Print a line; when that fails, this process and those it starts from now on are silent instead."""
    try:
        console.print(line, style=style, markup=False, soft_wrap=True)
    except OSError:
        _be_silent()


def _be_silent() -> None:
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2) if os.path.sameopenfile(1, 2) else (2,):
        os.dup2(nowhere, stream)
    os.close(nowhere)
