"""Windows of any length: one dated post clears, "nothing" needs the certificate and lists walked back far enough."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from monitor.activity import judge_activity
from monitor.periods import Period
from monitor.silence import Silence, judge_lists, judge_silence
from tests.monitor.build import Scene, T, channel, day, every_night, post


def window(first: int, last: int = 0) -> Period:
    return Period(day(first), day(last), "khoảng thử")


def judged(scene: Scene, asked: Period) -> Silence:
    history = scene.history()
    return judge_silence(history, judge_activity(history, T), asked, T)


def test_a_post_in_the_window_clears() -> None:
    found = judged(Scene(posts=(post(3), post(90, 2))), window(10))
    assert (found.verdict, found.posts, found.newest_on) == ("active", 1, day(3))


def test_nothing_in_the_window() -> None:
    found = judged(Scene(), window(30))
    assert (found.verdict, found.newest_on) == ("idle", day(90))
    assert "Không có tin, bài nào trong khoảng này; tin, bài mới nhất ngày" in found.reason


def test_a_window_of_two_weeks_needs_no_threshold_of_days() -> None:
    assert judged(Scene(), window(14)).verdict == "idle"
    assert judged(Scene(), window(93)).verdict == "active"


@pytest.mark.parametrize("scene", [
    Scene(nights=2), Scene(portal={0: {"state": "not_observed", "reason": "down"}}),
    Scene(states=dict.fromkeys((1, 2, 3), "void")),
    Scene(posts=(*Scene().posts, post(None, 900, seen=3, date_grade="unknown"))),
])
def test_without_sight_nobody_is_silent(scene: Scene) -> None:
    assert judged(scene, window(30)).verdict == "unknown"


def test_lists_that_were_not_walked_back_hide_the_window() -> None:
    short = every_night(5, 1, {"end_reason": "date_window_reached", "oldest_on": day(60)})
    assert judged(Scene(change=short), window(30)).verdict == "idle"
    found = judged(Scene(change=short, posts=tuple(post(90 + n, n) for n in range(5))), window(70))
    assert found.verdict == "unknown" and "1/1 danh sách chưa được đi ngược tới" in found.reason


def lists(scene: Scene, asked: Period, shown: dict[int, tuple[int, ...]]) -> dict[Any, str]:
    found = judge_lists(replace(scene.history(), shown=shown), asked, T)
    return {one.channel: one.verdict for one in found}


def test_each_list_by_its_own_nights() -> None:
    scene = Scene(channels=(channel(1), channel(2), channel(3, "page")), posts=(post(3), post(90, 2)),
                  change=every_night(5, 2, {"state": "not_observed", "reason": "timeout", "end_reason": None}))
    assert lists(scene, window(30), {1: (1,), 2: (1,)}) == {"Chuyên mục 1": "active", "Chuyên mục 2": "unknown"}
    assert lists(scene, window(2), {1: (1,), 2: (1,)})["Chuyên mục 1"] == "idle"
