"""Where the faults of process and machine are played: nights of a very small province, and the night they end as."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from tests.crash.campaign import PATIENCE, Tally, compare, finish, time_stages
from tests.crash.place import BEFORE, Place, two_portals


@dataclass(frozen=True)
class Ground:
    """`base` has the nights before, `expected` all rows that the uninterrupted night leaves."""

    folder: Path
    base: Place
    expected: Counter[tuple[str, str]]
    lengths: dict[str, float]
    away: float  # seconds that a database server stays away

    def trial(self, name: str, data: Path | None = None, url: str | None = None, fresh: bool = False) -> Place:
        """A copy of the base for one fault, or an empty place; elsewhere when the fault is that of a disk."""
        data = data or self.folder / name
        if not fresh:
            shutil.copytree(self.base.data, data, dirs_exist_ok=True)
        more = {"SCRAPY_SETTINGS_MODULE": "tests.faults.watched", "FAULTS_WITNESS": str(self.folder / f"{name}.json")}
        return replace(self.base, data=data, url=url or f"sqlite:///{data / 'monitor.db'}", more=more)

    def megabytes(self, name: str) -> float:
        """What the last crawl of a trial took, 0 when it could not tell."""
        told = self.folder / f"{name}.json"
        return float.__sub__(*(json.loads(told.read_text())[k] for k in ("peak", "baseline"))) if told.exists() else 0.0

    def end(self, place: Place) -> Tally:
        """Let the night and an import come to their end, and compare."""
        tally = Tally()
        finish(place, tally)
        compare(place, self.expected, tally)
        return tally


@dataclass(frozen=True)
class Scenario:
    """One fault of A: what is done, what the document states, and how it went: (in words, as stated)."""

    fault: str
    what: str
    stated: str
    play: Callable[[Ground, str], tuple[str, bool]]


def tell(tally: Tally) -> str:
    return f"{tally.lost} lost, {tally.doubled} doubled, {tally.false} false, {len(tally.broken)} laws broken" + (
        f": {tally.broken[0]}" if tally.broken else "")


@contextmanager
def make_ground(away: float) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="soi-machine-") as name, two_portals(Path(name)) as (registry, figures):
        folder = Path(name)
        base = Place(folder / "base", f"sqlite:///{folder / 'base/monitor.db'}", registry, figures)
        for now in BEFORE:
            assert base.night(now).wait(timeout=PATIENCE) in (0, 3), base.said()
        whole = replace(base, data=folder / "whole", url=f"sqlite:///{folder / 'whole/monitor.db'}")
        shutil.copytree(base.data, whole.data)
        lengths = time_stages(whole)
        yield Ground(folder, base, whole.left(), lengths, away)


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Callable[[int], None]]:
    """A disk of so many kilobytes at a folder, and the command that gives it another size."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder)], check=True)
    try:
        yield lambda size: subprocess.run(["mount", "-o", f"remount,size={size}k", str(folder)], check=True) and None
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)
