"""A workbook to fill in: what the program writes it reads back, each body in the register's spelling."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter

from monitor.imports.kinds import Column, Kind

FIRST = 4  # line of the heading
SPARE = 40  # lines that are formatted beyond the listed bodies
TYPES = {
    "agency": "tên cơ quan như trong sổ đăng ký", "indicator": "mã chỉ tiêu như trong sổ", "count": "số nguyên",
    "number": "số", "percent": "tỷ lệ phần trăm, ví dụ 95,56", "date": "ngày/tháng/năm", "text": "chữ",
}


def write_template(kind: Kind, period: str, subjects: Sequence[str], path: Path) -> None:
    """Write the template of a kind; `subjects` are listed in its first column, `period` may be left blank."""
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    made = BytesIO()
    with xlsxwriter.Workbook(made, options) as book:
        book.set_properties({"title": kind.title, "author": "Soi Cổng"})
        _write_table(book, kind, period, subjects)
        _write_help(book, kind)
    path.write_bytes(made.getvalue())


def _write_table(book: Any, kind: Kind, period: str, subjects: Sequence[str]) -> None:  # noqa: ANN401 - untyped
    page = book.add_worksheet("Số liệu")
    bold = book.add_format({"bold": True, "font_size": 13})
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "top", "border": 1})
    page.write_string(0, 0, kind.title, bold)
    page.write_string(1, 0, f"Kỳ: {period}")
    page.write_string(2, 0, "Để trống dòng của cơ quan chưa có số liệu; không phát sinh thì ghi 0.")
    last = FIRST + len(subjects) + SPARE
    for number, column in enumerate(kind.columns):
        page.set_column(number, number, 44 if number == 0 else 14, _format(book, column))
        page.write_string(FIRST - 1, number, column.title, head)
        _validate(page, column, number, last)
    for line, name in enumerate(subjects, FIRST):
        page.write_string(line, 0, name)
    page.freeze_panes(FIRST, 1)


def _format(book: Any, column: Column) -> Any:  # noqa: ANN401 - xlsxwriter has no types
    if column.type == "date":
        return book.add_format({"num_format": "dd/mm/yyyy"})
    if column.type == "count":
        return book.add_format({"num_format": "#,##0"})
    return book.add_format({"num_format": "@"} if column.type in ("text", "agency", "indicator") else {})


def _validate(page: Any, column: Column, number: int, last: int) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """Excel says at once what the import would refuse; a warning only, because impossible values do happen."""
    area = (FIRST, number, last, number)
    if column.type == "count":
        page.data_validation(*area, {"validate": "integer", "criteria": ">=", "value": column.minimum or 0,
                                     "error_type": "warning", "error_message": "Cần số nguyên không âm."})
    elif column.options:
        page.data_validation(*area, {"validate": "list", "source": list(column.options),
                                     "error_message": "Chọn một giá trị trong danh sách."})


def _write_help(book: Any, kind: Kind) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = book.add_worksheet("Hướng dẫn")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_column(0, 0, 40, wrap)
    page.set_column(1, 1, 90, wrap)
    page.write_string(0, 0, "Bảng này")
    page.write_string(0, 1, kind.about)
    for line, column in enumerate(kind.columns, 2):
        words = ["một trong: " + ", ".join(column.options) if column.options else TYPES[column.type]]
        words += ["bắt buộc"] if column.required else ["có thể để trống"]
        words += [column.note] if column.note else []
        page.write_string(line, 0, f"Cột “{column.title}”")
        page.write_string(line, 1, "; ".join(words))
    line = len(kind.columns) + 3
    for check in kind.checks:
        page.write_string(line, 0, "Được kiểm tra")
        page.write_string(line, 1, check.words)
        line += 1
