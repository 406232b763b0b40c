"""Questions as public pages show them beside the imported table of the office, for the command line."""

from __future__ import annotations

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType

from monitor.back_office import STATES, OfficeCount, compare_office
from monitor.certificate import OBSERVED
from monitor.imports.load import Figures, ImportFact, load_imports
from monitor.office import Office
from monitor.show import day_cell, number_cell, table
from monitor.words import QUESTION_STATES

Row = dict[str, Any]
COLUMNS = {"removed": "deleted"}  # a state that the table calls otherwise
STATE_WORDS: dict[str | None, str] = {"total": "tổng số", **QUESTION_STATES}


class NoOfficeTable(LookupError):
    """Nobody has imported the office's table for this period; the text says how."""


def load_table(office: Office) -> ImportFact:
    """The imported table of questions that counts for the period."""
    found = load_imports(office.session, "questions", office.period)
    if not found:
        raise NoOfficeTable(
            f"Chưa nhập bảng câu hỏi của cơ quan cho kỳ “{office.period.label}”, từ "
            f"{day_cell(office.period.start.isoformat())} đến {day_cell(office.period.end.isoformat())}. "
            "Nhập: python -m monitor import questions TỆP --period KỲ")
    return found[0]


def rows(office: Office) -> list[Row]:
    """One row a portal and state, with the line of the table that it is compared with."""
    imported = load_table(office)
    lines = {line.subject: line for line in imported.lines if office.portal in (None, line.subject)}
    boards = {c.id for c in office.channels if c.kind == "qa"}
    seen = frozenset(r.portal for r in office.channel_nights(office.nights)
                     if r.channel in boards and r.state in OBSERVED)
    found = compare_office([d.question for d in office.deadlines()], [_count(x) for x in lines.values()], seen)
    return [
        {**asdict(b), "file": imported.file_name, "sheet": lines[b.portal].sheet if b.portal in lines else None,
         "line": lines[b.portal].line if b.portal in lines else None}
        for b in found
    ]


def _count(line: Figures) -> OfficeCount:
    total, *states = (_whole(line.number(COLUMNS.get(name, name))) for name in ("total", *STATES))
    return OfficeCount(line.subject, total or 0, *states)


def _whole(figure: Decimal | None) -> int | None:
    return int(figure) if figure is not None else None


def show(found: list[Row], office: Office) -> RenderableType:
    """What differs, and how much is alike."""
    if not found:
        return "Không có cổng nào để đối chiếu."
    differ = [r for r in found if r["explained"] and (r["line"] is not None or r["state"] == "total")]
    source = (f"Bảng của cơ quan: {found[0]['file']}. Số công khai đếm từ trang, số của cơ quan giữ nguyên như đã "
              "nhập: không số nào bị sửa theo số kia.")
    if not differ:
        return Group("Trang công khai và bảng của cơ quan khớp nhau ở mọi cổng.", source)
    return Group(
        table(("Cổng", "Trạng thái", "Trang công khai", "Bảng của cơ quan", "Chênh", "Vì sao"), differ,
              lambda r: (office.name(r["portal"]), STATE_WORDS[r["state"]], number_cell(r["public"]),
                         number_cell(r["office"]), number_cell(r["difference"]), r["explained"])),
        f"Khớp: {number_cell(sum(not r['explained'] for r in found))} trong {number_cell(len(found))} số.", source,
    )
