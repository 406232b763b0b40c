"""Findings become faults only where something was seen; what could not be told is named and costs nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from monitor.certificate import Certificate
from monitor.findings import Finding
from monitor.scoring.facts import Fault
from monitor.scoring.rubric import Item
from monitor.scoring.sightings import Counted, look_at
from tests.scoring.tables import rubric

DRAFT = rubric("de-xuat-2025")
PROOF = Certificate("menu", "P", (), 0, True, None)


def item(*checks, per_subject=False):
    return Item.model_validate({"code": "muc", "title": "Mục", "noun": "mục", "status": "project_default",
                                "source": "thử", "checks": list(checks), "per_subject": per_subject})


def section(*codes, need="all"):
    return {"check": "section", "need": need, "sections": list(codes)}


def met(code):
    return Finding("section", "P", code, "met", False, f"có {code}")


def bad(code, fault="missing"):
    return Finding("section", "P", code, "not_met", True, f"không có {code}", {"fault": fault}, certificate=PROOF)


def not_applicable(code):
    return Finding("section", "P", code, "not_applicable", False, "không áp dụng")


def stale(code, fresh=False):
    verdict = "met" if fresh else "not_met"
    return Finding("section_stale", "P", code, verdict, not fresh, f"{code} cũ", certificate=PROOF)


def look(one, *findings, counted=None):
    found = {(f.kind, f.subject): f for f in findings}
    done = look_at([one], found, counted or {}, DRAFT)
    return sorted((f.fault, f.subject) for f in done.faults), [u.reason for u in done.unseen], done.not_applicable


@pytest.mark.parametrize(("findings", "faults", "unseen"), [
    ([met("a")], [], []),
    ([bad("a")], [("missing_section", "a")], []),
    ([bad("a", "empty")], [("not_updated", "a")], []),
    ([met("a"), stale("a")], [("irregular_update", "a")], []),
    ([met("a"), stale("a", fresh=True)], [], []),
    ([], [], ["chưa kết luận được (a)"]),
])
def test_one_section(findings, faults, unseen):
    assert look(item(section("a")), *findings) == (faults, unseen, frozenset())


@pytest.mark.parametrize(("need", "findings", "faults", "unseen"), [
    ("all", [met("a"), bad("b")], [("missing_section", "b")], []),
    ("all", [met("a")], [], ["chưa kết luận được (b)"]),
    ("all", [bad("a")], [("missing_section", "a")], []),
    ("any", [met("a"), bad("b")], [], []),
    ("any", [met("a")], [], []),
    ("any", [bad("a")], [], ["chưa kết luận được (b)"]),
    ("any", [bad("a"), bad("b")], [("missing_section", "a"), ("missing_section", "b")], []),
    ("any", [met("a"), met("b"), stale("a"), stale("b", fresh=True)], [], []),
    ("any", [met("a"), met("b"), stale("a"), stale("b")], [("irregular_update", "a"), ("irregular_update", "b")], []),
    ("any", [met("a"), met("b"), stale("a")], [], []),
])
def test_two_sections(need, findings, faults, unseen):
    assert look(item(section("a", "b", need=need)), *findings) == (faults, unseen, frozenset())


def test_of_priced_parts_the_unseen_ones_are_named_beside_the_missing():
    found = look(item(section("a", "b"), per_subject=True), bad("a"))
    assert found == ([("missing_section", "a")], ["chưa kết luận được (b)"], frozenset())


def test_what_does_not_apply_is_left_out():
    assert look(item(section("a", "b")), not_applicable("a"), met("b")) == ([], [], frozenset())
    assert look(item(section("a")), not_applicable("a")) == ([], [], frozenset({"muc"}))


def few(number):
    return Finding("few_posts", "P", "tt_tintuc", "few", True, f"{number} tin", certificate=PROOF)


@pytest.mark.parametrize(("counted", "faults"), [
    (Counted(few(11), 11), [("few_items", "tt_tintuc")]),
    (Counted(few(12), 12), []),
    (Counted(None, 0, "kỳ chưa hết"), []),
])
def test_few_posts_are_counted_only_with_a_certificate(counted, faults):
    one = item({"check": "few_posts", "sections": ["tt_tintuc"], "threshold": "few_news"})
    assert DRAFT.thresholds["few_news"].value == Decimal(12)
    assert look(one, counted={("tt_tintuc",): counted}) == (faults, [], frozenset())


@pytest.mark.parametrize(("counted", "named"), [
    (Counted(few(11), 11), []),
    (Counted(None, 0, "kỳ chưa hết"), ["chưa đếm được tin, văn bản trong kỳ (kỳ chưa hết)"]),
    (Counted(None), []),
])
def test_a_count_that_could_not_be_made_is_named(counted, named):
    one = item({"check": "few_posts", "sections": ["tt_tintuc"], "threshold": "few_news"})
    looked = look_at([one], {}, {("tt_tintuc",): counted}, DRAFT)
    assert [u.reason for u in looked.uncounted] == named


def test_a_silent_portal():
    one = item({"check": "silence"})
    silent = Finding("inactive", "P", "", "inactive", True, "im lặng", certificate=PROOF)
    assert look(one) == ([], ["chưa rõ Cổng có hoạt động không"], frozenset())
    assert look(one, silent) == ([("not_maintained", "")], [], frozenset())
    assert look(one, Finding("inactive", "P", "", "active", False, "có tin")) == ([], [], frozenset())


def test_a_fault_carries_its_findings_number_and_grade():
    finding = bad("a")
    done = look_at([item(section("a"))], {("section", "a"): finding}, {}, DRAFT)
    assert done.faults == (Fault("muc", "missing_section", "a", 1, "không có a", (finding.fingerprint,), "C"),)
    assert done.unseen == ()
