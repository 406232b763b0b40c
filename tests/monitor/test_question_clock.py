"""The clock of a question day by day, two thresholds, and the office's own table beside the public pages."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from monitor.back_office import OfficeCount, compare_office
from monitor.question_clock import judge_level, show_clock
from monitor.questions import judge_question
from monitor.workdays import load_calendar
from tests.monitor.build import PORTAL, ROOT, question

CALENDAR = load_calendar(ROOT / "registry" / "calendar.csv")
ASKED, AS_OF = date(2026, 8, 28), date(2026, 11, 20)


def test_every_day_is_shown_with_its_reason() -> None:
    days = show_clock(ASKED, date(2026, 9, 3), CALENDAR)
    assert [(d.day.day, d.works, d.count, d.why) for d in days] == [
        (29, False, 0, "thứ Bảy, nghỉ hằng tuần"), (30, False, 0, "Chủ nhật, nghỉ hằng tuần"), (31, True, 1, "thứ Hai"),
        (1, True, 2, "thứ Ba"), (2, False, 2, "Quốc khánh"), (3, True, 3, "thứ Năm"),
    ]


def test_the_count_of_the_due_day_is_the_days_allowed() -> None:
    due = judge_question(question(ASKED, state="awaiting_answer"), CALENDAR, 15, AS_OF).due_on
    assert due is not None
    assert show_clock(ASKED, due, CALENDAR)[-1].count == 15


@pytest.mark.parametrize(("more", "level"), [
    ({"answered_on": date(2026, 9, 21), "state": "answered"}, "in_time"),
    ({"answered_on": date(2026, 9, 22), "state": "answered"}, "late"),
    ({"answered_on": date(2026, 10, 12), "state": "answered"}, "late"),        # the 30th working day
    ({"answered_on": date(2026, 10, 13), "state": "answered"}, "very_late"),
    ({"state": "awaiting_answer"}, "very_late"), ({"state": "removed"}, "unknown"), ({"state": "answered"}, "unknown"),
])
def test_two_thresholds(more: dict[str, Any], level: str) -> None:
    found = judge_question(question(ASKED, **more), CALENDAR, 15, AS_OF)
    assert judge_level(found, CALENDAR, 30, AS_OF) == level


def test_not_due_yet() -> None:
    found = judge_question(question(date(2026, 11, 19), state="awaiting_answer"), CALENDAR, 15, AS_OF)
    assert judge_level(found, CALENDAR, 30, AS_OF) == "not_due"


def beside(*lines: OfficeCount, states: tuple[str | None, ...] = ("answered", "answered", "awaiting_answer"),
           seen: frozenset[str] = frozenset({PORTAL})) -> dict[str, tuple[int | None, int | None, int | None, str]]:
    asked = [question(ASKED, key=f"h{n}", state=state) for n, state in enumerate(states)]
    return {b.state: (b.public, b.office, b.difference, b.explained) for b in compare_office(asked, lines, seen)}


def test_equal_figures_need_no_word() -> None:
    found = beside(OfficeCount(PORTAL, 3, 2, 1, 0, 0))
    assert set(found.values()) == {(3, 3, 0, ""), (2, 2, 0, ""), (1, 1, 0, ""), (0, 0, 0, "")}


def test_removed_questions_are_not_public() -> None:
    found = beside(OfficeCount(PORTAL, 5, 2, 1, 0, 2))
    assert found["total"][:3] == (3, 5, -2) and "thường không hiện" in found["total"][3]
    assert found["removed"][:3] == (0, 2, -2)


def test_a_table_that_contradicts_itself_is_named() -> None:
    assert "các trạng thái cộng lại là 3, tổng ghi 4" in beside(OfficeCount(PORTAL, 4, 2, 1, 0, 0))["total"][3]


def test_more_in_public_than_in_the_table_is_to_be_checked() -> None:
    assert beside(OfficeCount(PORTAL, 2, 1, 1, 0, 0))["answered"] == (2, 1, 1, "cần đối chiếu từng câu hỏi")


def test_what_was_not_seen_has_no_figure() -> None:
    found = beside(OfficeCount(PORTAL, 2, 1, 1, 0, 0), states=(), seen=frozenset())
    assert found["total"][:3] == (None, 2, None)
    assert beside()["total"][1:3] == (None, None)
