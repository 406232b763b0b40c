"""Deadlines with their working, for the command line: counted from public pages alone, and it says so."""

from __future__ import annotations

from datetime import date
from typing import Any

from rich.console import Group, RenderableType

from monitor.office import Office
from monitor.question_clock import Level, judge_level, show_clock
from monitor.questions import Deadline
from monitor.show import day_cell, number_cell, table
from monitor.words import QUESTION_STATES, authority_words, count_words

Row = dict[str, Any]
LEVELS: dict[Level, str] = {
    "in_time": "đúng hạn", "late": "quá hạn", "very_late": "quá hạn lâu", "not_due": "chưa đến hạn",
    "unknown": "không rõ ngày",
}


def rows(office: Office, question: str | None = None) -> list[Row]:
    """One row a question; with `question`, that one alone with every day of its clock."""
    as_of = min(office.today, office.period.end)
    found = [d for d in office.deadlines() if question is None or d.question.key == question]
    return [_row(d, office, as_of, question is not None) for d in found]


def _row(d: Deadline, office: Office, as_of: date, whole: bool) -> Row:
    q, t, calendar = d.question, office.rules.thresholds, office.rules.calendar
    start = q.accepted_on or q.asked_on
    row: Row = {
        "portal": q.portal, "id": q.key, "url": q.url, "title": q.title, "state": q.state,
        "started_on": start.isoformat() if start else None, "due_on": d.due_on.isoformat() if d.due_on else None,
        "answered_on": q.answered_on.isoformat() if q.answered_on else None, "working_days_late": d.working_days_late,
        "level": judge_level(d, calendar, t.answer_days_long, as_of), "source": "public_pages",
    }
    if whole and start is not None:
        row["clock"] = [{"day": c.day.isoformat(), "works": c.works, "count": c.count, "why": c.why}
                        for c in show_clock(start, q.answered_on or as_of, calendar)]
    return row


def show(found: list[Row], office: Office) -> RenderableType:
    """The deadlines, or the day by day working of one question."""
    if not found:
        return "Không thấy câu hỏi nào."
    clock = found[0].get("clock") if len(found) == 1 else None
    foot = _foot(office)
    if clock is not None:
        limit, due = office.rules.thresholds.answer_days, found[0]["due_on"]
        head = f"Bắt đầu tính sau ngày {day_cell(found[0]['started_on'])}; hạn {day_cell(due)} (ngày thứ {limit})."
        return Group(head, table(("Ngày", "Tính", "Ngày làm việc thứ", "Vì sao"), clock,
                                 lambda c: (day_cell(c["day"]), "có" if c["works"] else "không",
                                            c["count"] if c["works"] else "", c["why"])), foot)
    order = list(LEVELS)
    ranked = sorted(found, key=lambda r: (order.index(r["level"]) not in (1, 2), -(r["working_days_late"] or 0)))
    return Group(
        table(("Cổng", "Câu hỏi", "Trạng thái", "Bắt đầu tính", "Hạn", "Trễ (ngày làm việc)", "Mức"), ranked,
              lambda r: (office.name(r["portal"]), r["title"], QUESTION_STATES[r["state"]], day_cell(r["started_on"]),
                         day_cell(r["due_on"]), number_cell(r["working_days_late"]), LEVELS[r["level"]])),
        ", ".join(f"{words}: {count_words(sum(r['level'] == v for r in found))}" for v, words in LEVELS.items()),
        foot,
    )


def _foot(office: Office) -> str:
    t = office.rules.thresholds
    return ("Đếm từ trang công khai: câu hỏi đã xóa hoặc chưa tiếp nhận có thể không hiện. "
            f"Hạn {t.answer_days} ngày làm việc, quá lâu khi hơn {t.answer_days_long} ngày làm việc: "
            f"{authority_words('project_default')}.")
