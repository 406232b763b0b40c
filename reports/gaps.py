"""The gap list as a workbook: real dates and numbers, filters on, nothing that could be taken for a formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from monitor.causes import cause_words, who_acts
from monitor.facts import PostFact
from monitor.words import GROUPS, QUESTION_STATES, STATES, VERDICTS
from reports.morning import Morning

Cell = str | int | date | None
BAD_FIRST = {"not_met": 0, "inactive": 0, "unknown": 1, "active": 2}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: (heading, width in characters) pairs and rows of plain values."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell]]


def write_gaps(morning: Morning, path: Path) -> None:
    """Write the workbook of one night."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "in_memory": True, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(path, options) as book:
        book.set_properties({"title": f"Danh sách cần xem, đêm {morning.night.night:%d/%m/%Y}", "author": "Soi Cổng"})
        for sheet in _sheets(morning):
            _write(book, sheet)


def _sheets(m: Morning) -> list[Sheet]:
    return [
        Sheet("Thiếu mục", (("Khối", 20), ("Cổng", 34), ("Mã mục", 9), ("Mục thông tin", 44), ("Kết luận", 16),
                            ("Thấy ở", 30), ("Địa chỉ", 40), ("Căn cứ", 44), ("Độ phủ", 60)), _gap_rows(m)),
        Sheet("Không hoạt động", (("Khối", 20), ("Cổng", 34), ("Kết luận", 16), ("Tin mới nhất", 13),
                                  ("Số ngày im", 11), ("Đêm đã xem", 11), ("Số đêm", 9), ("Vì sao", 90)),
              _activity_rows(m)),
        Sheet("Hỏi đáp", (("Khối", 20), ("Cổng", 34), ("Câu hỏi", 60), ("Trạng thái", 16), ("Hỏi ngày", 12),
                          ("Tiếp nhận", 12), ("Trả lời", 12), ("Người trả lời", 24), ("Hạn", 12),
                          ("Trễ (ngày làm việc)", 18), ("Địa chỉ", 44)), _question_rows(m)),
        Sheet("Tin mới", (("Khối", 20), ("Cổng", 34), ("Tiêu đề", 70), ("Ngày ghi trên bài", 17),
                          ("Thấy lần đầu", 13), ("Địa chỉ", 60)), _new_rows(m)),
        Sheet("Thay đổi", (("Khối", 20), ("Cổng", 34), ("Tiêu đề", 70), ("Thay đổi", 20), ("Trước", 30), ("Sau", 30),
                           ("Địa chỉ", 60)), _change_rows(m)),
        Sheet("Độ phủ", (("Khối", 20), ("Mã cổng", 14), ("Cổng", 34), ("Trạng thái", 22), ("Lý do", 40),
                         ("Ai xử lý", 44), ("Chuyên mục đã xem", 18), ("Trống", 9), ("Một phần", 10),
                         ("Không quan sát được", 20), ("Lượt truy cập", 14)), _coverage_rows(m)),
        Sheet("Hai máy đọc", (("Khối", 20), ("Cổng", 34), ("Trang", 60), ("Khác nhau thế nào", 80)), _check_rows(m)),
        Sheet("RSS, sơ đồ trang", (("Khối", 20), ("Cổng", 34), ("Nguồn", 44), ("Tiêu đề", 60), ("Địa chỉ", 60),
                                   ("Ngày theo nguồn", 16), ("Ngày theo bài", 14)), _door_rows(m)),
    ]


def _check_rows(m: Morning) -> list[Sequence[Cell]]:
    return [(*_who(m, c.portal), c.url, c.said) for c in m.contradicted]


def _door_rows(m: Morning) -> list[Sequence[Cell]]:
    return [
        (*_who(m, d.portal), d.url, title or None, url, date.fromisoformat(door) if door else None,
         date.fromisoformat(ours) if ours else None)
        for d in m.doors for url, title, door, ours in d.examples
    ]


def _gap_rows(m: Morning) -> list[Sequence[Cell]]:
    found = [s for s in m.sections if s.verdict in ("not_met", "unknown")]
    return [
        (*_who(m, s.portal), s.section.code, s.section.title, VERDICTS[s.verdict], s.matched_title, s.matched_url,
         "; ".join(s.basis), s.coverage)
        for s in sorted(found, key=lambda s: BAD_FIRST[s.verdict])
    ]


def _activity_rows(m: Morning) -> list[Sequence[Cell]]:
    return [
        (*_who(m, a.portal), VERDICTS[a.verdict], a.newest_on, a.days_silent, a.nights_observed, a.nights, a.reason)
        for a in sorted(m.activities, key=lambda a: BAD_FIRST[a.verdict])
    ]


def _question_rows(m: Morning) -> list[Sequence[Cell]]:
    late = sorted(m.deadlines, key=lambda d: (not d.overdue, -(d.working_days_late or 0)))
    return [
        (*_who(m, d.question.portal), d.question.title, QUESTION_STATES[d.question.state], d.question.asked_on,
         d.question.accepted_on, d.question.answered_on, d.question.answered_by, d.due_on, d.working_days_late,
         d.question.url)
        for d in late
    ]


def _new_rows(m: Morning) -> list[Sequence[Cell]]:
    return [(*_who(m, e.post.portal), e.post.title, *_days(e.post), e.post.url) for e in m.new]


def _change_rows(m: Morning) -> list[Sequence[Cell]]:
    return [
        (*_who(m, e.post.portal), e.post.title, CHANGE_WORDS[e.what], *_values(e.what, e.before, e.after), e.post.url)
        for e in m.changed
    ]


CHANGE_WORDS = {
    "edited": "sửa nội dung", "redated": "đổi ngày đăng", "retitled": "đổi tiêu đề", "removed": "không còn hiển thị",
    "returned": "hiển thị trở lại", "dated": "nay có ngày đăng", "due": "đã đến ngày ghi từ trước",
}


def _values(what: str, before: str | None, after: str | None) -> tuple[Cell, Cell]:
    """Before and after as people can read them; of an edit only the fingerprints are known."""
    if what == "redated":
        return date.fromisoformat(before) if before else None, date.fromisoformat(after) if after else None
    return (before, after) if what == "retitled" else (None, None)


def _coverage_rows(m: Morning) -> list[Sequence[Cell]]:
    lists: dict[str, Counter[str]] = {}
    for channel, row in m.lists:
        lists.setdefault(channel.portal, Counter())[row.state] += 1
    return [
        (GROUPS[m.portals[r.portal].group], r.portal, m.name(r.portal), STATES.get(r.state, r.state),
         cause_words(r.reason) if r.reason else None, who_acts(r.reason) if r.reason else None,
         *(lists.get(r.portal, Counter())[s] for s in ("observed", "observed_empty", "partly", "not_observed")),
         r.requests)
        for r in m.rows
    ]


def _who(m: Morning, portal: str) -> tuple[str, str]:
    return GROUPS[m.portals[portal].group], m.name(portal)


def _days(post: PostFact) -> tuple[date | None, date]:
    return post.published_on, post.first_seen


def _write(book: Any, sheet: Sheet) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = book.add_worksheet(sheet.name)
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "top", "border": 1})
    text = book.add_format({"text_wrap": True, "valign": "top"})
    number = book.add_format({"num_format": "#,##0", "valign": "top"})
    day = book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"})
    for column, (title, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(0, column, title, head)
    last = 0
    for last, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(last, column, value, day)
            elif isinstance(value, int):
                page.write_number(last, column, value, number)
            elif value:
                page.write_string(last, column, value[:32767], text)
    page.freeze_panes(1, 2)
    page.autofilter(0, 0, max(last, 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
