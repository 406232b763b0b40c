"""Trials on one database: nights that are killed again and again, finished, and compared with one that was not."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise

from tests.crash.kills import STAGES, strike, wait_for, watch_writes
from tests.crash.laws import broken_laws
from tests.crash.place import BEFORE, Place

ORDER = ("fetching", "committing", "fetching", "committing", "judging", "sealing", "reporting")
Make = Callable[[str, Place | None], Place]
PATIENCE = 900  # seconds for a night that nobody kills


@dataclass
class Tally:
    """What came of all trials."""

    kills: Counter[str] = field(default_factory=Counter)
    terms: int = 0
    trials: int = 0
    lost: int = 0
    doubled: int = 0
    false: int = 0
    broken: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.doubled or self.false or self.broken)


def play(make: Make, kills: int, terms: int, seed: int) -> Tally:
    """Trials until so many kills and double SIGTERMs were struck."""
    chance, tally = random.Random(seed), Tally()
    base = make("base", None)
    for now in BEFORE:
        code = base.night(now).wait(timeout=PATIENCE)
        assert code in (0, 3), base.said()
    whole = make("whole", base)
    lengths = time_stages(whole)
    expected = whole.left()
    assert not BEFORE or sum(table == "findings" for table, _ in expected) > 5, "no verdict could be false"
    tally.broken += [f"uninterrupted: {law}" for law in broken_laws(whole, ended=True)]
    while sum(tally.kills.values()) < kills or tally.terms < terms:
        tally.trials += 1
        place = make(f"trial{tally.trials}", base)
        for stage in ORDER:
            twice = tally.terms < terms and chance.random() < terms / (kills + terms)
            if twice or sum(tally.kills.values()) < kills:
                hit(place, stage, lengths, chance, tally, twice=twice)
        if sum(tally.kills.values()) < kills:
            hit_import(place, lengths["importing"], chance, tally)
        finish(place, tally)
        compare(place, expected, tally)
    return tally


def time_stages(place: Place) -> dict[str, float]:
    """Play an uninterrupted night and import, and how long each of its stages took."""
    began: dict[str, float] = {}
    night = place.night()
    for stage in STAGES:
        assert wait_for(night, stage, lambda: False) is not None, f"the night ended before it was {stage}"
        began[stage] = time.monotonic()
    assert night.wait(timeout=PATIENCE) in (0, 3)
    began["end"] = time.monotonic()
    started = time.monotonic()
    assert place.imports().wait(timeout=PATIENCE) == 0
    names = [*STAGES, "end"]
    lengths = {a: began[b] - began[a] for a, b in pairwise(names)}
    return lengths | {"importing": time.monotonic() - started, "committing": 0.0}


def hit(place: Place, stage: str, lengths: dict[str, float], chance: random.Random, tally: Tally, *,
        twice: bool) -> None:
    """Start or go on with the night, wait for the stage, strike at a random moment of it, look at the laws."""
    writes, end = watch_writes(place.url)
    if stage == "committing":
        time.sleep(chance.uniform(0, 0.5))
    night = place.night()
    inside = wait_for(night, stage, writes)
    end()
    if inside is None:  # the stage was over before: the night has ended
        return
    time.sleep(chance.uniform(0, lengths[stage]))
    if night.poll() is None:
        strike(night, inside, chance, twice=twice)
        tally.terms += twice
        tally.kills[stage] += not twice
        if night.poll() is None and not twice:  # only the process inside was killed: the night begins it anew
            time.sleep(chance.uniform(0, 1))
            night.kill()
    night.wait()
    tally.broken += [f"{place.data.name} after {stage}: {law}" for law in broken_laws(place, ended=False)]


def hit_import(place: Place, length: float, chance: random.Random, tally: Tally) -> None:
    """An import that is killed; a night that is not begun yet has no database."""
    command = place.imports()
    try:
        command.wait(timeout=chance.uniform(length / 2, length))
    except subprocess.TimeoutExpired:
        command.kill()
        tally.kills["importing"] += 1
    command.wait()
    tally.broken += [f"{place.data.name} after importing: {law}" for law in broken_laws(place, ended=False)]


def finish(place: Place, tally: Tally) -> None:
    """Let the night and the import come to their end."""
    for command in (place.night(), place.imports()):
        code = command.wait(timeout=PATIENCE)
        if code not in (0, 3):
            tally.broken.append(f"{place.data.name}: the last run ended with {code}, see {place.data}.log")
    tally.broken += [f"{place.data.name} in the end: {law}" for law in broken_laws(place, ended=True)]


def compare(place: Place, expected: Counter[tuple[str, str]], tally: Tally) -> None:
    """Row by row with the uninterrupted night."""
    left = place.left()
    lost, more = expected - left, left - expected
    judged = ("findings", "certificates")
    tally.false += sum(n for (table, _), n in more.items() if table in judged)
    tally.doubled += sum(n for (table, _), n in more.items() if table not in judged)
    tally.lost += sum(lost.values())
    tally.broken += [f"{place.data.name} lacks {row}" for row in list(lost)[:3]]
    tally.broken += [f"{place.data.name} has too much: {row}" for row in list(more)[:3]]
