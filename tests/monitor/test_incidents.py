"""Shared troubles are one incident that excuses all; nights that cannot be true accuse nobody."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from crawler.clock import VIETNAM
from monitor.breakers import mass_failures, silent_nights
from monitor.coverage import certify
from monitor.facts import NightFact, PortalFact, PortalNightFact
from monitor.incidents import Failing, excuses, find_incidents
from monitor.workdays import Calendar
from tests.monitor.build import LAST, Scene, T, day, tally

START = datetime(2026, 11, 20, 1, 30, tzinfo=VIETNAM)
NIGHT = NightFact(1, LAST, "partial", None, START, START + timedelta(hours=2))


def scene(minutes: list[int], reason: str = "timeout", backend: str = "chung", others: int = 20):  # type: ignore[no-untyped-def]
    """Portals of one backend that failed at these minutes, beside others that are fine; as arguments."""
    failed = [f"p{n}" for n in range(len(minutes))]
    fine = [f"q{n}" for n in range(others)]
    rows = [PortalNightFact(LAST, p, "not_observed", reason) for p in failed]
    rows += [PortalNightFact(LAST, p, "complete") for p in fine]
    portals = {p: PortalFact(p, p, "communes", "", "yes", backend) for p in failed}
    portals |= {p: PortalFact(p, p, "communes") for p in fine}
    failing = [Failing(LAST, p, START + timedelta(minutes=m), START + timedelta(minutes=m + 1))
               for p, m in zip(failed, minutes, strict=True)]
    return [NIGHT], rows, portals, failing, T, tally(rows)


def test_portals_of_one_backend_in_the_same_minutes_are_one_incident() -> None:
    found = find_incidents(*scene([5, 7, 12, 20]))
    assert [(i.backend, i.reason, i.portals) for i in found] == [("chung", "timeout", ("p0", "p1", "p2", "p3"))]
    assert (found[0].first, found[0].last) == (START + timedelta(minutes=5), START + timedelta(minutes=21))
    assert excuses(found) == {f"p{n}": {LAST: "shared_backend"} for n in range(4)}


@pytest.mark.parametrize("minutes", [[5, 7], [0, 40, 80, 120], [0, 1, 60, 61]])
def test_few_or_far_apart_are_none(minutes: list[int]) -> None:
    assert find_incidents(*scene(minutes)) == []


def test_failing_differently_is_none() -> None:
    nights, rows, portals, failing, t, _ = scene([1, 2, 3])
    rows = [replace(r, reason=reason) if r.state == "not_observed" else r
            for r, reason in zip(rows, ["timeout", "down", "blocked", *[""] * 20], strict=True)]
    assert find_incidents(nights, rows, portals, failing, t, tally(rows)) == []


def test_without_a_common_backend_only_a_mass_is_one() -> None:
    assert find_incidents(*scene([1, 2, 3], backend="", others=40)) == []
    found = find_incidents(*scene([1, 2, 3, 4], backend="", others=10))
    assert [(i.backend, i.reason, len(i.portals)) for i in found] == [(None, "mass_failure", 4)]


def test_whoever_was_seen_need_not_be_among_the_rows() -> None:
    for minutes, others in (([1, 2, 3, 4], 10), ([1, 2, 3], 40)):
        nights, rows, portals, failing, t, tallies = scene(minutes, backend="", others=others)
        unseen = [r for r in rows if not r.seen]
        assert find_incidents(nights, unseen, portals, failing, t, tallies) == \
            find_incidents(nights, rows, portals, failing, t, tallies)


def test_our_own_outage_is_one_and_names_its_cause() -> None:
    nights, rows, portals, failing, t, tallies = scene([1, 2, 3])
    void = replace(NIGHT, state="void", reason="12 trên 20 cổng cùng không trả lời: our_network")
    found = find_incidents([void], rows, portals, failing, t, tallies)
    assert [(i.backend, i.reason, len(i.portals)) for i in found] == [(None, "our_network", 23)]
    assert nights


def test_an_incident_excuses_whatever_else_was_seen() -> None:
    history = replace(Scene().history(), excused={LAST: "shared_backend"})
    assert not certify(history, T).holds


def test_three_times_the_usual_is_a_mass() -> None:
    usual = [PortalNightFact(day(b), f"p{n}", "not_observed" if n < 2 else "complete", "timeout" if n < 2 else None)
             for b in range(1, 6) for n in range(100)]
    tonight = [PortalNightFact(LAST, f"p{n}", "not_observed" if n < 7 else "complete", "timeout" if n < 7 else None)
               for n in range(100)]
    assert mass_failures(tally(usual), T) == {}
    assert mass_failures(tally([*usual, *tonight]), T) == {LAST: "7 cổng cùng cổng trả lời quá chậm"}


SUNDAY_NIGHT = date(2026, 11, 23)  # after a Sunday


@pytest.mark.parametrize(("night", "news", "portals", "silent"), [
    (LAST, set(), 20, True), (LAST, {LAST}, 20, False), (LAST, set(), 19, False), (SUNDAY_NIGHT, set(), 20, False),
])
def test_a_working_day_without_any_news_is_not_believed(
    night: date, news: set[date], portals: int, silent: bool
) -> None:
    nights = [NightFact(1, night - timedelta(days=1), "complete"), NightFact(2, night, "complete")]
    rows = [PortalNightFact(n.night, f"p{k}", "complete") for n in nights for k in range(portals)]
    assert bool(silent_nights(nights, tally(rows), news, Calendar(), T)) is silent


def test_the_first_night_has_no_news() -> None:
    rows = [PortalNightFact(LAST, f"p{k}", "complete") for k in range(50)]
    assert silent_nights([NightFact(1, LAST, "complete")], tally(rows), set(), Calendar(), T) == {}


@pytest.mark.parametrize(("items", "holds"), [(5, True), (1, True), (0, False)])
def test_lists_that_shrink_are_not_believed(items: int, holds: bool) -> None:
    shrunk = Scene(change={(0, 1): {"items": items, "control": 5}})
    found = certify(shrunk.history(), T)
    assert found.holds is holds
    assert holds or found.nights[-1].causes == ("silence",)


