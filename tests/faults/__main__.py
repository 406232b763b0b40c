"""`make faults`: every named fault, each met by a crawl of its own, as a table; it is kept in var/faults.txt.

`--short` plays many in one night with a short time-out, as `make test` does; names like F24 choose some.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from tests.faults.alone import MARK, RESOLVER, can_be_alone, run_alone, settle_in
from tests.faults.case import Case
from tests.faults.content import CONTENT
from tests.faults.names import serve_names
from tests.faults.network import NETWORK
from tests.faults.play import Played, play
from tests.faults.size import SIZE
from tests.faults.web import WEB

CASES = (*NETWORK, *WEB, *SIZE, *CONTENT)
MEGABYTES, SECONDS = 150, 90


def line(one: Played) -> str:
    fine = "" if one.right else f"  <-- not as stated: {one.case.known or 'NEW'}"
    return (f"{one.case.fault:4} {one.case.what[:46]:46} {one.case.stated[:34]:34} {one.seen.tell()[:76]:76} "
            f"{one.megabytes:6.0f} {one.seconds:6.1f}{fine}")


async def measure(cases: list[Case], folder: Path, short: bool) -> list[Played]:
    """Play the cases, one night each (four at a time) or all in one, and print each as it ends."""
    names = await serve_names({}, RESOLVER)
    turn = asyncio.Semaphore(4)
    more = {"FAULTS_TIMEOUT": "6"} if short else {}

    async def one_night(group: list[Case], first: int) -> list[Played]:
        async with turn:
            found = await play(group, folder / str(first), first, **more)
        print("\n".join(map(line, found)), flush=True)
        return found

    groups = [(list(cases), 0)] if short else [([case], number) for number, case in enumerate(cases)]
    played = await asyncio.gather(*(one_night(*group) for group in groups))
    names.close()
    return [one for night in played for one in night]


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
    with tempfile.TemporaryDirectory(prefix="soi-faults-") as name:
        folder = Path(os.environ.get("FAULTS_KEEP", name))
        found = asyncio.run(measure(cases, folder, short))
    wrong = [one for one in found if not one.right]
    faults = {c.fault for c in cases}
    good = faults - {one.case.fault for one in wrong}
    memory, seconds = max(one.megabytes for one in found), max(one.seconds for one in found)
    unexpected = [one.case.what for one in found if one.right is bool(one.case.known)]
    if unexpected:
        print(f"Otherwise than expected: {'; '.join(unexpected)}")
    print(f"{len(good)}/{len(faults)} faults as stated ({len(found) - len(wrong)}/{len(found)} cases); "
          f"{sum(one.seen.open for one in found)} attempts without an outcome; "
          f"most memory +{memory:.0f} MB (bound {MEGABYTES}), longest {seconds:.0f} s (bound {SECONDS})")
    return 1 if unexpected or memory > MEGABYTES or seconds > SECONDS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
