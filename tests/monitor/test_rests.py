"""Lists that may be left out for some nights: never one on which an accusation hangs, and never as evidence."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitor.breakers import has_shrunk
from monitor.facts import PortalNightFact
from monitor.matching import Matcher
from monitor.rests import free_lists
from monitor.timeliness import _came_in_time
from monitor.workdays import Calendar
from tests.monitor.build import LAST, PORTAL, Scene, T, channel, day, menu, post, proven, section

NEWS = channel(1, title="Tin tức - sự kiện")
OTHER = channel(2, title="Chuyên trang")
MATCHER = Matcher([section("tt", "Tin tức - sự kiện", freshness_days=30, freshness_kind="calendar")])
FRESH = (post(3), *(post(90 + n, 100 + n) for n in range(4)))


def scene(**more):
    """Five whole nights of an active portal whose two lists show posts of three days ago."""
    rows = {(back, n): {"newest_on": day(3)} for back in range(5) for n in (1, 2)}
    return Scene(channels=(NEWS, OTHER), posts=FRESH, **{**more, "change": {**rows, **more.get("change", {})}})


def free(found, waiting=False):
    return free_lists(found.history(), MATCHER, T, LAST, waiting)


def test_lists_of_an_active_portal_rest():
    assert free(scene()) == {1, 2}


@pytest.mark.parametrize(("age", "rests"), [(25, {1, 2}), (26, {2}), (400, {2})])
def test_a_list_is_asked_each_night_from_five_nights_before_its_limit(age, rests):
    assert free(scene(change={(0, 1): {"newest_on": day(age)}})) == rests


@pytest.mark.parametrize(("age", "rests"), [(55, {2}), (56, set()), (90, set())])
def test_no_list_of_a_portal_that_falls_silent_rests(age, rests):
    old = scene(change={(0, 1): {"newest_on": day(age)}})
    assert free(replace(old, posts=(post(age), *FRESH[1:]))) == rests


@pytest.mark.parametrize(("night", "rests"), [
    (date(2026, 12, 24), True), (date(2026, 12, 25), False), (date(2026, 12, 30), False), (date(2026, 12, 31), True),
    (date(2026, 3, 24), True), (date(2026, 3, 25), False)])
def test_no_list_rests_on_the_last_nights_of_a_quarter(night, rests):
    moved = (night - LAST).days
    found = scene().history()
    posts = tuple(replace(p, published_on=p.published_on + timedelta(days=moved)) for p in found.posts)
    rows = {d + timedelta(days=moved): {c: replace(r, newest_on=r.newest_on + timedelta(days=moved))
                                        for c, r in some.items()} for d, some in found.channel_nights.items()}
    nights = tuple(replace(n, night=n.night + timedelta(days=moved)) for n in found.nights)
    seen = {d + timedelta(days=moved): row for d, row in found.portal_nights.items()}
    history = replace(found, posts=tuple(replace(p, first_seen=date(2025, 1, 1), last_seen=night) for p in posts),
                      channel_nights=rows, nights=nights, portal_nights=seen)
    assert bool(free_lists(history, MATCHER, T, night, False)) is rests


def test_a_heading_above_a_list_has_a_limit_too():
    below = channel(2, title="Tin trong xã", path=("Tin tức - sự kiện",))
    found = replace(scene(change={(0, 2): {"newest_on": day(29)}}), channels=(NEWS, below))
    assert free(found) == {1}


@pytest.mark.parametrize("more", [
    {"nights": 2},                                                   # not enough nights saw it whole
    {"portal": {0: {"state": "not_observed", "reason": "timeout"}}},  # the newest night did not see it
    {"broken": {LAST: "nhiều cổng cùng hỏng"}},                      # nor does a night of mass failure count
    {"change": {(0, 1): {"newest_on": None}, (0, 2): {"newest_on": None}}},  # lists without days
])
def test_what_keeps_lists_from_resting(more):
    assert free(scene(**more)) == set()


def test_a_section_that_left_the_menu_keeps_all_lists_awake():
    gone = channel(3, "page", title="Tin tức - sự kiện", last_seen=day(1))
    assert free(replace(scene(), channels=(NEWS, OTHER, gone))) == set()
    assert free(replace(scene(), channels=(NEWS, OTHER, replace(gone, title="Một tin trên trang chủ")))) == {1, 2}


@pytest.mark.parametrize("waiting", [True, False])
def test_lists_of_questions_rest_when_none_waits(waiting):
    found = replace(scene(), channels=(NEWS, channel(2, "qa")))
    assert free(found, waiting) == ({1} if waiting else {1, 2})


def left(*backs):
    """These nights left every list out."""
    return {"portal": {b: {"left_out": 2} for b in backs},
            "change": {(b, n): None for b in backs for n in (1, 2)}}


def test_a_list_that_was_not_asked_is_never_silent():
    silent = Scene(channels=(NEWS, OTHER))
    assert silent.activity().verdict == "inactive"
    for backs in ((0,), (0, 1), (1, 2, 3), (0, 1, 2, 3, 4)):
        found = replace(silent, **left(*backs)).activity()
        assert (found.verdict, found.days_silent) == ("unknown", None)
    assert "chưa đến lượt" in replace(silent, **left(0)).activity().reason
    assert replace(silent, **left(3, 4)).activity().verdict == "inactive"  # three nights that asked, the newest too


def test_a_menu_accuses_only_by_nights_that_asked_for_every_list():
    entries = menu("Giới thiệu")
    missing = "tt_tintuc"
    assert Scene(channels=entries).section(missing).verdict == "not_met"
    two = Scene(channels=entries, portal={b: {"left_out": 2} for b in (0, 1, 2)})
    assert two.section(missing).verdict == "unknown"
    three = Scene(nights=7, channels=entries, portal={b: {"left_out": 2} for b in (0, 1, 3, 5)})
    assert three.section(missing).verdict == "not_met"
    assert replace(three, broken={LAST: "nhiều cổng cùng hỏng"}).section(missing).verdict == "unknown"


def test_what_a_night_that_left_lists_out_read_of_the_menu_clears():
    new = channel(99, "list", title="Tin tức - sự kiện", first_seen=LAST)
    found = Scene(nights=7, channels=(*menu("Giới thiệu"), new), portal={b: {"left_out": 2} for b in (0, 1, 3, 5)})
    assert found.section("tt_tintuc").verdict != "not_met"


def test_lists_that_were_not_asked_are_neither_shrunk_nor_the_measure():
    def shrunk(*nights):
        """`nights`, newest first: items of list 1 and of list 2, None where it was left out."""
        rows = {day(b): {n: proven(channel(n), b, items=items) for n, items in enumerate(found, 1) if items is not None}
                for b, found in enumerate(nights)}
        return has_shrunk(LAST, rows, (1, 2), T, lambda night: len(rows[night]) < 2)

    assert not shrunk((3, None), (3, 20), (3, 20), (3, 20))   # what was asked is as it was
    assert shrunk((1, None), (20, 20), (20, None), (20, 20))  # what was asked has shrunk
    assert shrunk((1, 1), (20, 20), (20, 20), (20, 20), (1, None), (1, None), (1, None))


def test_a_night_that_left_lists_out_does_not_prove_that_a_document_came_late():
    found = Scene().history()
    late = post(30, seen=0, kind="document")
    calendar = Calendar({})
    assert _came_in_time(late, 5, found, calendar) is False
    eve = day(1)
    nights = {**found.portal_nights, eve: PortalNightFact(eve, PORTAL, "complete", left_out=1)}
    assert _came_in_time(late, 5, replace(found, portal_nights=nights), calendar) is None
