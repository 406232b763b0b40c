"""The laws of scoring, held against thousands of generated portals under every rubric of the registry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.registry import load_sections
from monitor.scoring.facts import Advice, Award, Decision, Dossiers, Facts, Fault, Questions, Unseen
from monitor.scoring.questions import score_questions
from monitor.scoring.score import score_portal
from monitor.scoring.services import score_services
from monitor.scoring.what_if import change_rubric
from tests.scoring.tables import ROOT, rubrics

settings.register_profile("laws", deadline=None, max_examples=200)
settings.load_profile("laws")
DAY = date(2026, 12, 31)
SECTIONS = [s.code for s in load_sections(ROOT / "registry/sections.csv")]
RUBRICS = {r.id: r for r in rubrics()}
GROUPS = {"gov": "departments", "party_special": "party_block", "commune": "communes"}
BLOCKS = [(name, block) for name, rubric in RUBRICS.items() for block in rubric.blocks]
COUNT = st.integers(0, 40)


@st.composite
def portals(draw):
    """(rubric, block's code, facts, decisions) of a portal with anything wrong and anything decided."""
    name, code = draw(st.sampled_from(BLOCKS))
    rubric = RUBRICS[name]
    block = rubric.blocks[code]
    items = [item.code for item in block.items]
    faults = draw(st.lists(fault_of(items, list(rubric.faults)), max_size=8))
    facts = Facts(
        "P", "Cổng P", GROUPS[code], faults=tuple(faults),
        advices=tuple(draw(st.lists(st.builds(Advice, st.sampled_from(items), st.sampled_from(list(rubric.faults))),
                                    max_size=3))),
        unseen=tuple(draw(st.lists(st.builds(Unseen, st.sampled_from(items), st.just("không quan sát được")),
                                   max_size=3))),
        not_applicable=frozenset(draw(st.lists(st.sampled_from(items), max_size=3))),
        award=draw(st.none() | st.just(Award(Decimal(5), ("đẹp",)))),
    )
    decisions = draw(st.lists(decision_on(faults), max_size=4)) if faults else []
    return rubric, block, facts, decisions


def fault_of(items, classes):
    return st.builds(Fault, st.sampled_from(items), st.sampled_from(classes), st.sampled_from(("", "a", "b", "c")),
                     st.integers(1, 9), evidence=st.sampled_from(((), ("BC-1",), ("BC-2",))),
                     grade=st.sampled_from("ABC"))


def decision_on(faults):
    return st.builds(
        lambda fault, action, points, by: Decision("P", "information", action, "lý do", "QĐ", fault.item, fault.fault,
                                                   Decimal(points), by),
        st.sampled_from(faults), st.sampled_from(("waive", "confirm", "aggravate", "change_points")),
        st.integers(0, 9), st.sampled_from(("một", "hai")))


def information(rubric, facts, decisions=()):
    return score_portal(facts, decisions, rubric, DAY).component("information")


def seen(facts: Facts) -> Facts:
    """The same portal with nothing unseen: its score is known."""
    return replace(facts, unseen=())


@given(portals(), st.data())
def test_a_further_fault_never_raises_the_score(portal, data):
    rubric, block, facts, decisions = portal
    more = data.draw(fault_of([i.code for i in block.items], list(rubric.faults)))
    before = information(rubric, seen(facts), decisions)
    after = information(rubric, replace(seen(facts), faults=(*facts.faults, more)), decisions)
    assert after.score <= before.score


@given(portals(), st.data())
def test_leniency_never_lowers_the_score_and_severity_never_raises_it(portal, data):
    rubric, _, facts, _ = portal
    if not facts.faults:
        return
    fault = data.draw(st.sampled_from(facts.faults))
    plain = information(rubric, seen(facts)).score

    def decided(action, points=0):
        made = Decision("P", "information", action, "lý do", "QĐ", fault.item, fault.fault, Decimal(points), "một")
        return information(rubric, seen(facts), [made]).score

    assert decided("waive") >= plain >= decided("confirm") >= decided("aggravate", 2)
    assert decided("change_points", 1) >= decided("change_points", 3)


@given(portals())
def test_the_score_stays_within_its_scale(portal):
    rubric, block, facts, decisions = portal
    part = information(rubric, seen(facts), decisions)
    assert block.floor <= part.score - part.bonus <= part.max
    assert part.score <= part.max + part.bonus_max


@given(portals())
def test_the_sum_is_right(portal):
    rubric, block, facts, decisions = portal
    part = information(rubric, seen(facts), decisions)
    assert part.score == max(block.floor, part.max - sum(line.points for line in part.lines)) + part.bonus


@given(portals(), st.randoms())
def test_the_order_of_facts_and_decisions_does_not_matter(portal, random):
    rubric, _, facts, decisions = portal
    mixed = [random.sample(x, len(x)) for x in (list(facts.faults), list(facts.advices), list(facts.unseen), decisions)]
    again = replace(facts, faults=tuple(mixed[0]), advices=tuple(mixed[1]), unseen=tuple(mixed[2]))
    assert score_portal(again, mixed[3], rubric, DAY) == score_portal(facts, decisions, rubric, DAY)


@given(portals())
def test_the_same_fact_twice_changes_nothing(portal):
    rubric, _, facts, decisions = portal
    twice = replace(facts, faults=facts.faults * 2, advices=facts.advices * 2, unseen=facts.unseen * 2)
    assert score_portal(twice, decisions, rubric, DAY) == score_portal(facts, decisions, rubric, DAY)


@given(portals())
def test_an_item_is_charged_once_and_no_more_than_its_limit(portal):
    rubric, block, facts, _ = portal
    lines = information(rubric, facts).of_kind("deduction")
    assert len({line.item for line in lines}) == len(lines)
    limits = {item.code: item.weight for item in block.items if item.weight is not None}
    factor = sum(limits.values()) / left if (left := sum(
        w for code, w in limits.items() if code not in facts.not_applicable)) else 1
    assert all(line.points <= limits[line.item] * factor + rubric.step for line in lines if line.item in limits)


@given(portals())
def test_a_cause_and_its_consequences_are_not_both_charged(portal):
    rubric, _, facts, _ = portal
    lines = information(rubric, facts).of_kind("deduction")
    for line in lines:
        assert not any(other.fault in rubric.faults[line.fault].covers for other in lines if other.item != line.item)


@given(portals())
def test_every_charged_line_has_a_reason_and_its_evidence(portal):
    rubric, _, facts, decisions = portal
    for line in information(rubric, facts, decisions).of_kind("deduction"):
        own = {e for f in facts.faults if (f.item, f.fault) == (line.item, line.fault) for e in f.evidence}
        assert line.why and set(line.evidence) == own


@given(portals())
def test_nothing_unseen_and_nothing_unproven_costs_a_point(portal):
    rubric, _, facts, _ = portal
    unproven = replace(facts, faults=tuple(replace(f, grade="C") for f in facts.faults))
    part = information(rubric, unproven)
    assert sum(line.points for line in part.lines) == 0


@given(portals())
def test_what_does_not_apply_cannot_cost_and_its_weight_goes_to_the_others(portal):
    rubric, block, facts, decisions = portal
    lines = information(rubric, facts, decisions).lines
    assert not {line.item for line in lines} & facts.not_applicable
    weights = {i.code: i.weight for i in block.items if i.weight is not None and i.code not in facts.not_applicable}
    worst = tuple(Fault(code, "missing_section", units=99, grade="A") for code in weights)
    all_gone = [Decision("P", "information", "change_points", "thử", "QĐ", code, "missing_section",
                         rubric.blocks["commune"].information.max) for code in weights]
    if weights:
        part = information(rubric, replace(seen(facts), faults=worst, award=None), all_gone)
        assert part.score <= block.floor + rubric.step * len(weights) / 2  # each line is rounded by half a step at most


@given(portals())
def test_too_little_coverage_gives_no_score(portal):
    rubric, _, facts, decisions = portal
    part = information(rubric, facts, decisions)
    assert (part.score is None) == (part.state == "unknown") == (part.coverage < rubric.coverage_needed.value)
    assert (part.state == "final") == (part.state != "unknown" and not part.open)


def counts(draw_late):
    return st.builds(
        lambda answered, waiting, deleted, busiest, late: Questions(
            answered + waiting + deleted, answered, waiting, 0, deleted, min(late, answered + waiting), busiest,
            "nguồn"),
        COUNT, COUNT, COUNT, st.none() | COUNT, draw_late)


@given(counts(COUNT), st.integers(1, 40), st.sampled_from(sorted(RUBRICS)))
def test_more_late_answers_never_raise_the_score(questions, more, name):
    rubric = RUBRICS[name]
    scale = rubric.blocks["gov"].qa
    later = replace(questions, late=min(questions.late + more, max(0, questions.eligible)))
    before, after = (score_questions(q, rubric.qa, scale).score for q in (questions, later))
    assert 0 <= after <= before <= scale.max + scale.bonus


@given(st.builds(Dossiers, COUNT, COUNT, COUNT, COUNT, COUNT, COUNT, st.just("nguồn")), st.integers(1, 40),
       st.sampled_from(sorted(RUBRICS)))
def test_more_late_dossiers_never_raise_the_score(dossiers, more, name):
    rubric = RUBRICS[name]
    scale = rubric.blocks["gov"].online_services
    later = replace(dossiers, on_time=max(0, dossiers.on_time - more),
                    late=dossiers.late + min(more, dossiers.on_time))
    before, after = (score_services(d, rubric.online_services, scale).score for d in (dossiers, later))
    assert after is None or before is None or 0 <= after <= before <= scale.max + scale.bonus
    assert before is not None or after is None


@pytest.mark.parametrize(("grade", "people", "state", "score"), [
    ("A", 0, "final", 54), ("B", 0, "provisional", 54), ("B", 1, "provisional", 54), ("B", 2, "final", 54),
    ("C", 0, "provisional", 55), ("C", 1, "provisional", 54), ("C", 2, "final", 54),
])
def test_how_sure_a_fault_is_decides_whether_the_score_is_final(grade, people, state, score):
    facts = Facts("P", "Cổng P", "departments", faults=(Fault("vb_cddh", "few_items", grade=grade),),
                  award=Award(Decimal(5), ("đẹp",)))
    confirmed = [Decision("P", "information", "confirm", "đã xem", f"QĐ-{n}", "vb_cddh", "few_items", by=str(n))
                 for n in range(people)]
    part = information(RUBRICS["qd4526-2020"], facts, confirmed)
    assert (part.state, part.score) == (state, score)


@pytest.mark.parametrize(("price", "charged"), [
    (1, {"du_an_dau_thau": 2, "bao_cao_dinh_ky": 1}), (3, {"hoat_dong_chung": 3}), (25, {"hoat_dong_chung": 25}),
])
def test_a_cause_or_its_consequences_whichever_is_more(price, charged):
    """A portal left alone has empty sections: one of the two is charged, and a fault that does not follow beside it."""
    draft = RUBRICS["de-xuat-2025"]
    rubric = change_rubric(draft, {"blocks.gov.items.hoat_dong_chung.points.not_maintained": Decimal(price)}, SECTIONS)
    found = [("hoat_dong_chung", "not_maintained"), ("du_an_dau_thau", "not_updated"),
             ("bao_cao_dinh_ky", "not_updated"), ("vb_cddh", "missing_section")]
    part = information(rubric, Facts("P", "Cổng P", "departments", faults=tuple(Fault(*f) for f in found)))
    assert {x.item: x.points for x in part.of_kind("deduction")} == {**charged, "vb_cddh": 1}
    assert len(part.of_kind("covered")) == 3 - len(charged)
    assert all("đã" in x.why for x in part.of_kind("covered"))
