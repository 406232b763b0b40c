"""`make faults`: every named fault, each met by a crawl of its own, as a table; it is kept in var/faults.txt.

`--short` plays many in one night with a short time-out, as `make test` does; names like F24 choose some.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.faults.alone import MARK, RESOLVER, can_be_alone, run_alone, settle_in
from tests.faults.case import Case
from tests.faults.content import CONTENT
from tests.faults.ground import Ground, Scenario, make_ground
from tests.faults.machine import MACHINE
from tests.faults.names import serve_names
from tests.faults.network import NETWORK
from tests.faults.play import Played, play
from tests.faults.series import SERIES
from tests.faults.size import SIZE
from tests.faults.web import WEB

CASES = (*NETWORK, *WEB, *SIZE, *CONTENT)
NIGHTS = (*MACHINE, *SERIES)
MEGABYTES, SECONDS = 150, 90
AWAY, AWAY_SHORT = 300.0, 5.0


@dataclass(frozen=True)
class Line:
    """One row of the table; the bound of seconds is for servers, who have time on their side, not for whole nights."""

    fault: str
    what: str
    stated: str
    told: str
    right: bool
    megabytes: float
    seconds: float
    bound: float = SECONDS
    open: int = 0
    known: str = ""

    def __str__(self) -> str:
        fine = "" if self.right else f"  <-- not as stated: {self.known or 'NEW'}"
        return (f"{self.fault:4} {self.what[:46]:46} {self.stated[:38]:38} {self.told[:76]:76} "
                f"{self.megabytes:6.0f} {self.seconds:6.1f}{fine}")


def line_of(one: Played) -> Line:
    case = one.case
    return Line(case.fault, case.what, case.stated, one.seen.tell(), one.right, one.megabytes, one.seconds,
                open=one.seen.open, known=case.known)


async def meet_servers(cases: list[Case], folder: Path, turn: asyncio.Semaphore, short: bool) -> list[Line]:
    """Play the cases, one night each or all in one, and print each as it ends."""
    names = await serve_names({}, RESOLVER)
    more = {"FAULTS_TIMEOUT": "6"} if short else {}

    async def one_night(group: list[Case], first: int) -> list[Line]:
        async with turn:
            found = [line_of(one) for one in await play(group, folder / str(first), first, **more)]
        print(*found, sep="\n", flush=True)
        return found

    groups = [(list(cases), 0)] if short else [([case], number) for number, case in enumerate(cases)]
    played = await asyncio.gather(*(one_night(*group) for group in groups if group[0]))
    names.close()
    return [one for night in played for one in night]


async def play_nights(scenarios: list[Scenario], turn: asyncio.Semaphore, short: bool) -> list[Line]:
    """Play whole nights, each with its fault, beside the servers."""
    if not scenarios:
        return []

    async def one_fault(ground: Ground, number: int, one: Scenario) -> Line:
        async with turn:
            began, name = time.monotonic(), f"{one.fault}-{number}"
            told, right = await asyncio.to_thread(one.play, ground, name)
            found = Line(one.fault, one.what, one.stated, told, right, ground.megabytes(name),
                         time.monotonic() - began, bound=3600)
        print(found, flush=True)
        return found

    with ExitStack() as stack:
        ground = await asyncio.to_thread(stack.enter_context, make_ground(AWAY_SHORT if short else AWAY))
        return list(await asyncio.gather(*(one_fault(ground, *one) for one in enumerate(scenarios))))


async def play_all(cases: list[Case], nights: list[Scenario], folder: Path, short: bool) -> list[Line]:
    turn = asyncio.Semaphore(4)
    servers, whole = await asyncio.gather(meet_servers(cases, folder, turn, short), play_nights(nights, turn, short))
    return [*servers, *whole]


def main(arguments: list[str]) -> int:
    if not os.environ.get(MARK):
        if not can_be_alone():
            print("Namespaces are not allowed on this machine (unshare --net --mount): run as root.")
            return 2
        return run_alone(["-m", "tests.faults", *arguments])
    settle_in()
    short = "--short" in arguments
    chosen = [a for a in arguments if not a.startswith("-")]
    cases = [c for c in CASES if not chosen or c.fault in chosen]
    nights = [n for n in NIGHTS if (n.fault in chosen if chosen else not short)]  # short: tests/crash, test_machine.py
    with tempfile.TemporaryDirectory(prefix="soi-faults-") as name:
        folder = Path(os.environ.get("FAULTS_KEEP", name))
        found = asyncio.run(play_all(cases, nights, folder, short))
    return sum_up(found)


def sum_up(found: list[Line]) -> int:
    faults, wrong = {one.fault for one in found}, {one.fault for one in found if not one.right}
    memory = max(one.megabytes for one in found)
    late = [one for one in found if one.seconds > one.bound]
    seconds = max((one.seconds for one in found if one.bound == SECONDS), default=0.0)
    unexpected = [one.what for one in found if one.right is bool(one.known)]
    if unexpected:
        print(f"Otherwise than expected: {'; '.join(unexpected)}")
    print(f"{len(faults - wrong)}/{len(faults)} faults as stated "
          f"({sum(one.right for one in found)}/{len(found)} cases); {sum(one.open for one in found)} attempts without "
          f"an outcome; most memory +{memory:.0f} MB (bound {MEGABYTES}), "
          f"longest with a server {seconds:.0f} s (bound {SECONDS})")
    return 1 if unexpected or memory > MEGABYTES or late else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
