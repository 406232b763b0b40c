"""Portals that nobody has met yet: what looks like a fault there and may be a thing that we could not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from monitor.coverage import certify
from monitor.facts import NightFact, PortalFact, PortalNightFact
from monitor.incidents import Failing, find_incidents
from monitor.questions import judge_question
from monitor.rows import activity_row, gap_row
from monitor.sections import judge_sections, matchers_for
from monitor.timeliness import in_time
from monitor.workdays import Calendar
from tests.monitor.build import (
    LAST,
    SECTIONS,
    Scene,
    T,
    channel,
    day,
    every_night,
    menu,
    old_posts,
    post,
    question,
    section,
    tally,
)

EMPTY = {"state": "observed_empty", "items": 0, "control": 0, "words": 6, "newest_on": None, "oldest_on": None}
WAITING = {"placeholder": True, "words": 4}
CALENDAR = Calendar({})


def verdict(scene: Scene, code: str, **more: Any) -> Any:
    history = replace(scene.history(), **more)
    return {v.section.code: v for v in judge_sections(history, SECTIONS, matchers_for(SECTIONS), T, LAST)}[code]


def test_lists_that_are_all_empty_may_be_filled_by_scripts() -> None:
    """"Chưa có bài viết" is what script-filled lists say before the script has run; no old post proves that we read."""
    found = Scene(posts=(), change=every_night(5, 1, EMPTY)).activity()
    assert found.verdict == "unknown" and "đối chứng" in found.reason


def test_an_empty_list_needs_another_list_that_shows_something() -> None:
    scene = Scene(channels=menu(("Tin tức - sự kiện", "list"), ("Danh sách khác", "list")),
                  change={**every_night(5, 1, EMPTY), **every_night(5, 2, EMPTY)})
    found = scene.section("tt_tintuc")
    assert (found.verdict, found.presence, found.content) == ("unknown", True, None)
    one = replace(scene, change=every_night(5, 1, EMPTY)).section("tt_tintuc")
    assert (one.verdict, one.content) == ("not_met", False)


def test_a_heading_without_address_and_entries_may_open_by_script() -> None:
    entries = (*menu(), channel(90, "unknown", title="Giới thiệu", url=None))
    found = Scene(channels=entries).section("gt")
    assert (found.verdict, found.presence, found.content) == ("unknown", True, None)


def test_a_closed_heading_may_hold_what_the_menu_lacks() -> None:
    entries = (*menu(), channel(90, "unknown", title="Thông tin của xã", url=None))
    found = Scene(channels=entries).section("gt")
    assert found.verdict == "unknown" and "Thông tin của xã" in found.coverage
    below = channel(91, "page", title="Lịch tiếp", path=("Thông tin của xã",))
    assert Scene(channels=(*entries, below)).section("gt").verdict == "not_met"


@pytest.mark.parametrize("title", ["Đăng nhập", "Tìm kiếm", "Tiếng Việt", "Menu", "Facebook"])
def test_a_tool_of_the_menu_hides_nothing(title: str) -> None:
    entries = (*menu(), channel(90, "unknown", title=title, url=None))
    assert Scene(channels=entries).section("gt").verdict == "not_met"
    assert Scene(channels=(channel(1), entries[-1])).activity().verdict == "inactive"


def test_a_closed_heading_may_hold_the_newest_posts() -> None:
    found = Scene(channels=(channel(1), channel(90, "unknown", title="Tin tức", url=None))).activity()
    assert found.verdict == "unknown" and "script" not in found.reason


def test_few_known_posts_are_a_weak_control() -> None:
    few = replace(Scene(posts=old_posts(1), change=every_night(5, 1, {"control": 1})).history(), doors=("feed",),
                  vantages=2)
    assert certify(few, T).holds and certify(few, T).grade == "C"
    assert certify(replace(Scene().history(), doors=("feed",), vantages=2), T).grade == "A"


def test_emptiness_seen_on_excused_nights_condemns_nobody() -> None:
    scene = Scene(channels=menu("Giới thiệu"), change={
        (0, 1): WAITING, (4, 1): WAITING, **dict.fromkeys([(1, 1), (2, 1), (3, 1)])})
    assert verdict(scene, "gt").verdict == "not_met"
    found = verdict(scene, "gt", excused={day(4): "shared_backend"})
    assert (found.verdict, found.certificate) == ("unknown", None)


def test_what_is_not_met_carries_its_certificate_and_prints_only_with_it() -> None:
    found = verdict(Scene(channels=menu()), "gt")
    assert found.verdict == "not_met" and found.certificate is not None and found.certificate.holds
    assert gap_row(found)["verdict"] == "not_met"
    silent = Scene().activity()
    assert activity_row(silent)["verdict"] == "inactive"


def test_a_question_is_late_only_as_long_as_it_was_seen_waiting() -> None:
    asked = question(date(2026, 10, 1), state="awaiting_answer", last_seen=date(2026, 10, 26))
    deadline = judge_question(asked, CALENDAR, 15, LAST)
    assert (deadline.due_on, deadline.working_days_late) == (date(2026, 10, 22), 2)
    unseen = replace(asked, last_seen=date(2026, 10, 20))
    assert not judge_question(unseen, CALENDAR, 15, LAST).overdue


@pytest.mark.parametrize("change", [
    {"broken": {day(4): "40 cổng cùng không trả lời"}}, {"excused": {day(4): "shared_backend"}},
    {"nights": tuple(replace(n, state="void") if n.night == day(4) else n for n in Scene().history().nights)},
])
def test_a_document_is_late_only_when_a_night_that_counts_lacked_it(change: dict[str, Any]) -> None:
    bound = section("x", freshness_kind="working", freshness_days=5, freshness_status="legal")
    late = post(20, 1, seen=3, kind="document")
    history = Scene(posts=(late,)).history()
    assert in_time(bound, [late], history, CALENDAR, LAST) is False
    assert in_time(bound, [late], replace(history, **change), CALENDAR, LAST) is None


@pytest.mark.parametrize("change", [EMPTY, {"items": 0, "control": 0, "newest_on": None, "oldest_on": None}])
def test_a_list_that_shows_none_of_its_known_posts_was_not_read(change: dict[str, Any]) -> None:
    """The other lists' old posts were found again, but the newest post may stand in this one."""
    scene = Scene(channels=(channel(1), channel(2)), change=every_night(5, 2, change))
    history = replace(scene.history(), shown={100: (1, 2), 101: (1,)})
    assert certify(history, T).why_not is not None and "đối chứng" in (certify(history, T).why_not or "")
    gone = tuple(replace(p, removed_on=day(6)) if p.id == 100 else p for p in history.posts)
    assert certify(replace(history, posts=gone), T).holds


@pytest.mark.parametrize("state", ["running", "interrupted"])
def test_a_night_that_has_not_ended_has_no_incidents(state: str) -> None:
    portals = {f"p{n}": PortalFact(f"p{n}", "", "communes", backend="b") for n in range(4)}
    rows = [PortalNightFact(LAST, code, "open") for code in portals]
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    failing = [Failing(LAST, code, at, at) for code in portals]
    assert find_incidents([NightFact(1, LAST, state)], rows, portals, failing, T, tally(rows)) == []
