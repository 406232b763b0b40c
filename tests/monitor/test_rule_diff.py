"""A changed rule changes only what depends on it, and each change names its rule."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from monitor.questions import judge_question
from monitor.rule_diff import RuleChange, changed_deadlines, changed_sections, compare_rules
from monitor.rules import Rules, load_rules
from monitor.sections import SectionVerdict, judge_sections, matchers_for
from monitor.workdays import Calendar
from tests.monitor.build import LAST, ROOT, Scene, T, menu, question

RULES = load_rules(ROOT / "registry")
SCENE = Scene(channels=menu("Giới thiệu", "Bản tin ủy ban", "Thông báo"))


def with_synonym(code: str, synonym: str) -> Rules:
    sections = tuple(replace(s, synonyms=(*s.synonyms, synonym)) if s.code == code else s for s in RULES.sections)
    return replace(RULES, sections=sections)


def judged(rules: Rules) -> list[SectionVerdict]:
    return judge_sections(SCENE.history(), rules.sections, matchers_for(rules.sections), T, LAST)


def test_equal_rules_change_nothing() -> None:
    assert compare_rules(RULES, load_rules(ROOT / "registry")) == []
    assert changed_sections(judged(RULES), judged(RULES), []) == []


def test_a_synonym_changes_its_section_alone() -> None:
    new = with_synonym("tt_tintuc", "Bản tin ủy ban")
    changes = compare_rules(RULES, new)
    assert [(c.file, c.name) for c in changes] == [("sections.csv", "tt_tintuc")]
    found = changed_sections(judged(RULES), judged(new), changes)
    assert [(c.name, c.before, c.after, c.because) for c in found] == [
        ("tt_tintuc", "not_met (không thấy)", "met_elsewhere (Bản tin ủy ban)", ("sections.csv: tt_tintuc",))]


def test_a_change_without_a_rule_is_left_unexplained() -> None:
    new = with_synonym("tt_tintuc", "Bản tin ủy ban")
    found = changed_sections(judged(RULES), judged(new), [RuleChange("sections.csv", "gt_noiquy", "a", "b")])
    assert [c.because for c in found] == [()]


def test_a_day_off_moves_only_the_clocks_that_run_over_it() -> None:
    day_off = date(2026, 9, 7)
    calendar = Calendar({**RULES.calendar.special, day_off: False}, RULES.calendar.names)
    changes = compare_rules(RULES, replace(RULES, calendar=calendar))
    assert changes == [RuleChange("calendar.csv", "2026-09-07", "", "ngày nghỉ")]
    asked = [question(day, key=f"h{n}", state="awaiting_answer") for n, day in enumerate(
        (date(2026, 8, 28), date(2026, 9, 7), date(2026, 10, 1)))]
    old, new = ([judge_question(q, c, 15, LAST) for q in asked] for c in (RULES.calendar, calendar))
    found = changed_deadlines(old, new, changes, LAST)
    assert [(c.name, c.before, c.after, c.because) for c in found] == [
        ("h0", "hạn 21/09/2026, trễ 44", "hạn 22/09/2026, trễ 43", ("calendar.csv: 2026-09-07",))]
