"""The province follows from its seed and has the size and shape that it is meant to have."""

import csv
from collections import Counter
from datetime import date

import pytest

from sample.model import KINDS
from sample.province import SHARED_OUTAGE, portal_rows, province
from sample.registry import COLUMNS, write_registry
from sample.served import read_clock
from sample.truth import tell_truth
from tests.nights import ROOT
from tests.sample.conftest import NIGHT

NOW = read_clock(NIGHT)
LETTERS = {"province": "applies_province", "departments": "applies_department",
           "central_and_other": "applies_department", "communes": "applies_commune"}


def test_two_generations_are_equal_and_a_seed_makes_another_province():
    once = province("default", 20, 7)
    province.cache_clear()
    assert province("default", 20, 7) == once
    assert province("default", 20, 8) != once


def test_the_first_portals_are_the_same_however_many_are_served():
    assert province("default", 5) == province("default")[:5]


def test_it_has_the_size_of_the_real_one():
    sites = province()
    assert Counter(s.group for s in sites) == Counter(r["group"] for r in portal_rows())
    assert len(sites) == 161 and sum(s.group == "communes" for s in sites) == 99
    assert min(Counter(s.kind for s in sites).values()) >= 20 and {s.kind for s in sites} == set(KINDS)
    posts = [len(s.visible(NOW)) for s in sites]
    assert 7000 <= sum(posts) <= 9000
    assert posts[0] >= 130
    healthy = [s for s in sites if not set(s.troubles) - {SHARED_OUTAGE} and not s.silent]
    assert len(healthy) >= 140


def test_menus_have_sixty_to_a_hundred_links_on_two_levels():
    for site in province():
        links = [c for c in site.channels if c.kind != "heading"]
        assert 60 <= len(links) <= 100, site.code
        assert any(c.parent for c in links)
        assert 8 <= sum(c.kind in ("list", "documents") for c in links) <= 20


def test_titles_of_one_portal_are_distinct_and_addresses_too():
    for site in province():
        own = [p for p in site.posts if not p.copy]
        assert len({p.title for p in own}) == len(own)
        assert len({p.id for p in site.posts}) == len(site.posts)
        slugs = [c.slug for c in site.channels if c.slug]
        assert len(set(slugs)) == len(slugs), site.code


def test_posts_go_on_to_the_end_of_the_year():
    for site in province():
        if not site.silent:
            assert any(p.stated.date() > date(2026, 12, 15) for p in site.posts), site.code


def test_exactly_the_sections_said_to_be_missing_are_missing():
    """Each section that is mandatory and judged by the menu stands in it under its title or a synonym."""
    with (ROOT / "registry/sections.csv").open(encoding="utf-8", newline="") as file:
        sections = [s for s in csv.DictReader(file) if s["check"] == "menu" or s["check"].startswith("within:")]
    for site in province():
        owed = {s["code"] for s in sections if s.get(LETTERS.get(site.group, "")) == "M"}
        names = {s["code"]: {n.casefold() for n in (s["title"], *s["synonyms"].split("|"))} for s in sections}
        menu = {c.title.casefold() for c in site.channels}
        moved = {code for code in site.misplaced if not names[code] & menu}  # its paper stands elsewhere
        assert {code for code in owed if not names[code] & menu} == {*site.missing, *moved}, site.code


def test_calm_has_no_trouble_and_default_has_all():
    assert not any(s.troubles or s.silent or s.missing or s.marks for s in province("calm"))
    wild = province("default")
    assert {t.what for s in wild for t in s.troubles} == {
        "down", "blocked", "challenge", "maintenance", "js_shell", "js_lists", "robots_500", "reset"}
    assert {m for s in wild for m in s.marks} == {
        "edited", "removed", "redated", "backdated", "reposts", "cookie_gate", "flood_429", "flood_200", "robots_rule",
        "soft_404", "empty_section", "old_names", "future", "removed_question", "burst", "id_order"}
    assert sum(s.silent for s in wild) == 6


@pytest.mark.parametrize("what", ["edited", "removed", "redated", "backdated"])
def test_every_kind_of_site_has_each_change(what):
    assert {s.kind for s in province() if what in s.marks} == set(KINDS)


def test_an_unknown_scenario_is_refused():
    with pytest.raises(ValueError, match="không có kịch bản"):
        province("wilder")


def test_the_registry_has_161_rows_in_the_contracts_columns(tmp_path):
    write_registry(tmp_path / "portals.csv", 9000)
    with (tmp_path / "portals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 161 and tuple(rows[0]) == COLUMNS
    assert rows[6]["url"] == "http://127.1.0.7:9000/" and rows[6]["hosts"] == "127.1.0.7"
    assert [r["code"] for r in rows] == [r["code"] for r in portal_rows()]
    assert len({r["url"] for r in rows}) == 161


def test_truth_names_silent_portals_and_nights_of_trouble():
    portals = {p["code"]: p for p in tell_truth(province(), NOW)["portals"]}
    sites = {s.code: s for s in province()}
    assert {c for c, p in portals.items() if p["silent"]} == {c for c, s in sites.items() if s.silent}
    down = portals[province()[40].code]
    assert down["trouble"] == "down"
    assert down["troubles"] == [{"trouble": "down", "since": "2026-11-18", "until": "2026-11-20"}]


def test_truth_grows_with_the_days():
    early, late = (tell_truth(province("default", 3), read_clock(d)) for d in ("2026-11-16T01:30", "2026-12-20T01:30"))
    for before, after in zip(early["portals"], late["portals"], strict=True):
        assert {p["url"] for p in before["posts"]} < {p["url"] for p in after["posts"]}
