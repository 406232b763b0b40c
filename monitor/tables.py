"""The same rows for people: what needs a look as a table in Vietnamese, the rest as a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console, Group, RenderableType
from rich.text import Text

from monitor.causes import cause_words
from monitor.facts import PortalFact
from monitor.rows import Row
from monitor.show import day_cell, number_cell, table
from monitor.words import QUESTION_STATES, STATES, VERDICTS, count_words

KINDS = {"post": "tin, bài", "document": "văn bản", "media": "ảnh, video"}
ENDS = {
    "last_page": "trang cuối", "single_page": "một trang", "date_window_reached": "hết khoảng mở",
    "page_cap": "quá giới hạn trang", "pager_unread": "còn trang chưa đọc được", "no_new_items": "lặp lại",
    "page_unread": "trang sau không đọc ra",
}


@dataclass(frozen=True, slots=True)
class View:
    """One answer for people. `names`: portal code -> registry row; `one`: a single portal was asked for."""

    rows: Sequence[Row]
    names: dict[str, PortalFact]
    one: bool

    def name(self, row: Row) -> str:
        portal = self.names.get(row["portal"])
        return portal.name if portal else str(row["portal"])


def show(command: str, view: View, label: str, console: Console) -> None:
    """Print one command's answer."""
    console.print(Text(label, style="bold"))
    if not view.rows:
        console.print(EMPTY[command])
        return
    console.print(TABLES[command](view))


def _posts(view: View) -> RenderableType:
    if view.one:
        return table(
            ("Ngày đăng", "Thấy lần đầu", "Loại", "Tiêu đề", "Chuyên mục", "Ghi chú"), view.rows,
            lambda r: (day_cell(r["published_on"]), day_cell(r["first_seen"]), KINDS[r["kind"]], r["title"],
                       ", ".join(r["channels"]), _post_note(r)),
        )
    count: dict[str, Counter[str]] = {}
    for row in view.rows:
        count.setdefault(row["portal"], Counter()).update([row["kind"], *_marks(row)])
    rows = [{"portal": code, **{k: count.get(code, Counter())[k] for k in (*KINDS, *MARKS)}} for code in view.names]
    return Group(
        table(("Cổng", "Tin, bài", "Văn bản", "Ảnh, video", "Đăng lại", "Lùi ngày", "Không rõ ngày", "Đã gỡ"), rows,
               lambda r: (view.name(r), *(count_words(r[k]) for k in (*KINDS, *MARKS)))),
        f"Tổng {count_words(len(view.rows))} tin, bài, văn bản. Danh sách từng bài: thêm --portal MÃ hoặc --json.",
    )


MARKS = ("copy", "backdated", "undated", "removed")


def _marks(row: Row) -> list[str]:
    found = (row["copy_of"], row["backdated_days"], row["published_on"] is None, row["removed_on"])
    return [mark for mark, there in zip(MARKS, found, strict=True) if there]


def _post_note(row: Row) -> str:
    notes = [
        row["removed_on"] and f"gỡ {day_cell(row['removed_on'])}",
        row["edited_on"] and f"sửa {day_cell(row['edited_on'])}",
        row["backdated_days"] and f"lùi {row['backdated_days']} ngày", row["copy_of"] and "đăng lại",
    ]
    return ", ".join(n for n in notes if n)


def _gaps(view: View) -> RenderableType:
    count = Counter(r["verdict"] for r in view.rows)
    shown = [r for r in view.rows if r["verdict"] == "not_met" or (view.one and r["verdict"] != "not_applicable")]
    total = ", ".join(f"{VERDICTS[v]}: {count_words(count[v])}" for v in count)
    shown_rows = table(
        ("Cổng", "Mục", "Kết luận", "Thấy ở", "Mới nhất", "Căn cứ", "Độ phủ"), shown,
        lambda r: (view.name(r), f"{r['section']} {r['title']}", VERDICTS[r["verdict"]], r["matched_title"] or "",
                   day_cell(r["newest_on"]), "; ".join(r["basis"]), r["coverage"]),
    )
    hint = "" if view.one else " Mục không xác định và mục đạt: thêm --portal MÃ hoặc --json."
    return Group(*([shown_rows] if shown else ["Không có mục nào kết luận là thiếu."]), f"{total}.{hint}")


def _inactive(view: View) -> RenderableType:
    order = {"inactive": 0, "unknown": 1, "active": 2}
    rows = sorted((r for r in view.rows if view.one or r["verdict"] != "active"), key=lambda r: order[r["verdict"]])
    count = Counter(r["verdict"] for r in view.rows)
    shown_rows = table(
        ("Cổng", "Kết luận", "Mới nhất", "Số ngày im", "Đêm đã xem", "Vì sao"), rows,
        lambda r: (view.name(r), VERDICTS[r["verdict"]], day_cell(r["newest_on"]), number_cell(r["days_silent"]),
                   f"{r['nights_observed']}/{r['nights']}", r["reason"]),
    )
    return Group(*([shown_rows] if rows else []), ", ".join(f"{VERDICTS[v]}: {count[v]}" for v in order) + ".")


def _questions(view: View) -> RenderableType:
    count = Counter(r["state"] for r in view.rows)
    late = [r for r in view.rows if r["working_days_late"]]
    shown = view.rows if view.one else late
    shown_rows = table(
        ("Cổng", "Câu hỏi", "Hỏi ngày", "Trạng thái", "Trả lời ngày", "Người trả lời", "Hạn", "Trễ (ngày làm việc)"),
        shown,
        lambda r: (view.name(r), r["url"] or r["id"], day_cell(r["asked_on"]), QUESTION_STATES[r["state"]],
                   day_cell(r["answered_on"]), r["answered_by"] or "", day_cell(r["due_on"]),
                   number_cell(r["working_days_late"])),
    )
    total = ", ".join(f"{QUESTION_STATES[s]}: {count_words(n)}" for s, n in count.items())
    return Group(*([shown_rows] if shown else []), f"{total}; trễ hạn: {count_words(len(late))}.")


def _coverage(view: View) -> RenderableType:
    if view.one:
        return table(
            ("Đêm", "Chuyên mục", "Trạng thái", "Vì sao", "Trang", "Kết thúc", "Mới nhất", "Cũ nhất"), view.rows,
            lambda r: (day_cell(r["night"]), r["channel"] or "(cả cổng)", STATES[r["state"]],
                       cause_words(r["reason"]) if r["reason"] else "", number_cell(r["pages"]),
                       ENDS.get(r["end_reason"] or "", r["end_reason"] or ""), day_cell(r["newest_on"]),
                       day_cell(r["oldest_on"])),
        )
    count: dict[tuple[str, str], Counter[str]] = {}
    for row in view.rows:
        count.setdefault((row["night"], row["portal"]), Counter())[row["state"]] += 1
    newest = max(row["night"] for row in view.rows)
    rows = [{"portal": portal, **states} for (night, portal), states in count.items() if night == newest]
    keys = ("observed", "observed_empty", "partly", "not_observed", "void")
    return Group(
        table(("Cổng", *(STATES[k] for k in keys)), rows,
               lambda r: (view.name(r), *(count_words(r.get(k, 0)) for k in keys))),
        f"Số chuyên mục theo trạng thái, đêm {day_cell(newest)}. Từng chuyên mục: thêm --portal MÃ hoặc --json.",
    )


def _runs(view: View) -> RenderableType:
    return table(
        ("Đêm", "Trạng thái", "Trọn vẹn", "Một phần", "Không quan sát được", "Không giá trị", "Lượt truy cập", "Mã"),
        view.rows,
        lambda r: (day_cell(r["night"]), STATES[r["state"]], *(count_words(n) for n in r["portals"].values()),
                   count_words(r["requests"]), number_cell(r["exit_code"])),
    )


def _incidents(view: View) -> RenderableType:
    return table(
        ("Hạ tầng", "Từ", "Đến", "Vì sao", "Số cổng", "Cổng"), view.rows,
        lambda r: (r["backend"] or "(nhiều hạ tầng, hoặc phía ta)", _moment(r["from"]), _moment(r["to"]),
                   cause_words(r["reason"]), count_words(len(r["portals"])), ", ".join(r["portals"])),
    )


def _moment(text: str | None) -> str:
    return f"{datetime.fromisoformat(text):%H:%M %d/%m/%Y}" if text else ""


TABLES: dict[str, Callable[[View], RenderableType]] = {
    "posts": _posts, "gaps": _gaps, "inactive": _inactive, "questions": _questions, "coverage": _coverage,
    "runs": _runs, "incidents": _incidents,
}
EMPTY = {
    "posts": "Không thấy tin, bài nào trong kỳ. Xem độ phủ trước khi kết luận: monitor coverage.",
    "gaps": "Chưa có cổng nào để đối chiếu: chưa có đêm nào trong cơ sở dữ liệu.",
    "inactive": "Chưa có cổng nào để xét: chưa có đêm nào trong cơ sở dữ liệu.",
    "questions": "Không thấy câu hỏi nào trong kỳ.",
    "coverage": "Không có đêm nào trong kỳ.",
    "incidents": "Không có sự cố chung nào trong kỳ.",
    "runs": "Không có đêm nào trong kỳ.",
}
