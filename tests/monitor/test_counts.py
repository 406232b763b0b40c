"""Counts by both rules, and comparisons that are made only between equals."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.comparison import Sources, compare, same_period, why_not_comparable
from monitor.counts import Count, Line, Marked, class_of, count_lines, count_post
from monitor.facts import PostFact
from monitor.periods import parse_period

Q3, Q4 = parse_period("2026-Q3"), parse_period("2026-Q4")
OCTOBER = date(2026, 10, 5)


def post(stated: date | None, seen: date, **more: Any) -> PostFact:
    return PostFact(1, "cong", "", "Tin", stated, seen, date(2026, 12, 31), **more)


def counted(found: PostFact, **more: Any) -> dict[str, int]:
    plain: dict[str, Any] = {"kind": "tin_bai", "repost": False, "backdated": False, "future": None}
    count = count_post(Marked(found, **{**plain, **more}), Q4)
    return {name: getattr(count, name) for name in Count.__slots__ if getattr(count, name)}


def test_an_honest_post_counts_alike_by_both_rules() -> None:
    assert counted(post(OCTOBER, OCTOBER)) == {"stated": 1, "first_seen": 1, "originals": 1}


def test_a_repost_is_told_from_an_original() -> None:
    assert counted(post(OCTOBER, OCTOBER), repost=True) == {"stated": 1, "first_seen": 1, "reposts": 1}


def test_the_first_night_is_never_new() -> None:
    assert counted(post(OCTOBER, OCTOBER, baseline=True)) == {"stated": 1, "originals": 1, "baseline": 1}


def test_a_back_dated_post_is_new_when_it_came_and_old_by_what_it_states() -> None:
    assert counted(post(date(2026, 9, 1), OCTOBER), backdated=True) == {"first_seen": 1, "backdated": 1}


def test_a_post_without_day_counts_when_it_came() -> None:
    assert counted(post(None, OCTOBER)) == {"first_seen": 1, "undated": 1}


def test_a_day_in_the_future_is_not_believed() -> None:
    later = date(2026, 12, 24)
    assert counted(post(later, OCTOBER), future=later) == {"first_seen": 1, "future": 1}


def test_a_post_of_another_period_does_not_count() -> None:
    assert counted(post(date(2026, 7, 1), date(2026, 7, 2))) == {}


def test_lines_add_up() -> None:
    def lines(marked: Marked) -> Iterator[Line]:
        yield Line("communes", kind=marked.kind)

    posts = [Marked(post(OCTOBER, OCTOBER), "tin_bai", n == 2, False, None) for n in range(3)]
    assert count_lines(posts, Q4, lines) == {
        Line("communes", kind="tin_bai"): Count(stated=3, first_seen=3, originals=2, reposts=1)}


@pytest.mark.parametrize(("kind", "channels", "counted_as"), [
    ("post", (1,), "tin_bai"), ("document", (1,), "csdl"), ("media", (), "csdl"), ("post", (1, 7), "csdl"),
])
def test_what_a_data_set_is(kind: str, channels: tuple[int, ...], counted_as: str) -> None:
    assert class_of(post(OCTOBER, OCTOBER, kind=kind), channels, {7: "vb_duthao"}) == counted_as


A, B = frozenset({"a", "b"}), frozenset({"a", "c"})
TODAY = date(2027, 2, 1)


def sources(name: str, since: date = date(2025, 1, 1), seen: int = 100) -> Sources:
    members = ("a", "b", "c")
    return Sources(parse_period(name), dict.fromkeys(members, since), dict.fromkeys(members, seen))


def why_not(now: Sources, before: Sources, members: Any = (A, A), today: date = TODAY) -> str | None:
    return why_not_comparable(now, before, *members, today, 80)


def test_equals_are_compared() -> None:
    assert why_not(sources("2026-Q4"), sources("2025-Q4")) is None
    assert why_not(sources("2026-W47"), sources("2026-W46")) is None
    assert why_not(sources("2024-Q1", date(2023, 1, 1)), sources("2023-Q1", date(2023, 1, 1))) is None  # a leap year


@pytest.mark.parametrize(("now", "before", "more", "word"), [
    (sources("2026-Q4"), sources("2026-Q2"), {}, "hai cửa sổ không bằng nhau: 92 và 91 ngày"),
    (sources("2026-Q4"), sources("2025-Q4"), {"today": date(2026, 12, 31)}, "kỳ này chưa hết"),
    (sources("2026-Q4"), sources("2025-Q4"), {"members": (A, B)}, "thành phần khác nhau: thêm 1 Cổng, bớt 1 Cổng"),
    (sources("2026-Q4"), sources("2025-Q4", date(2025, 11, 1)), {},
     "2 Cổng mới được quan sát sau ngày đầu kỳ 01/10/2025"),
    (sources("2026-Q4"), sources("2025-Q4", seen=79), {}, "2 Cổng được quan sát dưới 80% số ngày"),
    (sources("2026-Q4", seen=50), sources("2025-Q4"), {}, "Quý IV năm 2026: 2 Cổng"),
    (sources("2026-Q4"), sources("2025-Q4"), {"members": (A, frozenset())}, "không có đêm quan sát nào trong kỳ"),
    (sources("2026-Q4"), Sources(parse_period("2025-Q4"), {}, {}), {}, "2 Cổng chưa quan sát được lần nào"),
])
def test_others_are_not_and_it_says_why(now: Sources, before: Sources, more: dict[str, Any], word: str) -> None:
    found = why_not(now, before, **more)
    assert found is not None and word in found
    assert compare(7, 5, found).difference is None


def test_the_base_of_a_percentage_is_the_earlier_value() -> None:
    found = compare(12, 8, None)
    assert (found.before, found.difference, found.percent) == (8, 4, 50.0)
    assert compare(12, 0, None).percent is None


def test_the_same_period() -> None:
    year_before = same_period(Q4)
    assert (year_before.start, year_before.end) == (date(2025, 10, 1), date(2025, 12, 31))
    leap = same_period(parse_period("2028-02-01..2028-02-29"))
    assert leap.end == date(2027, 2, 28) and leap.end - leap.start == timedelta(days=27)

