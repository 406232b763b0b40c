"""Scripted troubles do on their nights what the truth says, and nothing on the others."""

import re

from sample.gates import FLOOD
from sample.province import SPECIAL, province
from sample.truth import portal_truth, tell_truth
from tests.sample.conftest import Visitor

BEFORE, AFTER = "2026-11-16T01:30:00+07:00", "2026-11-23T01:30:00+07:00"


def home(site):
    return f"http://{site.host}:8161/"


def with_mark(mark):
    return next(s for s in province() if mark in s.marks and not s.troubles and not s.silent)


def changed_post(site, name):
    return next(p for p in site.posts if getattr(p, name) is not None)


def url_of(visitor, site, post):
    return visitor.served.view(site.host).base + visitor.served.kinds[site.kind].KIND.post_url(
        visitor.served.view(site.host), post, None)


def test_troubles_begin_and_end_with_their_nights(wild):
    site = province()[40]
    for now, down in (("2026-11-17T01:30", False), ("2026-11-18T01:30", True), ("2026-11-20T01:30", True),
                      ("2026-11-21T01:30", False)):
        wild.show(now)
        assert wild.served.is_down(site.host) == down
        assert (wild.get(home(site)) is None) == down


def test_each_trouble_looks_like_itself(wild):
    looks = {"blocked": (403, "Forbidden"), "challenge": (200, "Checking your browser"),
             "maintenance": (200, "bảo trì"),
             "js_shell": (200, 'id="root"')}
    seen = set()
    for site in province():
        trouble = site.trouble_on(wild.served.now)
        if trouble in looks:
            answer = wild.get(home(site))
            assert (answer.status, looks[trouble][1] in answer.body) == (looks[trouble][0], True)
            seen.add(trouble)
    assert seen == set(looks)


def test_a_shell_for_lists_leaves_the_home_page(wild):
    site = next(s for s in province() if s.trouble_on(wild.served.now) == "js_lists")
    assert site.name in wild.get(home(site)).body
    truth = portal_truth(site, wild.served.now, 8161)
    assert 'id="root"' in wild.get(truth["channels"][0]["url"]).body


def test_robots_files(wild):
    by_number = {s.number: wild.get(home(s) + "robots.txt") for s in province()}
    assert by_number[127].status == 500 and by_number[63].status == 403 and by_number[2].status == 404
    closed = next(s for s in province() if "robots_rule" in s.marks)
    rule = re.search(r"Disallow: (\S+)", by_number[closed.number].body)[1]
    truth = portal_truth(closed, wild.served.now, 8161)
    assert not any(rule in c["url"] for c in truth["channels"])
    assert not any(f"8161{rule}" in p["url"] for p in truth["posts"])


def test_a_removed_post_goes_from_its_list_and_its_page(wild):
    site = with_mark("removed")
    post = changed_post(site, "removed_at")
    wild.show(BEFORE)
    assert post in wild.served.view(site.host).posts and wild.get(url_of(wild, site, post)).status == 200
    wild.show(AFTER)
    assert post not in wild.served.view(site.host).posts and wild.get(url_of(wild, site, post)).status == 404
    told = {p["url"]: p for p in portal_truth(site, wild.served.now, 8161)["posts"]}
    assert told[url_of(wild, site, post)]["removed_on"] == post.removed_at.date().isoformat()


def test_an_edited_post_has_another_body(wild):
    site = with_mark("edited")
    post = changed_post(site, "edited_at")
    wild.show(BEFORE)
    before = wild.get(url_of(wild, site, post)).validator
    wild.show(AFTER)
    assert wild.get(url_of(wild, site, post)).validator != before
    assert "đính chính" in wild.get(url_of(wild, site, post)).body


def test_a_backdated_post_appears_with_an_older_date(wild):
    site = with_mark("backdated")
    post = next(p for p in site.posts if p.kind == "post" and p.visible_from > p.stated)
    wild.show(BEFORE)
    assert post not in wild.served.view(site.host).posts
    wild.show(AFTER)
    assert post in wild.served.view(site.host).posts
    assert (post.visible_from - post.stated).days >= 7


def test_a_redated_post_moves_up(wild):
    site = with_mark("redated")
    post = changed_post(site, "redated")
    wild.show(AFTER)
    assert post.stated_at(wild.served.now) > post.stated
    told = next(p for p in portal_truth(site, wild.served.now, 8161)["posts"] if p["redated"])
    assert told["published_on"] == post.redated[1].date().isoformat()


def test_reposts_carry_the_provincial_text(wild):
    site = with_mark("reposts")
    copies = [p for p in site.posts if p.copy]
    originals = {p.title: p for p in province()[0].posts}
    assert copies and all(originals[p.title].body == p.body for p in copies)


def test_silent_portals_are_healthy_and_say_nothing_new(wild):
    silent = [s for s in province() if s.silent]
    assert all(wild.get(home(s)).status == 200 for s in silent)
    assert all(max(p.stated for p in s.posts).date().isoformat() < "2026-08-16" for s in silent)


def test_overdue_questions_wait_since_september(wild):
    overdue = [q for p in tell_truth(province(), wild.served.now)["portals"] for q in p["questions"] if q["overdue"]]
    assert len(overdue) >= 20
    assert {q["state"] for q in overdue} == {"awaiting_answer"} and max(q["asked_on"] for q in overdue) <= "2026-09-14"


def test_flood_gates_refuse_and_let_pass_again(wild, monkeypatch):
    for number, status in ((88, 429), (109, 200)):
        assert SPECIAL[number].startswith("flood")
        clock = [100.0]
        monkeypatch.setattr("sample.gates.time.monotonic", lambda clock=clock: clock[0])
        url = home(province()[number - 1])
        answers = [wild.get(url) for _ in range(FLOOD + 1)]
        assert all(province()[number - 1].name in a.body for a in answers[:-1])
        assert answers[-1].status == status and "đợi" in answers[-1].body
        clock[0] += 10
        assert province()[number - 1].name in wild.get(url).body


def test_a_cookie_gate_wants_its_cookie_back(wild):
    site = next(s for s in province() if "cookie_gate" in s.marks)
    wild.cookies = {}
    assert wild.get(home(site)).status == 302
    wild.cookies = {"gate": "1"}
    assert wild.get(home(site)).status == 200


def test_a_soft_404_has_status_200(wild):
    site = next(s for s in province() if "soft_404" in s.marks)
    answer = wild.get(home(site) + "khong-co")
    assert answer.status == 200 and "Không tìm thấy" in answer.body


def test_a_redesign_keeps_addresses_and_changes_markup(wild):
    site = next(s for s in province() if s.redesigned_from)
    wild.show(BEFORE)
    url = next(c["url"] for c in portal_truth(site, wild.served.now, 8161)["channels"] if not c["empty"])
    assert '<td width="580"' in wild.page(url)
    wild.show(AFTER)
    assert '<td width="580"' not in wild.page(url) and "<nav>" in wild.page(url)


def test_refused_lets_nobody_in():
    visitor = Visitor("refused")
    answers = [visitor.get(home(s)) for s in province("refused")]
    assert all(a is None or a.status == 403 for a in answers)
