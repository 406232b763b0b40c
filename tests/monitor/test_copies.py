"""Reposts: the same title over the same text on another portal, told by who had it first."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crawler.sketch import sketch
from monitor.copies import find_copies
from monitor.facts import PostFact

TITLE = "Tăng cường phòng, chống cháy rừng mùa khô"


def written(number: int, portal: str, dated: int | None, **more: Any) -> PostFact:
    """A post of the given day of November; first seen on the same day, else on the 20th."""
    day = date(2026, 11, dated) if dated else None
    plain = {"title": TITLE, "body_hash": "a", "first_seen": day or date(2026, 11, 20), "last_seen": date(2026, 11, 20)}
    url = f"https://{portal}.test/{number}"
    return PostFact(id=number, portal=portal, url=url, published_on=day, **{**plain, **more})


def originals(*posts: PostFact) -> dict[int, int]:
    return {copy: first.id for copy, first in find_copies(posts).items()}


def test_the_later_of_two_portals_copied() -> None:
    assert originals(written(1, "x", 5), written(2, "y", 3)) == {1: 2}


def test_all_copies_name_the_same_original() -> None:
    assert originals(written(1, "x", 3), written(2, "y", 4), written(3, "z", 5)) == {2: 1, 3: 1}


def test_on_the_same_day_the_first_seen_is_the_original_and_a_tie_is_none() -> None:
    late = written(2, "y", 3, first_seen=date(2026, 11, 4))
    assert originals(written(1, "x", 3), late) == {2: 1}
    assert originals(written(1, "x", 3), written(2, "y", 3)) == {}


def test_a_portal_does_not_copy_from_itself() -> None:
    assert originals(written(1, "x", 3), written(2, "x", 5)) == {}


def test_boilerplate_under_another_title_is_no_copy() -> None:
    assert originals(written(1, "x", 3), written(2, "y", 5, title="Thông báo tuyển dụng viên chức")) == {}


def test_a_title_that_differs_in_capitals_is_the_same() -> None:
    assert originals(written(1, "x", 3), written(2, "y", 5, title=TITLE.upper())) == {2: 1}


def test_posts_without_a_text_prove_nothing() -> None:
    assert originals(written(1, "x", 3, body_hash=None), written(2, "y", 5, body_hash=None)) == {}


def test_a_day_that_cannot_be_believed_does_not_make_an_original() -> None:
    doubtful = written(1, "x", 1, date_grade="unknown", first_seen=date(2026, 11, 9))
    assert originals(doubtful, written(2, "y", 5)) == {1: 2}


POSTS = st.lists(st.tuples(st.sampled_from("xyz"), st.one_of(st.none(), st.integers(1, 9)), st.sampled_from("ab")),
                 max_size=7)


@given(POSTS, st.randoms(use_true_random=False))
def test_an_original_is_never_a_copy_and_order_does_not_matter(rows: list[tuple[str, int | None, str]], random) -> None:  # type: ignore[no-untyped-def]
    posts = [written(n, portal, dated, body_hash=body) for n, (portal, dated, body) in enumerate(rows)]
    found = originals(*posts)
    assert not set(found) & set(found.values())
    assert all(posts[copy].portal != posts[first].portal for copy, first in found.items())
    random.shuffle(shuffled := list(posts))
    assert originals(*shuffled) == found


def test_a_nearly_equal_text_under_the_same_title_is_a_copy() -> None:
    words = [f"tiếng{n * 7919 % 1009}" for n in range(200)]
    own, other = sketch(" ".join(words)), sketch(" ".join([*words[:190], "theo", "cổng", "tỉnh"]))
    first, later = written(1, "x", 3, sketch=own), written(2, "y", 5, body_hash="b", sketch=other)
    assert originals(first, later) == {2: 1}
    assert originals(first, written(2, "y", 5, body_hash="b", sketch=sketch(" ".join(reversed(words))))) == {}
