"""Sections without a menu entry are met by what was seen, and never missed by what was not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.facts import HomeFact, PostFact
from monitor.sections import SectionVerdict, judge_sections, matchers_for
from monitor.timeliness import in_time
from monitor.workdays import load_calendar
from tests.monitor.build import LAST, ROOT, SECTIONS, Scene, T, channel, menu, post, section

CALENDAR = load_calendar(ROOT / "registry" / "calendar.csv")


def verdicts(home: HomeFact | None, **more: Any) -> dict[str, SectionVerdict]:
    made = Scene(**{"channels": menu(fill=8), **more}).history()
    made = replace(made, portal_nights={n: replace(f, home=home) for n, f in made.portal_nights.items()})
    return {v.section.code: v for v in judge_sections(made, SECTIONS, matchers_for(SECTIONS), T, LAST)}


@pytest.mark.parametrize(("home", "code", "verdict"), [
    (HomeFact(doors=("feed",)), "cn_rss", "met_elsewhere"), (HomeFact(doors=("sitemap",)), "cn_sodo", "met_elsewhere"),
    (HomeFact(features=("search",)), "cn_timkiem", "met_elsewhere"),
    (HomeFact(features=("mobile",)), "cn_didong", "met"),
    (HomeFact(features=("phone", "mail")), "lh_coquan", "met_elsewhere"),
    (HomeFact(features=("responsible",)), "cn_footer", "met"), (HomeFact(features=("print",)), "cn_in_luu", "met"),
    (HomeFact(features=("access",)), "cn_tiepcan", "met"),
    (HomeFact(url="https://cong.test/"), "cn_https", "met"), (HomeFact("Trang chủ - Cổng thử"), "cn_banner", "met"),
    (HomeFact(hosts=("www.facebook.com",)), "cn_kenhkhac", "met_elsewhere"),
])
def test_what_was_seen_meets(home: HomeFact, code: str, verdict: str) -> None:
    found = verdicts(home)[code]
    assert (found.verdict, found.presence) == (verdict, True)
    assert verdicts(HomeFact())[code].verdict in ("unknown", "not_applicable")
    assert verdicts(None)[code].verdict in ("unknown", "not_applicable")


@pytest.mark.parametrize(("home", "code"), [
    (HomeFact(features=("phone",)), "lh_coquan"), (HomeFact(url="http://cong.test/"), "cn_https"),
    (HomeFact(url="https://cong.test/", marks=("tls_invalid",)), "cn_https"),
    (HomeFact("Cổng thông tin"), "cn_banner"), (HomeFact(hosts=("notfacebook.com",)), "cn_kenhkhac"),
])
def test_half_of_it_does_not(home: HomeFact, code: str) -> None:
    assert verdicts(home)[code].verdict == "unknown"


@pytest.mark.parametrize(("code", "who"), [
    ("cn_ngung", "đơn vị quản lý cổng"), ("cn_ipv6", "bộ phận kỹ thuật"), ("cn_thanhphan", "chủ quản hệ thống"),
    ("cn_emc", "chủ quản hệ thống"), ("cn_tiepcan", "đơn vị quản lý cổng"),
])
def test_what_no_page_tells_says_why_and_who_can(code: str, who: str) -> None:
    found = verdicts(HomeFact())[code]
    assert found.verdict == "unknown" and found.coverage.startswith("Chưa xác định: ") and who in found.coverage


def test_an_empty_heading_of_its_name_condemns_nobody() -> None:
    """Menus have "Cổng thành phần" as a mere heading: whether the portal is one of them is told elsewhere."""
    heading = channel(90, "heading", title="Cổng thành phần", url=None)
    found = verdicts(HomeFact(), channels=(*menu(fill=8), heading))["cn_thanhphan"]
    assert (found.verdict, found.content) == ("unknown", None)


def test_a_component_is_linked_both_ways() -> None:
    def found(home: HomeFact, **more: Any) -> str:
        made = Scene(channels=menu(fill=8)).history()
        nights = {n: replace(f, home=home) for n, f in made.portal_nights.items()}
        made = replace(made, portal_nights=nights, provincial=frozenset({"tinh.test"}), **more)
        judged = judge_sections(made, SECTIONS, matchers_for(SECTIONS), T, LAST)
        return next(v.verdict for v in judged if v.section.code == "cn_thanhphan")

    both = HomeFact(hosts=("tinh.test",))
    assert found(both, listed=frozenset({"cong.test"})) == "met"
    assert found(both, listed=frozenset({"khac.test"})) == "unknown"
    assert found(HomeFact(), listed=frozenset({"cong.test"})) == "unknown"


def test_always_up() -> None:
    assert verdicts(None)["cn_hoatdong"].verdict == "met"
    down = {2: {"state": "not_observed", "reason": "down"}}
    assert verdicts(None, portal=down)["cn_hoatdong"].verdict == "unknown"


def test_a_section_of_another_group_stays_not_applicable() -> None:
    assert verdicts(HomeFact(features=("english",)))["en_min"].verdict == "not_applicable"


LEGAL = section("vb", freshness_days=5, freshness_kind="working", freshness_status="legal")


def document(signed: date, seen: date, **more: Any) -> PostFact:
    return replace(post(0), published_on=signed, first_seen=seen, **{"kind": "document", **more})


def timely(*documents: PostFact, rule: Any = LEGAL, portal: Any = None) -> bool | None:
    history = Scene(nights=30, portal=portal or {}).history()
    return in_time(rule, documents, history, CALENDAR, LAST)


MONDAY = date(2026, 11, 9)


def test_five_working_days_are_in_time() -> None:
    assert timely(document(MONDAY, date(2026, 11, 17))) is True   # put up on Monday the 16th: the fifth working day


def test_a_night_too_late() -> None:
    assert timely(document(MONDAY, date(2026, 11, 18))) is False
    assert timely(document(MONDAY, date(2026, 11, 17)), document(MONDAY, date(2026, 11, 18))) is False


def test_a_night_that_did_not_look_proves_no_delay() -> None:
    back = (LAST - date(2026, 11, 17)).days
    assert timely(document(MONDAY, date(2026, 11, 18)), portal={back: {"state": "partial"}}) is None


@pytest.mark.parametrize("found", [
    document(MONDAY, date(2026, 11, 18), baseline=True), document(MONDAY, date(2026, 11, 18), kind="post"),
    document(date(2026, 7, 1), date(2026, 11, 18)),
])
def test_what_the_deadline_does_not_bind(found: PostFact) -> None:
    assert timely(found) is None


def test_a_deadline_ends_with_its_law() -> None:
    ended = replace(LEGAL, freshness_status="legal_until_2026-08-31")
    assert timely(document(MONDAY, date(2026, 11, 18)), rule=ended) is None
    assert timely(document(MONDAY, date(2026, 11, 18)), rule=replace(LEGAL, freshness_status="unverified")) is None
