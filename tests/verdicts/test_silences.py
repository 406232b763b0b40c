"""The count of confirmed silences: what had its five nights stays in it, however the silence ended."""

from __future__ import annotations

from datetime import date, timedelta

from tests.verdicts.silences import Silence, count_silences, follow_silence, late_ones
from tests.verdicts.truth import SILENT, TruePortal, TruePost

FIRST = date(2026, 8, 3)


def followed(said: str, taken: str, wakes: int = 99) -> Silence:
    """A portal that is silent from the first night: i(nactive) or u(nknown) was said, a night was fine (.) or taken."""
    days = [FIRST - timedelta(days=SILENT + 2), FIRST + timedelta(days=wakes)]
    portal = TruePortal("c", "b", tuple(TruePost(str(d), "", d, 0) for d in days), {}, frozenset())
    silences: dict[tuple[str, date], Silence] = {}
    for n, word in enumerate(said):
        so_far = ["" if mark == "." else "timeout (home)" for mark in taken[: n + 1]]
        verdict = "inactive" if word == "i" else "unknown"
        follow_silence(silences, portal, FIRST + timedelta(days=n), verdict, so_far)
    (silence,) = silences.values()
    return silence


def test_the_third_fine_night_is_the_first_that_can_tell():
    fine = followed("uui", "...")
    assert (fine.possible, fine.in_time, fine.tellable) == (3, True, True)
    broken = followed("uuuuui", ".xx.x..")
    assert (broken.possible, broken.in_time, broken.tellable) == (None, False, False)
    assert "2: timeout (home)" in broken.told() and late_ones([broken]) == [broken]


def test_a_silence_that_the_core_left_open_counts_against_it():
    slow = followed("uuuuui", "......")
    assert slow.tellable and not slow.in_time
    assert count_silences([slow, followed("uui", "...")]) == ((1, 2), (1, 2))


def test_waking_up_does_not_hide_a_missed_silence():
    missed = followed("uuuuuuuu", "........", wakes=6)
    assert missed.had_time and missed.tellable and not missed.in_time
    short = followed("uuuuuu", "......", wakes=2)
    assert not short.had_time and count_silences([short]) == ((0, 0), (0, 0))
