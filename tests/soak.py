"""Nights back to back: memory, descriptors, journal and disk after each, and whether they stay flat.

`python -m tests.soak [--nights 24] [--portals 4]` plays a share of the sample province, in less than an hour on two
cores; `--portals 0` two very small portals.
Flat means, the first night (which stores everything for the first time) left aside and the medians of the first and the
last third of the others compared: memory grows by at most a tenth, descriptors by at most four, what a night adds to
the disk by at most a quarter; and the database's journal is empty after every night.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from tests.crash.place import two_portals
from tests.nights import ROOT, environment, night_command
from tests.province import Province, serve_province

START = datetime.fromisoformat("2026-11-01T01:30:00+07:00")
MEMORY, DESCRIPTORS, DISK = 1.10, 4, 1.25
EVERY = 0.2  # seconds between two looks at the processes


@dataclass(frozen=True)
class Measured:
    """One night: peak memory (MiB) and descriptors of all its processes, bytes left behind."""

    seconds: float
    memory: float
    descriptors: int
    journal: int
    database: int
    evidence: int
    other: int

    @property
    def disk(self) -> int:
        return self.database + self.evidence + self.other


def play_night(data: Path, registry: Path, now: datetime) -> Measured:
    started, memory, descriptors = time.monotonic(), 0.0, 0
    night = subprocess.Popen(night_command(registry), cwd=ROOT, env=environment(data, now.isoformat()),
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while night.poll() is None:
        seen = [look(pid) for pid in family(night.pid)]
        memory = max(memory, sum(m for m, _ in seen))
        descriptors = max(descriptors, sum(d for _, d in seen))
        time.sleep(EVERY)
    if night.returncode not in (0, 3):
        raise SystemExit(f"the night of {now:%d/%m/%Y} ended with {night.returncode}")
    database = data / "monitor.db"
    journal = sum(path.stat().st_size for path in data.glob("monitor.db-*") if not path.name.endswith("-shm"))
    evidence = size_of(data / "evidence")
    other = size_of(data) - evidence - database.stat().st_size - journal
    return Measured(time.monotonic() - started, memory, descriptors, journal, database.stat().st_size, evidence, other)


def family(pid: int) -> list[int]:
    """A process and all below it that are still there."""
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(p for child in below for p in family(int(child)))]


def look(pid: int) -> tuple[float, int]:
    """(MiB in memory, open descriptors) of a process; nothing when it has just ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20, len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0.0, 0


def size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def not_flat(nights: Sequence[Measured]) -> list[str]:
    """What grew, in words, by the rule at the top; empty when nothing did."""
    rest = nights[1:]
    third = max(1, len(rest) // 3)
    grown = [after.disk - before.disk for before, after in zip(nights, rest, strict=False)]

    def ends(values: Sequence[float]) -> tuple[float, float]:
        return median(values[:third]), median(values[-third:])

    memory, descriptors, disk = (ends(v) for v in ([n.memory for n in rest], [n.descriptors for n in rest], grown))
    found = []
    if memory[1] > memory[0] * MEMORY:
        found.append(f"memory grew from {memory[0]:.0f} to {memory[1]:.0f} MiB")
    if descriptors[1] > descriptors[0] + DESCRIPTORS:
        found.append(f"descriptors grew from {descriptors[0]:.0f} to {descriptors[1]:.0f}")
    if disk[1] > disk[0] * DISK:
        found.append(f"a night added {disk[0] / 1024:.0f} KiB at first, {disk[1] / 1024:.0f} KiB in the end")
    if any(n.journal for n in nights):
        found.append(f"the journal kept up to {max(n.journal for n in nights)} bytes")
    return found


@contextmanager
def registry_of(folder: Path, portals: int) -> Iterator[tuple[Path, Province | None]]:
    if portals:
        with serve_province(START.isoformat(), scenario="calm", portals=portals) as province:
            yield province.registry, province
    else:
        with two_portals(folder) as (registry, _):
            yield registry, None


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nights", type=int, default=24)
    parser.add_argument("--portals", type=int, default=4,
                        help="of the sample province; 0: two very small ones. Default 4: 24 nights within an hour")
    options = parser.parse_args()
    print(f"{'night':>12}{'s':>7}{'MiB':>7}{'fds':>5}{'journal':>9}{'database':>10}{'evidence':>10}{'other':>8}  (KiB)")
    nights: list[Measured] = []
    with (tempfile.TemporaryDirectory(prefix="soicong-soak-") as name,
          registry_of(Path(name), options.portals) as (registry, province)):
        for number in range(options.nights):
            now = START + timedelta(days=number)
            if province is not None:
                province.show(now.isoformat())
            n = play_night(Path(name) / "data", registry, now)
            nights.append(n)
            print(f"{now:%d/%m/%Y}{n.seconds:>9.1f}{n.memory:>7.0f}{n.descriptors:>5}{n.journal:>9}"
                  f"{n.database // 1024:>10}{n.evidence // 1024:>10}{n.other // 1024:>8}", flush=True)
    found = not_flat(nights)
    print("flat" if not found else "NOT FLAT: " + "; ".join(found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
