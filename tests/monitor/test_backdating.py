"""A post is dated back only when a night proves that it was not there; nights without us explain the rest."""

from __future__ import annotations

from typing import Any

import pytest

from monitor.backdating import Absences, backdated_days
from monitor.facts import ChannelNightFact, PostFact
from tests.monitor.build import channel, day, post, proven


def judged(found: PostFact, *rows: ChannelNightFact, lists: tuple[int, ...] = (1,)) -> int | None:
    return backdated_days(found, 2, Absences({1: rows}, {found.id: lists}))


def night(back: int, **more: Any) -> ChannelNightFact:
    return proven(channel(1), back, **more)


def new(stated: int, **more: Any) -> PostFact:
    """First seen tonight, dated `stated` days before."""
    return post(stated, seen=0, **more)


def test_a_list_seen_last_night_without_it_proves_it() -> None:
    assert judged(new(30), night(2), night(1)) == 30


@pytest.mark.parametrize("stated", [0, 1, 2])
def test_what_a_night_explains_is_not_back_dated(stated: int) -> None:
    assert judged(new(stated), night(2), night(1)) is None


def test_three_days_after_three_nights_are() -> None:
    assert judged(new(3), night(1)) == 3


def test_nights_that_nobody_saw_explain_it() -> None:
    """Absent five nights ago, dated four days ago, in between the portal could not be seen."""
    assert judged(new(4), night(5)) is None
    assert judged(new(4), night(5), night(1, state="partly", end_reason="page_cap")) is None
    assert judged(new(4), night(5), night(1, state="not_observed", end_reason=None)) is None


def test_a_walk_that_ended_before_its_day_proves_nothing() -> None:
    """The list was walked back to day(20); a post dated day(60) lies behind that."""
    row = night(1, end_reason="date_window_reached", oldest_on=day(20))
    assert judged(new(60), row) is None
    assert judged(new(10), row) == 10


def test_the_first_night_proves_nothing() -> None:
    assert judged(new(30, baseline=True), night(1)) is None


def test_a_document_states_the_day_of_signing() -> None:
    assert judged(new(30, kind="document"), night(1)) is None


def test_a_post_that_no_list_shows_is_left_alone() -> None:
    assert judged(new(30), night(1), lists=()) is None


def test_a_night_after_it_was_seen_says_nothing() -> None:
    assert judged(post(30, seen=5), night(1)) is None

