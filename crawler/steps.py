"""The steps after a crawl, out of one process that has read in all programs once: each step is a copy of it.

Started as `python -m crawler.steps NIGHT OUT METRICS`. To read in the programs cost more than most steps do. A copy
(fork) has them, and what one step leaves behind or dies of does not reach the next. The exit code is 0, or the place
of the step that did not get done.
"""

from __future__ import annotations

import importlib
import multiprocessing
import runpy
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec

from rich.console import Console
from sqlalchemy.orm import Session

from crawler.children import call_process, die_with_parent
from crawler.config import load_settings
from crawler.database import open_engine
from crawler.evidence.pictures import find_due
from crawler.said import say

TRIES = 2  # a step that a signal ended (memory, an operator) is begun once more; one that refused is not
PICTURES = "spiders.pictures"


@dataclass(frozen=True, slots=True)
class Step:
    """A command of the project; without a `needed` one the night is not told."""

    words: str
    command: tuple[str, ...]
    needed: bool = True


def steps_of(day: str, out: str, metrics: str) -> list[Step]:
    """What follows a crawl, in order."""
    return [
        Step("kết luận", ("monitor", "judge", day)), Step("chụp trang làm căn cứ", (PICTURES, day), needed=False),
        Step("niêm phong", ("crawler", "seal")), Step("bản tin", ("reports", "digest", day, "--out", out)),
        Step("xóa bản lưu quá hạn", ("crawler", "prune"), needed=False),
        Step("ghi chỉ số", ("crawler", "health", "--metrics", metrics), needed=False),
    ]


def run_steps(steps: Sequence[Step], night: date, console: Console) -> int:
    """Run one step after the other; 0, or the place (from 1) of the needed one that did not get done."""
    for place, step in enumerate(steps, 1):
        if step.needed:
            say(console, f"Đêm {night:%d/%m/%Y}: {step.words}.")
        done = _try(step.command)
        if step.needed and not done:
            return place
        if not done and step.command[0] == PICTURES:
            say(console, f"Đêm {night:%d/%m/%Y}: chưa chụp xong các trang làm căn cứ (xem lỗi phía trên). Căn cứ là "
                         "byte đã lưu, đêm vẫn được niêm phong.", "yellow")
    return 0


def _try(command: tuple[str, ...]) -> bool:
    for _ in range(TRIES):
        child = multiprocessing.get_context("fork").Process(target=_be, args=(command,))
        child.start()
        child.join()
        if child.exitcode is not None and child.exitcode >= 0:
            return child.exitcode == 0
    return False


def _be(command: tuple[str, ...]) -> None:
    """Become the command, as `python -m` would begin it."""
    die_with_parent()
    call_process(" ".join(command[:2]))
    if command[0] == PICTURES and not _wants_pictures(date.fromisoformat(command[1])):
        return
    sys.argv = list(command)
    runpy.run_module(command[0], run_name="__main__", alter_sys=True)


def _wants_pictures(night: date) -> bool:
    """Whether a browser is installed and pages behind new findings want a picture."""
    if find_spec("playwright") is None:
        return False
    engine = open_engine(load_settings().database)
    with Session(engine) as session:
        due = find_due(session, night)
    engine.dispose()
    return bool(due)


def main(day: str, out: str, metrics: str) -> int:
    for name in ("monitor", "reports", "crawler"):
        importlib.import_module(f"{name}.__main__")
    return run_steps(steps_of(day, out, metrics), date.fromisoformat(day), Console(stderr=True))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
