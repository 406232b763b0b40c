"""A certificate says what was seen; nothing negative is said without one; announced outages accuse nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from crawler.clock import VIETNAM
from crawler.registry_rows import RegistryError
from monitor.causes import CAUSES, WHO, cause_of, cause_words, who_acts
from monitor.certificate import Ground, NotProven, require_certificate
from monitor.coverage import certify
from monitor.facts import NightFact, PortalFact
from monitor.menus import certify_menu, view_menu
from monitor.outages import Outage, announced, load_outages
from tests.monitor.build import LAST, PORTAL, ROOT, Scene, T, channel, day, menu, old_posts

DOWN = {"state": "not_observed", "reason": "down"}


def test_it_says_what_was_seen_in_one_sentence() -> None:
    found = certify(Scene(portal={3: DOWN}).history(), T)
    assert found.sentence() == (
        "Quan sát trọn vẹn 4/5 đêm gần nhất (cần 3); đêm 20/11/2026 đi hết 1/1 danh sách, thấy lại 5 tin cũ; tin thấy "
        "được từ 18/08/2026 đến 22/08/2026; độ phủ 80%; trở ngại: cổng không trả lời (1 lần)."
    )


def test_it_says_the_same_as_json() -> None:
    scene = Scene(channels=(channel(1), channel(2)), portal={3: DOWN},
                  change={(1, 2): {"state": "partly", "reason": "page_cap", "end_reason": "page_cap"}})
    found = json.loads(json.dumps(certify(scene.history(), T).as_json()))
    assert {k: found[k] for k in ("kind", "holds", "grade", "needed", "complete", "share", "newest_on", "control")} == {
        "kind": "lists", "holds": True, "grade": "B", "needed": 3, "complete": 3, "share": 70,
        "newest_on": "2026-08-22", "control": {"found": 10, "needed": 3},
    }
    assert found["failures"] == [{"cause": "down", "times": 1}, {"cause": "page_cap", "times": 1}]
    cut = found["nights"][3]["channels"][1]
    assert (cut["title"], cut["state"], cut["end_reason"]) == ("Chuyên mục 2", "partly", "page_cap")


def test_it_rests_on_what_complete_nights_observed_and_on_nothing_else() -> None:
    scene = Scene(channels=(channel(1), channel(2)), portal={3: DOWN},
                  change={(1, 2): {"state": "partly", "reason": "page_cap", "end_reason": "page_cap"}})
    grounds = certify(scene.history(), T).grounds
    assert {(g.night, g.channel) for g in grounds} == {(day(b), c) for b in (0, 2, 4) for c in (1, 2)}
    assert {g.state for g in grounds} == {"observed"}


def test_one_list_has_a_certificate_of_its_own() -> None:
    scene = Scene(channels=(channel(1), channel(2)),
                  change={(0, 2): {"state": "partly", "reason": "page_cap", "end_reason": "page_cap"}})
    assert not certify(scene.history(), T).holds
    assert certify(scene.history(), T, {1}).holds and not certify(scene.history(), T, {2}).holds
    assert {g.channel for g in certify(scene.history(), T, {1}).grounds} == {1}


def test_a_list_that_lost_its_old_posts_has_no_control() -> None:
    lost = Scene(change={(0, 1): {"items": 0, "control": 0}})
    assert certify(lost.history(), T, {1}).why_not == (
        "đêm 20/11/2026 không quan sát trọn vẹn: không thấy lại đủ tin cũ để đối chứng")


@pytest.mark.parametrize(("doors", "vantages", "nights", "grade"), [
    (("feed",), 2, 5, "A"), (("feed",), 1, 5, "B"), ((), 2, 5, "B"), ((), 1, 3, "B"), (("feed",), 2, 2, "C"),
])
def test_grades_have_a_meaning(doors: tuple[str, ...], vantages: int, nights: int, grade: str) -> None:
    history = replace(Scene(nights=nights).history(), doors=doors, vantages=vantages)
    assert certify(history, replace(T, nights_needed=2)).grade == grade


def test_without_a_certificate_nothing_negative_is_said() -> None:
    whole = certify(Scene().history(), T)
    assert require_certificate(whole, "Cổng thử") is whole
    cases = {
        None: "không có chứng nhận độ phủ",
        certify(Scene(nights=2).history(), T): "mới quan sát 2 đêm",
        replace(whole, grounds=(*whole.grounds, Ground(LAST, 2, "partly"))): "không quan sát được",
        replace(whole, grounds=()): "bằng chứng của 0 đêm, cần 3",
    }
    for certificate, words in cases.items():
        with pytest.raises(NotProven, match=f"Cổng thử.*{words}"):
            require_certificate(certificate, "Cổng thử")


def test_a_menus_gaps_rest_on_the_nights_that_read_it() -> None:
    history = replace(Scene(channels=menu("Giới thiệu"), portal={1: {"reason": "menu_not_found"}}).history(),
                      home_visits={day(b): (b + 1,) for b in range(5)})
    found = certify_menu(history, view_menu(history, T), T)
    assert (found.holds, found.grade, found.complete, found.share) == (True, "B", 4, 80)
    assert [g.visits for g in found.grounds] == [(5,), (4,), (3,), (1,)]
    assert require_certificate(found, PORTAL)


def test_an_announced_outage_excuses_the_portal_whatever_was_seen() -> None:
    history = replace(Scene().history(), excused={LAST: "announced_outage"})
    found = certify(history, T)
    assert not found.holds and CAUSES["announced_outage"].words in str(found.why_not)
    pages = Scene(channels=menu("Giới thiệu")).history()
    assert view_menu(pages, T).why_not is None
    excused = replace(pages, excused=dict.fromkeys((day(b) for b in range(5)), "announced_outage"))
    assert CAUSES["announced_outage"].words in str(view_menu(excused, T).why_not)


START = datetime(2026, 11, 20, 1, 30, tzinfo=VIETNAM)
NIGHTS = [NightFact(n, LAST + timedelta(days=n), "complete", None, START + timedelta(days=n),
                    START + timedelta(days=n, hours=2)) for n in range(3)]


@pytest.mark.parametrize(("scope", "name", "first", "last", "touched"), [
    ("portal", PORTAL, "2026-11-20 03:00", "2026-11-20 08:00", [0]),
    ("portal", PORTAL, "2026-11-20 04:00", "2026-11-21 01:00", []),
    ("portal", PORTAL, "2026-11-20 04:00", "2026-11-22 02:00", [1, 2]),
    ("portal", "khac", "2026-11-20 03:00", "2026-11-20 08:00", []),
    ("backend", "chung", "2026-11-19 00:00", "2026-11-21 03:00", [0, 1]),
    ("backend", "", "2026-11-19 00:00", "2026-11-21 03:00", []),
])
def test_an_outage_touches_the_nights_that_looked_in_its_time(
    scope: str, name: str, first: str, last: str, touched: list[int]
) -> None:
    moments = [datetime.fromisoformat(m).replace(tzinfo=VIETNAM) for m in (first, last)]
    portal = PortalFact(PORTAL, "Cổng thử", "communes", backend="chung")
    found = announced([Outage(scope, name, moments[0], moments[1], "công văn")], portal, NIGHTS)
    assert found == {NIGHTS[n].night: "announced_outage" for n in touched}


def test_announcements_are_read_strictly(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "outages.csv"
    assert load_outages(path) == ()
    head = "scope,name,from,to,source\n"
    path.write_text(head + "backend,chung,2026-11-20 22:00,2026-11-21 02:00,Công văn số 1\n", encoding="utf-8")
    assert load_outages(path)[0].first == datetime(2026, 11, 20, 22, tzinfo=VIETNAM)
    path.write_text(head + "tỉnh,,hôm qua,2026-11-21 02:00,\n", encoding="utf-8")
    with pytest.raises(RegistryError) as refused:
        load_outages(path)
    assert {p.column for p in refused.value.problems} == {"scope", "name", "from", "source"}
    assert load_outages(ROOT / "registry" / "outages.csv") == ()


def test_every_cause_is_a_sentence_with_somebody_to_act() -> None:
    for code, cause in CAUSES.items():
        assert cause.who and set(cause.who) <= set(WHO), code
        assert cause.sentence()[0].isupper() and cause.sentence().endswith("."), code
    assert CAUSES["down"].sentence() == (
        "Cổng không trả lời; đơn vị quản lý cổng, nhà cung cấp hạ tầng kiểm tra máy chủ.")
    assert cause_words("trang 2: timeout") == "trang 2: cổng trả lời quá chậm"
    assert who_acts("trang 2: truncated") == "nhà cung cấp hạ tầng"
    assert (cause_words(None), cause_of("lời của người").words) == ("không rõ lý do", "lời của người")


def test_every_outcome_that_hides_something_has_a_cause() -> None:
    from crawler.outcomes import STATES

    assert {o for o, state in STATES.items() if state in ("partly", "not_observed", "void")} <= CAUSES.keys()


def test_old_posts_are_the_control() -> None:
    assert certify(Scene(posts=old_posts(2), change={(b, 1): {"control": 2} for b in range(5)}).history(), T).holds
