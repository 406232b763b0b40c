"""Judging a past night again: what later nights overwrote is put back, whatever they overwrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.facts import ChannelFact, PostFact
from monitor.past import Change, Happening, channels_as_of, posts_as_of

FIRST = date(2026, 11, 1)


def night(n: int) -> date:
    return FIRST + timedelta(days=n)


# One post through ten nights: each night does one thing to it, as settle notes it.
STEPS = st.lists(st.sampled_from(["seen", "missed", "redate", "retitle", "remove"]), min_size=9, max_size=9)


@given(STEPS, st.integers(-5, 12), st.lists(st.integers(-10, 12), min_size=9, max_size=9))
def test_a_post_as_it_stood_on_every_night(steps: list[str], stated: int, days: list[int]) -> None:
    now = PostFact(1, "cong", "u", "tin 0", night(stated), night(0), night(0))
    then, events = {night(0): now}, list[Happening]()
    for n, (step, day) in enumerate(zip(steps, days, strict=True), 1):
        tonight = night(n)
        if step == "remove" and now.removed_on is None:
            events.append(Happening(1, tonight, "removed"))
            now = replace(now, removed_on=tonight)
        elif step in ("seen", "redate", "retitle"):
            if now.removed_on is not None:
                events.append(Happening(1, tonight, "returned", now.removed_on.isoformat()))
                now = replace(now, removed_on=None)
            if now.published_on is not None and now.last_seen < now.published_on <= tonight:
                events.append(Happening(1, tonight, "due"))
            if step == "redate" and now.published_on not in (None, night(day)):
                events.append(Happening(1, tonight, "redated", str(now.published_on)))
                now = replace(now, published_on=night(day))
            if step == "retitle":
                events.append(Happening(1, tonight, "retitled", now.title))
                now = replace(now, title=f"tin {n}", edited_on=tonight)
            now = replace(now, last_seen=tonight)
        then[tonight] = now
    for day_, was in then.items():
        [put_back] = posts_as_of([now], events, day_)
        assert replace(put_back, last_seen=was.last_seen) == was
        assert put_back.dated_on == was.dated_on, (day_, was, put_back)


@given(st.lists(st.sampled_from(["shown", "hidden", "renamed"]), min_size=9, max_size=9))
def test_a_menu_entry_as_it_stood_on_every_night(steps: list[str]) -> None:
    now = ChannelFact(1, "cong", "Tin tức", "list", "u", first_seen=night(0), last_seen=night(0))
    then, changes = {night(0): now}, list[Change]()
    for n, step in enumerate(steps, 1):
        if step != "hidden":
            before = {"title": now.title, "path": [], "url": "u", "kind": "list", "same_as": None,
                      "last_seen": now.last_seen.isoformat()}
            if step == "renamed" or now.last_seen < night(n - 1):
                changes.append(Change(1, night(n), before))
            now = replace(now, title=f"Tin {n}" if step == "renamed" else now.title, last_seen=night(n))
        then[night(n)] = now
    for day, was in then.items():
        assert channels_as_of([now], changes, day) == (was,)


def test_what_came_later_was_not_there() -> None:
    later = PostFact(1, "cong", "u", "tin", night(3), night(5), night(5))
    assert posts_as_of([later], [], night(4)) == ()
    assert channels_as_of([ChannelFact(1, "cong", "t", "list", "u", first_seen=night(5))], [], night(4)) == ()
