"""Days against the order of numbers, days in the future, changed days, and what is heaped up at a period's end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from monitor.date_findings import find_burst, future_day, redated_finding
from monitor.facts import EventFact, PostFact
from monitor.id_order import find_out_of_order, number_of
from monitor.periods import parse_period
from tests.monitor.build import LAST, post

SERIES = "https://cong.test/tin-tuc/bai-{}.html"


def numbered(*backs: int, first: int = 1_100_001) -> list[PostFact]:
    """Posts with rising numbers that state these days."""
    return [post(back, n, url=SERIES.format(first + n)) for n, back in enumerate(backs)]


def out_of_order(posts: list[PostFact]) -> list[int]:
    return [found.post.id for found in find_out_of_order(posts)]


def test_numbers_that_rise_with_the_days_say_nothing() -> None:
    assert out_of_order(numbered(*range(60, 20, -2))) == []


def test_an_old_day_under_a_new_number() -> None:
    assert out_of_order(numbered(60, 55, 50, 45, 40, 35, 30, 58, 25)) == [7]


def test_a_few_days_out_of_order_are_a_draft() -> None:
    assert out_of_order(numbered(60, 55, 50, 45, 40, 35, 30, 36, 25)) == []


def test_one_wrong_neighbour_accuses_nobody() -> None:
    """A post dated far ahead stands before many honest ones."""
    assert out_of_order(numbered(60, 1, 58, 56, 54, 52, 50, 48, 46, 44)) == []


def test_an_import_gives_new_numbers_to_old_posts() -> None:
    assert out_of_order(numbered(30, 29, 28, 27, 200, 190, 180, 170, 160)) == []


def test_few_posts_have_no_order() -> None:
    assert out_of_order(numbered(60, 55, 50, 45, 100)) == []


def test_a_document_is_left_out() -> None:
    posts = numbered(60, 55, 50, 45, 40, 35, 30, 25)
    assert out_of_order([*posts, post(58, 90, url=SERIES.format(1_200_000), kind="document")]) == []


@pytest.mark.parametrize(("url", "series", "number"), [
    ("https://a.test/tin/bai-1100123.html", "a.test/tin", 1100123),
    ("https://a.test/xem?ItemID=77", "a.test/xem?ItemID", 77),
    ("https://a.test/tin/bai-1100123", "a.test/tin", 1100123),
])
def test_the_number_of_an_address(url: str, series: str, number: int) -> None:
    assert number_of(url) == (series, number)


@pytest.mark.parametrize("url", ["https://a.test/tin/mot-bai", "https://a.test/2026/11/", "https://a.test/tin-12"])
def test_an_address_without_number(url: str) -> None:
    assert number_of(url) is None


def test_a_day_in_the_future() -> None:
    assert future_day(post(-3, seen=0)) == LAST + timedelta(days=3)
    printed = f"{LAST + timedelta(days=40):%d/%m/%Y}"
    assert future_day(post(None, seen=0, published_raw=printed)) == LAST + timedelta(days=40)


@pytest.mark.parametrize("found", [
    post(0, seen=0), post(5, seen=0), post(None, seen=0, published_raw="hôm kia"),
    post(None, seen=0, published_raw="31/02/2030"), post(None, seen=0),
    post(-1, seen=0, date_grade="likely"),
])
def test_no_day_in_the_future(found: PostFact) -> None:
    assert future_day(found) is None


def test_a_changed_day() -> None:
    found = redated_finding(EventFact("redated", post(1), "2026-11-01", "2026-11-19"), LAST)
    assert found is not None
    assert (found.days, found.sure) == (18, True)
    assert "01/11/2026 thành 19/11/2026 (đẩy lên)" in found.why
    assert redated_finding(EventFact("redated", post(1), None, "2026-11-19"), LAST) is None


QUARTER = parse_period("2026-Q3")
NIGHTS = [date(2026, 7, 1) + timedelta(days=n) for n in range(93)]  # up to 01/10, which sees the last day


def came(on: date, count: int) -> list[PostFact]:
    plain = PostFact(1, "cong", "", "Tin", on, on, on)
    return [plain] * count


def burst(posts: list[PostFact], nights: list[date] = NIGHTS) -> str | None:
    found = find_burst("cong", posts, QUARTER, nights, 5, 3, 10)
    return found.why if found else None


STEADY = [p for n in range(1, 85, 7) for p in came(date(2026, 7, 1) + timedelta(days=n), 1)]


def test_a_heap_at_the_end() -> None:
    assert burst([*STEADY, *came(date(2026, 9, 30), 12)]) == (
        "12 tin, bài xuất hiện trong 5 ngày cuối kỳ; trước đó trung bình 0,7 tin, bài trong 5 ngày.")


def test_no_heap() -> None:
    assert burst([*STEADY, *came(date(2026, 9, 30), 9)]) is None
    assert burst([p for n in NIGHTS for p in came(n, 3)]) is None


def test_nights_without_us_make_no_heap() -> None:
    """Nobody looked in the week before the end: what came then is first seen at the end."""
    nights = [n for n in NIGHTS if not date(2026, 9, 18) <= n <= date(2026, 9, 27)]
    assert burst([*STEADY, *came(date(2026, 9, 28), 40)], nights) is None


def test_the_first_night_is_no_heap() -> None:
    end = date(2026, 9, 30)
    first = [PostFact(1, "cong", "", "Tin", end, end, end, baseline=True)] * 40
    assert burst([*STEADY, *first]) is None

