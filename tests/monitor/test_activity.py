"""A portal is cleared by one sure fresh post; condemned only by complete nights; otherwise unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.activity import judge_activity
from monitor.breakers import mass_failures
from monitor.causes import CAUSES
from monitor.facts import History, PortalNightFact
from tests.monitor.build import (
    LAST,
    PORTAL,
    Scene,
    T,
    channel,
    day,
    every_night,
    old_posts,
    post,
    tally,
)

FRESH = post(1, 1, seen=0)
UNSEEN = {"state": "not_observed", "end_reason": None, "items": 0, "control": 0, "newest_on": None}
EMPTY = {"state": "observed_empty", "items": 0, "control": 0, "newest_on": None, "oldest_on": None}
TWO = (channel(1), channel(2, "documents"))


def aged(days: int) -> Scene:
    """Seen completely on five nights, the newest post so many days old."""
    rows = {(b, 1): {"newest_on": day(days), "oldest_on": day(days + 4)} for b in range(5)}
    return Scene(posts=old_posts(newest=days), change=rows)


ACTIVE = {
    "a fresh post": Scene(posts=(*old_posts(), FRESH)),
    "a fresh post, and nothing else could be seen": Scene(
        posts=(FRESH,), portal={b: {"state": "not_observed", "reason": "down"} for b in range(1, 5)}),
    "a fresh post, and the portal is down tonight": Scene(
        posts=(*old_posts(), post(10, 1, seen=10, last=1)), portal={0: {"state": "not_observed", "reason": "down"}}),
    "a fresh post after one single night": Scene(nights=1, posts=(FRESH,)),
    "a fresh post on a night of mass failure": Scene(posts=(FRESH,), broken={LAST: "40 cổng cùng không trả lời"}),
    "a fresh post that was taken down again": Scene(posts=(*old_posts(), replace(FRESH, removed_on=LAST))),
    "posted on the night itself": Scene(posts=(*old_posts(), post(0, 1, seen=0))),
    "59 days": aged(59),
    "60 days": aged(60),
}

UNKNOWN = {
    "61 days: at the threshold, wait for one more night": aged(61),
    "one night only": Scene(nights=1),
    "two nights only": Scene(nights=2),
    "no night": Scene(nights=0),
    "down on the newest night": Scene(portal={0: {"state": "not_observed", "reason": "down"}}),
    "blocked on the newest night": Scene(portal={0: {"state": "not_observed", "reason": "blocked"}}),
    "a new template on the newest night": Scene(change={(0, 1): {**UNSEEN, "reason": "template"}}),
    "not in the registry on the newest night": Scene(portal={0: None}),
    "complete on two of five nights": Scene(
        portal={b: {"state": "not_observed", "reason": "timeout"} for b in (1, 2, 3)}),
    "one of two lists cut short": Scene(
        channels=TWO, change={(0, 2): {"state": "partly", "reason": "page_cap", "end_reason": "page_cap"}}),
    "one of two lists of another layout": Scene(channels=TWO, change={(0, 2): {**UNSEEN, "reason": "not_understood"}}),
    "one of two lists not visited": Scene(channels=TWO, change={(0, 2): None}),
    "the end of the list not proven": Scene(change={(0, 1): {"end_reason": "no_new_items"}}),
    "items without a day": Scene(change={(0, 1): {"undated": 1}}),
    "old posts whose day nobody can read": Scene(posts=(*old_posts(), post(None, 1, seen=4, baseline=True))),
    "a new post whose day nobody can read": Scene(posts=(*old_posts(), post(None, 1, seen=0))),
    "the list states a fresh day that no post has": Scene(change={(0, 1): {"newest_on": day(2)}}),
    "old posts not found again": Scene(change={(0, 1): {"control": 2}}),
    "a mass failure on the newest night": Scene(broken={LAST: "40 cổng cùng không trả lời"}),
    "no lists at all": Scene(channels=(channel(1, "page"),)),
    "a menu entry of unknown kind that could not be opened": Scene(
        channels=(channel(1), channel(2, "unknown")), change={(0, 2): {**UNSEEN, "reason": "js_only"}}),
    "lists without any post, and not said to be empty": Scene(posts=(), change={(b, 1): {
        "items": 0, "newest_on": None, "oldest_on": None} for b in range(5)}),
    "a post of the future beside old ones": Scene(
        posts=(*old_posts(), post(-40, 1)), change={(0, 1): {"newest_on": day(-1)}}),
    "a list that answers 404 tonight and was there yesterday": Scene(
        channels=TWO, change={(0, 2): {"reason": "not_found", "end_reason": None, "items": 0, "control": 0}}),
    "a list that leads to another host tonight and did not yesterday": Scene(
        channels=TWO, change={(0, 2): {**UNSEEN, "reason": "offsite"}}),
    "a list that was in the menu on the night before and is not tonight": Scene(
        channels=(channel(1), channel(2, last_seen=day(1))), change={(0, 2): None}),
    "a list that left the menu, but on nights that could not be seen": Scene(
        nights=8, channels=(channel(1), channel(2, last_seen=day(5))), change={(b, 2): None for b in range(5)},
        portal={3: {"state": "not_observed", "reason": "down"}}),
    "void nights do not count": Scene(states=dict.fromkeys(range(1, 4), "void")),
    "skipped nights do not count": Scene(states=dict.fromkeys(range(1, 4), "skipped")),
    "nights that are not over do not count": Scene(nights=4, states={0: "running", 1: "interrupted"}),
}

INACTIVE = {
    "five complete nights, nothing fresh": Scene(),
    "three of five complete nights": Scene(
        portal={b: {"state": "not_observed", "reason": "timeout"} for b in (1, 3)}),
    "three nights, all complete": Scene(nights=3),
    "62 days": aged(62),
    "a post of the future does not clear": Scene(posts=(*old_posts(), post(-3, 1))),
    "a post of the future when it was last seen does not clear": Scene(posts=(*old_posts(), post(1, last=3))),
    "a day read without a grade does not clear": Scene(posts=(*old_posts(), post(1, 1, date_grade="unknown"))),
    "a void newest night leaves the verdict of the night before": Scene(nights=6, states={0: "void"}),
    "pages, forms, files and other hosts hide no post": Scene(channels=(
        channel(1), channel(2, "page"), channel(3, "form"), channel(4, "external"),
        channel(5, "unknown", url="https://cong.test/lich.pdf"), channel(6, "unknown", title="Đăng nhập", url=None),
        channel(7, "unknown", url="http://[hỏng/lich.pdf"))),
    "an entry that leads to a list that is walked anyway": Scene(
        channels=(channel(1), channel(2, same_as="cong.test/muc-1")), change=every_night(5, 2, None)),
    "a list that left the menu and was not seen there on any of the last nights": Scene(
        nights=8, channels=(channel(1), channel(2, last_seen=day(5))), change={(b, 2): None for b in range(5)}),
    "an address that has answered 404 on all nights": Scene(
        channels=TWO, change=every_night(5, 2, {"reason": "not_found", "end_reason": None, "items": 0})),
}


@pytest.mark.parametrize("case", ACTIVE)
def test_one_sure_fresh_post_clears(case: str) -> None:
    found = ACTIVE[case].activity()
    assert (found.verdict, found.newest_on is not None) == ("active", True), found.reason


@pytest.mark.parametrize("case", UNKNOWN)
def test_what_was_not_seen_is_not_missing(case: str) -> None:
    found = UNKNOWN[case].activity()
    assert (found.verdict, found.days_silent) == ("unknown", None), found.reason
    assert found.reason[0].isupper() and found.reason.endswith(".")


@pytest.mark.parametrize("case", INACTIVE)
def test_silence_seen_completely_condemns(case: str) -> None:
    found = INACTIVE[case].activity()
    assert found.verdict == "inactive", found.reason


def test_an_inactive_portal_is_told_with_its_day_and_what_was_seen() -> None:
    found = Scene(portal={3: {"state": "not_observed", "reason": "timeout"}}).activity()
    assert (found.newest_on, found.days_silent, found.nights, found.nights_observed) == (day(90), 90, 5, 4)
    assert found.as_of == LAST
    assert "Tin, bài mới nhất ngày 22/08/2026, đã 90 ngày." in found.reason
    assert "4/5 đêm" in found.reason and "20/11/2026" in found.reason and CAUSES["timeout"].words in found.reason


def test_a_long_silence_is_printed_as_papers_print_numbers() -> None:
    found = aged(1500).activity()
    assert found.days_silent == 1500
    assert "đã 1.500 ngày" in found.reason


def test_the_reason_of_doubt_names_night_and_cause() -> None:
    found = Scene(portal={0: {"state": "not_observed", "reason": "blocked"}}).activity()
    assert "20/11/2026" in found.reason and CAUSES["blocked"].words in found.reason


def test_too_few_nights_are_told_as_such() -> None:
    assert Scene(nights=2).activity().reason == "Mới quan sát 2 đêm, cần 3."


def test_the_threshold_is_the_registrys() -> None:
    assert aged(61).activity(replace(T, silent_days=61)).verdict == "active"
    assert aged(61).activity(replace(T, silent_days=30)).verdict == "inactive"


def test_a_verdict_of_the_past_knows_nothing_that_came_later() -> None:
    later = replace(FRESH, published_on=date(2026, 11, 25), first_seen=date(2026, 11, 26),
                    last_seen=date(2026, 11, 26))
    assert Scene(posts=(*old_posts(), later)).activity().verdict == "inactive"
    filled_in_later = replace(later, published_on=day(10))
    assert Scene(posts=(*old_posts(), filled_in_later)).activity().verdict == "inactive"


@pytest.mark.parametrize(("failed", "of", "breaks"), [(2, 4, False), (3, 20, True), (3, 30, False), (4, 30, True)])
def test_many_portals_failing_alike_break_the_night(failed: int, of: int, breaks: bool) -> None:
    rows = [PortalNightFact(LAST, f"p{n}", "not_observed" if n < failed else "complete",
                            "timeout" if n < failed else None) for n in range(of)]
    unconfirmed = [PortalNightFact(LAST, f"u{n}", "not_observed", "address_unconfirmed") for n in range(20)]
    assert bool(mass_failures(tally([*rows, *unconfirmed]), T)) is breaks


def test_failures_of_different_kinds_are_no_mass_failure() -> None:
    causes = ["timeout", "down", "blocked", "dns_nx"]
    rows = [PortalNightFact(LAST, f"p{n}", "not_observed", cause) for n, cause in enumerate(causes)]
    assert mass_failures(tally(rows), T) == {}


# Whatever the facts: what is not observed never condemns.

BACKS = st.integers(0, 4)
ROWS = st.sampled_from([
    {}, {"undated": 2}, {"control": 0}, {**UNSEEN, "reason": "js_only"}, {"state": "partly", "reason": "page_cap"},
    {"reason": "not_found", "end_reason": None, "items": 0, "control": 0}, EMPTY, None, {"newest_on": day(2)},
])
POSTS = st.lists(st.tuples(st.one_of(st.none(), st.integers(-30, 200)), st.integers(0, 250), st.booleans()), max_size=4)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Any mixture of what nights bring."""
    extra = tuple(post(back, n, seen=seen, baseline=base) for n, (back, seen, base) in enumerate(draw(POSTS), 1))
    kind = draw(st.sampled_from(["list", "documents", "unknown", "page"]))
    down = {"state": "not_observed", "reason": "down"}
    return Scene(
        channels=(channel(1), channel(2, kind)), posts=(*(old_posts() if draw(st.booleans()) else ()), *extra),
        change=draw(st.dictionaries(st.tuples(BACKS, st.sampled_from([1, 2])), ROWS, max_size=5)),
        portal=draw(st.dictionaries(BACKS, st.sampled_from([down, {}]), max_size=2)),
        states=draw(st.dictionaries(BACKS, st.sampled_from(["void", "skipped", "complete"]), max_size=2)),
    )


CAUSE = st.one_of(st.sampled_from(["not_found", "offsite", "down"]), st.sampled_from(sorted(CAUSES)))


def hide_portal(history: History, back: int, reason: str) -> History:
    row = PortalNightFact(day(back), PORTAL, "not_observed", reason)
    return replace(history, portal_nights={**history.portal_nights, day(back): row})


def hide_channel(history: History, back: int, number: int, reason: str) -> History:
    rows = dict(history.channel_nights[day(back)])
    if number in rows:
        rows[number] = replace(rows[number], **UNSEEN, reason=reason)
    return replace(history, channel_nights={**history.channel_nights, day(back): rows})


def drop_channel(history: History, back: int, number: int, reason: str) -> History:
    rows = {k: v for k, v in history.channel_nights[day(back)].items() if k != number}
    return replace(history, channel_nights={**history.channel_nights, day(back): rows})


def known_list(history: History, number: int) -> bool:
    """Whether an address is a list that any of the nights has seen."""
    if next(c for c in history.channels if c.id == number).kind not in ("list", "documents"):
        return False
    rows = (night.get(number) for night in history.channel_nights.values())
    return any(r and r.state != "not_observed" and r.reason != "not_found" for r in rows)


@given(scenes(), BACKS, CAUSE)
def test_a_portal_that_could_not_be_entered_is_never_worse_off(scene: Scene, back: int, reason: str) -> None:
    before, after = scene.history(), hide_portal(scene.history(), back, reason)
    assert judge_activity(after, T).verdict != "inactive" or judge_activity(before, T).verdict == "inactive"


@given(scenes(), BACKS, st.sampled_from([1, 2]), CAUSE, st.sampled_from([hide_channel, drop_channel]))
def test_a_list_that_could_not_be_seen_never_condemns(scene: Scene, back: int, number: int, reason: str, hide) -> None:  # type: ignore[no-untyped-def]
    before = scene.history()
    after = hide(before, back, number, reason)
    if judge_activity(before, T).verdict != "inactive" and known_list(after, number):
        assert judge_activity(after, T).verdict != "inactive"


@given(scenes(), st.integers(0, 60), st.integers(0, 60))
def test_a_sure_fresh_post_always_clears(scene: Scene, age: int, seen: int) -> None:
    history = scene.history()
    usable = [n.night for n in history.nights if n.usable]
    if usable:
        as_of = (LAST - usable[-1]).days
        fresh = post(as_of + age, 999, seen=as_of + min(age, seen))
        assert judge_activity(replace(history, posts=(*history.posts, fresh)), T).verdict == "active"


@given(scenes())
def test_without_nights_nothing_is_known(scene: Scene) -> None:
    history = replace(scene.history(), nights=())
    assert judge_activity(history, T).verdict == "unknown"
    void = tuple(replace(n, state="void") for n in scene.history().nights)
    assert judge_activity(replace(scene.history(), nights=void), T).verdict == "unknown"
