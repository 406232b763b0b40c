"""The question-and-answer component: the first rule that fits decides, a busy month without delay adds a bonus."""

from __future__ import annotations

from decimal import Decimal

from monitor.scoring.cards import ComponentCard, Line, State
from monitor.scoring.facts import Questions
from monitor.scoring.rubric import QuestionRule, QuestionRules, Scale


def score_questions(questions: Questions | None, rules: QuestionRules, scale: Scale) -> ComponentCard:
    """The component's card; without figures the score is unknown, not zero."""
    if questions is None:
        return ComponentCard("qa", scale.max, scale.bonus, (), Decimal(0), "", None, None, "unknown",
                             ("Hỏi - Đáp: chưa có số liệu của kỳ",), Decimal(0))
    rule = next(r for r in rules.rules if _fits(r, questions))
    score, label = rule.score, rule.label
    volume = rules.volume_bonus
    if rule.when == "none_late" and (questions.busiest_month or 0) > volume.more_than:
        score, label = score + volume.points, f"{label}; {volume.label}"
    lines: tuple[Line, ...] = ()
    if score < scale.max:
        less = scale.max - score
        why = f"{label} ({questions.late}/{questions.eligible} câu hỏi chậm)" if questions.eligible else label
        lines = (Line("deduction", rule.id, "Hỏi - Đáp", rule.id, less, less, why,
                      (*questions.overdue, questions.source)),)
    opened = () if questions.complete else ("Hỏi - Đáp: mới đếm từ trang công khai, chưa có số liệu của hệ thống",)
    state: State = "provisional" if opened else "final"
    return ComponentCard("qa", scale.max, scale.bonus, lines, max(Decimal(0), score - scale.max), label, score, score,
                         state, opened, flags=check_questions(questions), rule=rule.id)


def check_questions(q: Questions) -> tuple[str, ...]:
    """What cannot be true in the figures."""
    parts = q.answered + q.awaiting_answer + q.awaiting_acceptance + q.deleted + q.unknown
    found = []
    if parts != q.received:
        found.append(f"tổng số câu hỏi {q.received} khác tổng các trạng thái {parts}")
    if q.late > q.eligible:
        found.append(f"số câu hỏi chậm {q.late} lớn hơn số câu hỏi đủ điều kiện {q.eligible}")
    return tuple(found)


def _fits(rule: QuestionRule, q: Questions) -> bool:
    if q.received == 0:
        return rule.when == "none_received"
    if q.eligible <= 0:
        return rule.when == "all_deleted"
    if q.late <= 0:
        return rule.when == "none_late"
    if q.late >= q.eligible:
        return rule.when == "all_late"
    return rule.when == "some_late" and Decimal(100 * q.late) >= rule.from_share * q.eligible
