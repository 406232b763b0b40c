"""The appendices as one XLSX: real numbers, a total row, and every figure with its source; same input, same bytes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from reports.official.appendix import Cell, Sheet
from reports.official.figure import Figure

CREATED = datetime(2026, 1, 1)  # noqa: DTZ001 - fixed, so that two builds are the same bytes
WIDE, NARROW = 48, 14


def write_book(sheets: Mapping[str, Sheet], figures: Mapping[str, Figure]) -> bytes:
    """All appendices and the list of figures."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": CREATED})
        for sheet in (*sheets.values(), figure_sheet(figures)):
            _write(book, sheet)
    return made.getvalue()


def figure_sheet(figures: Mapping[str, Figure]) -> Sheet:
    """Every figure with its system, window and comparison; a gap with who must supply it."""
    return Sheet(
        "so_lieu", "Số liệu của báo cáo, nguồn và kỳ",
        ("Mã", "Mục", "Số liệu", "Giá trị", "Đơn vị tính", "Nguồn", "Kỳ", "Kỳ trước", "Chênh lệch", "%", "Ghi chú"),
        tuple((f.item.code, f.item.item, f.item.name, f.value, f.item.unit, f.source or f.gap, f.window, f.before,
               f.difference, f.percent, f.note or (f.why_not if f.value is not None else ""))
              for f in figures.values()),
    )


def _write(book: xlsxwriter.Workbook, sheet: Sheet) -> None:
    page = book.add_worksheet(sheet.code)
    font = {"font_name": "Times New Roman", "font_size": 11}
    head = book.add_format({**font, "bold": True, "border": 1, "text_wrap": True, "align": "center"})
    body = book.add_format({**font, "border": 1, "text_wrap": True, "valign": "top", "num_format": "#,##0.##"})
    whole = book.add_format({**font, "border": 1, "text_wrap": True, "valign": "top", "num_format": "#,##0"})
    bold = book.add_format({**font, "border": 1, "bold": True, "num_format": "#,##0"})
    page.write(0, 0, sheet.title, book.add_format({**font, "bold": True, "font_size": 13}))
    page.write_row(2, 0, sheet.columns, head)
    for line, row in enumerate(sheet.rows, 3):
        for column, cell in enumerate(row):
            _put(page, line, column, cell, whole if isinstance(cell, int) else body)
    for column, cell in enumerate(sheet.total or ()):
        _put(page, 3 + len(sheet.rows), column, cell, bold)
    for column, name in enumerate(sheet.columns):
        wide = name.startswith(("Tên", "Ghi chú", "Căn cứ", "Số liệu", "Nguồn")) or name == "Khối"
        page.set_column(column, column, WIDE if wide else NARROW)
    page.freeze_panes(3, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _put(page: Any, line: int, column: int, cell: Cell, form: object) -> None:  # noqa: ANN401 - xlsxwriter has no types
    """A portal's words never become a formula."""
    if cell is None:
        page.write_blank(line, column, None, form)
    elif isinstance(cell, str):
        page.write_string(line, column, cell, form)
    else:
        page.write_number(line, column, cell, form)
