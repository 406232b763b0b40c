"""Deadlines of citizens' questions in working days, over holidays, for answered, open and removed ones."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Any

import pytest

from monitor.facts import QuestionFact
from monitor.periods import parse_period
from monitor.questions import judge_question, questions_in
from monitor.workdays import load_calendar
from tests.monitor.build import ROOT, question

CALENDAR = load_calendar(ROOT / "registry" / "calendar.csv")
AUGUST, DUE = date(2026, 8, 28), date(2026, 9, 21)   # 15 working days over 2/9


def judged(as_of: date = date(2026, 11, 20), **more: Any) -> tuple[date | None, int | None, bool]:
    found = judge_question(question(**more), CALENDAR, 15, as_of)
    return found.due_on, found.working_days_late, found.overdue


@pytest.mark.parametrize(("answered", "late"), [
    (date(2026, 8, 28), 0), (DUE, 0), (date(2026, 9, 22), 1), (date(2026, 9, 28), 5), (date(2026, 9, 27), 4),
])
def test_an_answered_question(answered: date, late: int) -> None:
    assert judged(asked=AUGUST, answered_on=answered, state="answered") == (DUE, late, False)


def test_the_clock_starts_on_acceptance() -> None:
    due, late, _ = judged(asked=date(2026, 8, 3), accepted_on=AUGUST, answered_on=DUE, state="answered")
    assert (due, late) == (DUE, 0)


def test_over_tet() -> None:
    found = judged(asked=date(2026, 2, 10), answered_on=date(2026, 3, 9), state="answered")
    assert found == (date(2026, 3, 6), 1, False)


@pytest.mark.parametrize("state", ["awaiting_answer", "awaiting_acceptance"])
@pytest.mark.parametrize(("as_of", "late"), [(date(2026, 9, 1), 0), (DUE, 0), (date(2026, 9, 22), 1)])
def test_an_open_question_is_late_as_of_the_day(state: str, as_of: date, late: int) -> None:
    assert judged(as_of, asked=AUGUST, state=state) == (DUE, late, bool(late))


@pytest.mark.parametrize("state", ["answered", "removed", None])
def test_without_a_day_of_the_answer_nobody_is_late(state: str | None) -> None:
    assert judged(asked=AUGUST, state=state) == (DUE, None, False)


def test_a_question_without_a_day_has_no_deadline() -> None:
    assert judged(state="awaiting_answer") == (None, None, False)


def test_the_days_allowed_are_the_registrys() -> None:
    found = judge_question(question(AUGUST, state="awaiting_answer"), CALENDAR, 5, date(2026, 9, 30))
    assert found.due_on == date(2026, 9, 7)


QUARTER = parse_period("2026-Q3")


@pytest.mark.parametrize(("more", "belongs"), [
    ({"asked_on": date(2026, 7, 1)}, True),
    ({"asked_on": date(2026, 9, 30), "state": "removed"}, True),
    ({"asked_on": date(2026, 10, 1)}, False),
    ({"asked_on": date(2026, 6, 30), "answered_on": date(2026, 7, 1), "state": "answered"}, True),
    ({"asked_on": date(2026, 6, 1), "answered_on": date(2026, 6, 30), "state": "answered"}, False),
    ({"asked_on": date(2026, 6, 1), "state": "awaiting_answer", "last_seen": date(2026, 7, 5)}, True),
    ({"asked_on": date(2026, 6, 1), "state": "awaiting_answer", "last_seen": date(2026, 6, 20)}, False),
    ({"asked_on": date(2026, 6, 1), "state": "answered", "last_seen": date(2026, 9, 5)}, False),
    ({"asked_on": date(2026, 6, 1), "state": "removed", "last_seen": date(2026, 9, 5)}, False),
    ({"accepted_on": date(2026, 8, 1)}, True),
    ({"answered_on": date(2026, 8, 1)}, True),
    ({"first_seen": date(2026, 8, 1)}, True),
    ({"first_seen": date(2026, 10, 1)}, False),
])
def test_the_period_of_a_question(more: dict[str, Any], belongs: bool) -> None:
    plain = {"first_seen": date(2026, 1, 1), "last_seen": date(2026, 11, 20)}
    found = questions_in([QuestionFact("cong", "h1", "Câu hỏi", **{**plain, **more})], QUARTER)
    assert bool(found) is belongs


def test_who_asked_is_not_among_the_facts() -> None:
    assert not [f.name for f in fields(QuestionFact) if "ask" in f.name and f.name != "asked_on"]
