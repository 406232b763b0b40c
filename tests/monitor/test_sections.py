"""Mandatory sections: presence, content and freshness are separate facts, and what was not seen is not missing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.facts import History, PortalNightFact
from monitor.sections import SectionVerdict, judge_sections, matchers_for
from tests.monitor.build import (
    LAST,
    PORTAL,
    SECTIONS,
    Scene,
    T,
    channel,
    day,
    every_night,
    menu,
    old_posts,
    post,
)

WAITING = {"placeholder": True, "words": 4}
DOWN = {"state": "not_observed", "reason": "timeout", "words": 0, "end_reason": None}
GONE = {"reason": "not_found", "words": 0, "end_reason": None}


def scene(*titles: str | tuple[str, str], **more: Any) -> Scene:
    return Scene(channels=menu(*titles), **more)


def facts(v: SectionVerdict) -> tuple[str, bool | None, bool | None]:
    return v.verdict, v.presence, v.content


def test_a_section_under_its_own_name_with_content_is_met() -> None:
    found = scene("Giới thiệu").section("gt")
    assert facts(found) == ("met", True, True)
    assert (found.matched_title, found.matched_url) == ("Giới thiệu", "https://cong.test/muc-1")
    assert found.evidence == ((LAST, 1, ()),)


def test_evidence_names_the_requests_behind_it() -> None:
    found = scene("Giới thiệu", change={(0, 1): {"visits": (7, 8)}}).section("gt")
    assert found.evidence == ((LAST, 1, (7, 8)),)


@pytest.mark.parametrize("title", ["Giới thiệu chung", "TỔNG QUAN", "Về chúng tôi"])
def test_another_name_is_met_elsewhere(title: str) -> None:
    assert facts(scene(title).section("gt")) == ("met_elsewhere", True, True)


def test_another_spelling_of_the_name_is_met() -> None:
    assert scene("Điều ước quốc tế, thoả thuận quốc tế", group="province").section("vb_dieuuoc").verdict == "met"


def test_a_name_that_only_looks_alike_is_not_the_section() -> None:
    assert scene("Quy").section("xa_quy").verdict == "not_met"
    assert scene("Quỹ").section("xa_quy").presence is True


def test_an_entry_that_leads_to_another_host_is_met_elsewhere() -> None:
    found = scene(("Dịch vụ công trực tuyến", "external")).section("tthc_dvc")
    assert facts(found) == ("met_elsewhere", True, None)


def test_a_menu_read_on_three_nights_lacks_the_section() -> None:
    found = scene(nights=3).section("gt")
    assert facts(found) == ("not_met", False, None)
    assert "3/3 đêm" in found.coverage and "20/11/2026" in found.coverage
    assert "224/2026" in " ".join(found.basis)


MENU_UNREAD = {
    "two nights only": {"nights": 2},
    "no night": {"nights": 0},
    "the portal was down tonight": {"portal": {0: {"state": "not_observed", "reason": "down"}}},
    "the menu was not found tonight": {"portal": {0: {"state": "partial", "reason": "menu_not_found"}}},
    "read on two of five nights": {"portal": {b: {"state": "not_observed", "reason": "blocked"} for b in (1, 2, 3)}},
    "many portals failed tonight": {"broken": {LAST: "40 cổng cùng không trả lời"}},
    "three void nights": {"states": dict.fromkeys((1, 2, 3), "void")},
}


@pytest.mark.parametrize("case", MENU_UNREAD)
def test_an_unread_menu_lacks_nothing(case: str) -> None:
    found = scene(**MENU_UNREAD[case]).section("gt")
    assert facts(found) == ("unknown", None, None), found.coverage


def test_a_menu_of_a_few_entries_is_no_menu() -> None:
    assert Scene(channels=menu(fill=4)).section("gt").verdict == "unknown"
    assert Scene(channels=menu(fill=5)).section("gt").verdict == "not_met"


def test_an_entry_that_has_just_gone_is_waited_for() -> None:
    entries = menu("Giới thiệu", fill=8)
    gone = (replace(entries[0], last_seen=day(2)), *entries[1:])
    found = Scene(channels=gone).section("gt")
    assert facts(found) == ("unknown", None, None)
    assert "vừa biến mất" in found.coverage
    long_gone = (replace(entries[0], last_seen=day(9)), *entries[1:])
    assert Scene(channels=long_gone).section("gt").verdict == "not_met"


def test_a_menu_that_is_being_rebuilt_lacks_nothing() -> None:
    entries = menu(fill=8)
    moving = (*entries, *(replace(channel(20 + n, "page"), last_seen=day(1)) for n in range(3)))
    assert Scene(channels=moving).section("gt").verdict == "unknown"


# Content: present is not the same as filled.

def test_being_updated_on_two_nights_is_present_without_content() -> None:
    found = scene("Giới thiệu", change={(0, 1): WAITING, (4, 1): WAITING, **dict.fromkeys([(1, 1), (2, 1), (3, 1)])})
    verdict = found.section("gt")
    assert facts(verdict) == ("not_met", True, False)
    assert "đang cập nhật" in verdict.coverage
    assert [night for night, _, _ in verdict.evidence] == [day(4), LAST]


def test_emptiness_behind_an_unread_menu_is_unknown() -> None:
    down = {b: {"state": "not_observed", "reason": "down"} for b in (1, 2, 3)}
    found = scene("Giới thiệu", change={(0, 1): WAITING, (4, 1): WAITING, (1, 1): None, (2, 1): None, (3, 1): None},
                  portal=down).section("gt")
    assert facts(found) == ("unknown", True, False)


@pytest.mark.parametrize("change", [
    {(0, 1): WAITING, **dict.fromkeys([(b, 1) for b in (1, 2, 3, 4)])},
    {(0, 1): WAITING},
    {(0, 1): WAITING, (1, 1): {"words": 300}, (2, 1): WAITING, **dict.fromkeys([(3, 1), (4, 1)])},
    every_night(5, 1, {"words": 10}),
    every_night(5, 1, DOWN),
    every_night(5, 1, None),
    {(0, 1): GONE},
], ids=["updated on one night", "one night after content", "content in between", "a picture", "down", "never visited",
        "404 on one night"])
def test_content_that_could_not_be_told_is_unknown(change: dict[tuple[int, int], Any]) -> None:
    assert facts(scene("Giới thiệu", change=change).section("gt")) == ("unknown", True, None)


def test_an_address_that_is_gone_on_all_nights_has_no_content() -> None:
    found = scene("Giới thiệu", change=every_night(5, 1, GONE)).section("gt")
    assert facts(found) == ("not_met", True, False)
    assert "404" in found.coverage


def test_a_page_that_could_not_be_seen_tonight_keeps_what_it_had() -> None:
    assert facts(scene("Giới thiệu", change={(0, 1): DOWN}).section("gt")) == ("met", True, True)


def test_a_list_that_says_it_is_empty_needs_as_many_nights_as_a_verdict() -> None:
    empty = {"state": "observed_empty", "items": 0, "newest_on": None, "oldest_on": None}
    lists = (("Văn bản chỉ đạo, điều hành", "list"), ("Danh sách có tin", "list"))
    on_two = scene(*lists, change={(0, 1): empty, (1, 1): empty})
    assert facts(on_two.section("vb_chidao")) == ("unknown", True, None)
    on_three = scene(*lists, change={(b, 1): empty for b in range(3)})
    assert facts(on_three.section("vb_chidao")) == ("not_met", True, False)


def test_of_two_entries_the_one_with_content_counts() -> None:
    entries = (channel(1, "page", title="Giới thiệu"), channel(2, "page", title="Giới thiệu"), *menu()[2:])
    found = Scene(channels=entries, change=every_night(5, 1, WAITING)).section("gt")
    assert (found.verdict, found.matched_url) == ("met", entries[1].url)


# Headings: they have what the entries under them have.

HEADING = channel(1, "unknown", title="Giới thiệu", url=None)


def under(*children: Any, **more: Any) -> SectionVerdict:
    return Scene(channels=(HEADING, *children, *menu(fill=12)[6:]), **more).section("gt")


def child(number: int, title: str, path: tuple[str, ...] = ("Giới thiệu",), **more: Any) -> Any:
    return channel(number, "page", title=title, path=path, **more)


def test_a_heading_has_what_is_under_it() -> None:
    assert facts(under(child(2, "Lời chào"))) == ("met", True, True)


def test_a_heading_over_headings_has_what_is_under_those() -> None:
    found = under(child(2, "Tổ chức", url=None), child(3, "Các phòng", ("Giới thiệu", "Tổ chức")))
    assert facts(found) == ("met", True, True)


def test_a_heading_over_nothing_may_open_by_a_script() -> None:
    found = under()
    assert facts(found) == ("unknown", True, None)
    assert "không có địa chỉ" in found.coverage


def test_a_heading_over_pages_that_wait_for_content_has_none() -> None:
    assert facts(under(child(2, "Lời chào"), change=every_night(5, 2, WAITING))) == ("not_met", True, False)


@pytest.mark.parametrize("order", [(2, 3), (3, 2)])
def test_a_heading_is_unknown_while_one_page_under_it_is(order: tuple[int, int]) -> None:
    change = {**every_night(5, order[0], WAITING), **every_night(5, order[1], DOWN)}
    assert facts(under(child(2, "Lời chào"), child(3, "Địa chỉ"), change=change)) == ("unknown", True, None)


def test_an_entry_that_waits_for_content_is_unknown_while_a_page_under_it_is() -> None:
    entries = (channel(1, "page", title="Giới thiệu"), child(2, "Lời chào"), *menu(fill=12)[6:])
    change = {**every_night(5, 1, WAITING), **every_night(5, 2, DOWN)}
    assert facts(Scene(channels=entries, change=change).section("gt")) == ("unknown", True, None)


# Sections that may lie somewhere else, that are only recommended, or that no menu can show.

def test_a_section_that_may_lie_inside_another_is_unknown_while_that_one_is_there() -> None:
    assert scene("Giới thiệu").section("gt_cocau").verdict == "unknown"
    assert scene().section("gt_cocau").verdict == "not_met"


def test_a_heading_that_is_split_into_entries_hides_no_section() -> None:
    entries = (channel(1, "page", title="Giới thiệu"), child(2, "Điều kiện tự nhiên"), *menu(fill=12)[6:])
    found = Scene(channels=entries)
    assert found.section("gt_dieukien").verdict == "met"
    assert found.section("gt_bando").verdict == "not_met"


def test_a_document_posted_elsewhere_stands_for_the_section() -> None:
    paper = post(30, 1, kind="document", title="Quyết toán ngân sách năm 2025 của xã")
    found = scene(posts=(*old_posts(), paper)).section("ns_quyettoan")
    assert (found.verdict, found.matched_url) == ("met_elsewhere", paper.url)
    news = replace(paper, kind="post")
    assert scene(posts=(*old_posts(), news)).section("ns_quyettoan").verdict == "not_met"
    too_old = replace(paper, published_on=day(500))
    assert scene(posts=(*old_posts(), too_old)).section("ns_quyettoan").verdict == "not_met"
    removed = replace(paper, removed_on=day(1))
    assert scene(posts=(*old_posts(), removed)).section("ns_quyettoan").verdict == "not_met"


@pytest.mark.parametrize(("code", "verdict"), [
    ("tt_thongbao", "not_applicable"),   # recommended
    ("bc_thanhtra", "unknown"),          # conditional
    ("lh_coquan", "unknown"),            # may stand on the page
    ("cn_https", "unknown"),             # not from the menu at all
    ("gt", "not_met"),
])
def test_an_absent_section_by_its_duty_and_check(code: str, verdict: str) -> None:
    assert scene().section(code).verdict == verdict


@pytest.mark.parametrize(("group", "code", "verdict"), [
    ("communes", "vb_congbao", "not_applicable"), ("province", "vb_congbao", "not_met"),
    ("departments", "xa_quy", "not_applicable"), ("communes", "dang_vanban", "not_applicable"),
    ("party_block", "dang_vanban", "not_met"), ("central_and_other", "gt", "not_met"),
])
def test_duties_by_group(group: str, code: str, verdict: str) -> None:
    found = scene(group=group).section(code)
    assert found.verdict == verdict
    if verdict == "not_applicable":
        assert facts(found)[1:] == (None, None) and found.matched_title is None


def test_a_party_body_is_shown_no_decree() -> None:
    for found in scene(group="party_block").sections():
        assert "Nghị định" not in " ".join(found.basis), found.section.code


def test_the_law_is_that_of_the_day() -> None:
    assert "42/2022" in " ".join(scene().section("gt", date(2026, 6, 30)).basis)
    assert "224/2026" in " ".join(scene().section("gt", date(2026, 7, 1)).basis)


# Freshness: only a plain age in days, from a list seen to its end.

@pytest.mark.parametrize(("age", "change", "fresh"), [
    (29, {}, True), (30, {}, True), (31, {}, None), (32, {}, False),
    (32, {"end_reason": "page_cap"}, None), (32, {"undated": 1}, None),
])
def test_freshness_of_a_section_with_an_age_in_days(age: int, change: dict[str, Any], fresh: bool | None) -> None:
    row = {"newest_on": day(age), **change}
    found = scene(("Tin tức - sự kiện", "list"), change=every_night(5, 1, row)).section("tt_tintuc")
    assert (found.verdict, found.freshness, found.newest_on) == ("met", fresh, day(age))


def test_deadlines_that_run_from_an_event_are_not_told_from_lists() -> None:
    found = scene(("Văn bản quy phạm pháp luật", "documents")).section("vb_qppl")
    assert (found.verdict, found.freshness) == ("met", None)


# Whatever the facts.

CHANGES = st.sampled_from([WAITING, GONE, {"words": 5}, DOWN, None, {}])


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    titles = draw(st.lists(st.sampled_from([s.title for s in SECTIONS[:12]]), max_size=5, unique=True))
    entries = menu(*titles)
    change = draw(st.dictionaries(st.tuples(st.integers(0, 4), st.integers(1, 6)), CHANGES, max_size=12))
    portal = {b: {"state": "not_observed", "reason": "down"} for b in draw(st.sets(st.integers(0, 4), max_size=3))}
    return Scene(channels=entries, change=change, portal=portal)


def not_met(history: History) -> set[str]:
    verdicts = judge_sections(history, SECTIONS, matchers_for(SECTIONS), T, LAST)
    return {v.section.code for v in verdicts if v.verdict == "not_met"}


@given(scenes(), st.integers(0, 4))
def test_a_menu_not_read_never_adds_a_missing_section(found: Scene, back: int) -> None:
    before = found.history()
    row = PortalNightFact(day(back), PORTAL, "not_observed", "down")
    after = replace(before, portal_nights={**before.portal_nights, day(back): row})
    assert not_met(after) <= not_met(before)


@given(scenes(), st.integers(0, 4), st.integers(1, 6))
def test_emptiness_not_seen_never_adds_a_missing_section(found: Scene, back: int, number: int) -> None:
    before = found.history()
    rows = before.channel_nights[day(back)]
    row = rows.get(number)
    if row is not None and (row.placeholder or row.reason == "not_found"):
        hidden = {**rows, number: replace(row, **DOWN)}
        after = replace(before, channel_nights={**before.channel_nights, day(back): hidden})
        assert not_met(after) <= not_met(before)
