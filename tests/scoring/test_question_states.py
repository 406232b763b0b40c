"""A question whose state nothing tells is neither answered nor waiting."""

from datetime import date
from decimal import Decimal

from monitor.imports.load import Figures
from monitor.questions import Deadline
from monitor.scoring.figures import count_states, read_states
from monitor.scoring.questions import check_questions
from tests.monitor.build import question

ASKED = date(2026, 11, 2)


def test_a_page_without_a_state_does_not_say_answered():
    states = ("answered", None, "awaiting_answer", None, "removed")
    counted = count_states([Deadline(question(ASKED, key=f"h{n}", state=state), None, None)
                            for n, state in enumerate(states)], ())
    assert (counted.received, counted.answered, counted.awaiting_answer, counted.deleted, counted.unknown) == (
        5, 1, 1, 1, 2)
    assert check_questions(counted) == ()


def line(**cells):
    figures = {name: None if n is None else Decimal(n) for name, n in cells.items()}
    return Figures("P", "", "", 2, figures, {}, ())


def test_a_blank_cell_of_a_table_is_not_nought():
    blank = line(total=9, answered=5, awaiting_answer=None, awaiting_acceptance=0, deleted=1)
    counted = read_states(blank, None, "tệp")
    assert counted.unknown == 3 and check_questions(counted) == ()


def test_a_full_line_that_does_not_add_up_is_told_not_explained_away():
    counted = read_states(line(total=9, answered=5, awaiting_answer=0, awaiting_acceptance=0, deleted=1), None, "tệp")
    assert counted.unknown == 0 and check_questions(counted) == ("tổng số câu hỏi 9 khác tổng các trạng thái 6",)
