"""Deadlines of citizens' questions, counted in working days from public pages alone; askers are never shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from monitor.facts import QuestionFact
from monitor.periods import Period
from monitor.workdays import Calendar


@dataclass(frozen=True, slots=True)
class Deadline:
    """`due_on` and `working_days_late` are None when the page does not give the days that they need."""

    question: QuestionFact
    due_on: date | None
    working_days_late: int | None

    @property
    def overdue(self) -> bool:
        """Late and still without an answer."""
        waiting = self.question.state in ("awaiting_answer", "awaiting_acceptance")
        return waiting and bool(self.working_days_late)


def judge_question(question: QuestionFact, calendar: Calendar, answer_days: int, as_of: date) -> Deadline:
    """The deadline of one question as of a day. The clock starts on acceptance, or on asking where none is shown."""
    start = question.accepted_on or question.asked_on
    if start is None:
        return Deadline(question, None, None)
    due = calendar.add(start, answer_days)
    end = question.answered_on
    if end is None:
        if question.state in (None, "answered", "removed"):  # answered on a day that is not shown, or not known
            return Deadline(question, due, None)
        end = min(as_of, question.last_seen)  # whether it still waits was told by the page, and last on that night
    return Deadline(question, due, calendar.between(due, end))


def questions_in(questions: Iterable[QuestionFact], period: Period) -> list[QuestionFact]:
    """The questions that a period is about: asked or answered in it, or still open in it; an undated one counts in
    the period in which it was first seen."""
    return [q for q in questions if _belongs(q, period)]


def _belongs(q: QuestionFact, period: Period) -> bool:
    asked = q.asked_on or q.accepted_on
    if asked is None:
        return period.has(q.answered_on) or (q.answered_on is None and period.has(q.first_seen))
    if asked > period.end:
        return False
    if asked >= period.start:
        return True
    if q.answered_on is not None:
        return q.answered_on >= period.start
    return q.state in ("awaiting_answer", "awaiting_acceptance") and q.last_seen >= period.start
