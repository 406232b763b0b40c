"""XLSX as people make it, read by openpyxl after the guard has walked it: values as they were last shown."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from monitor.imports.cells import Cell, ImportRefused, Problem, Sheet, address, clean, quoted
from monitor.imports.xlsx_guard import OUTSIDE, inspect
from monitor.imports.xlsx_walk import SheetFacts, Unsafe

#: What openpyxl raises on workbooks that are well-formed and still wrong (a style or string that is not there, …).
BROKEN = (KeyError, ValueError, TypeError, IndexError, AttributeError, OverflowError, EOFError, SyntaxError, OSError,
          zipfile.BadZipFile, zlib.error, InvalidFileException)
COMPUTED = "chép cột rồi dán giá trị (Paste Values) để thay công thức bằng số"


def read_xlsx(name: str, data: bytes) -> list[Sheet]:
    """All sheets that hold something; `ImportRefused` when the workbook is unsafe, broken, or shows errors."""
    try:
        facts = inspect(data)
    except Unsafe as unsafe:
        sheet = _sheet_name(data, unsafe.part)
        raise ImportRefused(name, [Problem(sheet, unsafe.cell, str(unsafe), unsafe.fix)]) from unsafe
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about extensions that it does not read
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheets, problems = _sheets(book, facts)
    except BROKEN as error:
        raise ImportRefused(name, [Problem("", "", f"bảng tính hỏng ({type(error).__name__})",
                                           "mở bằng Excel rồi lưu lại tệp mới")]) from error
    if problems:
        raise ImportRefused(name, problems)
    if not sheets:
        raise ImportRefused(name, [Problem("", "", "không trang nào có số liệu", "xin lại tệp có số liệu")])
    return sheets


def _sheets(book: Any, facts: dict[str, SheetFacts]) -> tuple[list[Sheet], list[Problem]]:  # noqa: ANN401 - untyped
    sheets, problems = list[Sheet](), list[Problem]()
    for page in book.worksheets:
        known = facts.get(page._worksheet_path.lstrip("/"), SheetFacts())
        cells = dict(_cells(page, known))
        sheet = Sheet(page.title, cells, page.sheet_state != "visible", frozenset(known.hidden_lines))
        problems += _outside(sheet, known)
        if cells:
            sheets.append(sheet)
    return sheets, problems


def _cells(page: Any, known: SheetFacts) -> Iterator[tuple[tuple[int, int], Cell]]:  # noqa: ANN401
    if not known.last_line:
        return
    rows = page.iter_rows(min_row=1, max_row=known.last_line, min_col=1, max_col=known.last_column)
    for line, row in enumerate(rows, 1):
        for column, found in enumerate(row, 1):
            formula = address(line, column) in known.formulas
            cell = _cell(found.value, getattr(found, "data_type", "n"), getattr(found, "number_format", ""), formula)
            if cell is not None:
                yield (line, column), cell


def _cell(value: Any, kind: str, shown: str, formula: bool) -> Cell | None:  # noqa: ANN401 - what openpyxl gives
    if value is None:
        return Cell("error", "công thức chưa có kết quả", formula=True) if formula else None
    if kind == "e":
        return Cell("error", str(value), formula=formula)
    if isinstance(value, bool):
        return Cell("bool", str(value).upper(), formula=formula)
    if isinstance(value, datetime | date):
        day = value.date() if isinstance(value, datetime) else value
        return Cell("date", f"{day:%d/%m/%Y}", day=day, formula=formula)
    if isinstance(value, time | timedelta):
        return Cell("date", str(value), formula=formula)
    if isinstance(value, int | float):
        return _number(value, shown, formula)
    words = clean(str(value))
    return Cell("text", words, formula=formula) if words else None


def _number(value: float, shown: str, formula: bool) -> Cell:
    number = Decimal(repr(value))
    percent = "%" in re.sub(r'"[^"]*"|\\.', "", shown or "")
    if percent and number.is_finite():
        number *= 100
    plain = format(number.normalize(), "f") if number.is_finite() and abs(number.adjusted()) < 30 else str(value)
    return Cell("number", plain + ("%" if percent else ""), number, percent=percent, formula=formula)


def _outside(sheet: Sheet, known: SheetFacts) -> list[Problem]:
    """Formulas that look into other files or reach out: what they last showed proves nothing."""
    return [
        Problem(sheet.name, cell, f"công thức {quoted('=' + formula)} lấy từ nơi khác", COMPUTED)
        for cell, formula in known.formulas.items() if OUTSIDE.search(formula)
    ]


def _sheet_name(data: bytes, part: str) -> str:
    """The sheet's name as people see it, when the part that is unsafe is a sheet; else the part itself."""
    if not part:
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            relations = archive.read("xl/_rels/workbook.xml.rels")[:100_000].decode("utf-8", "replace")
            workbook = archive.read("xl/workbook.xml")[:100_000].decode("utf-8", "replace")
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError):
        return part
    target = re.escape(part.removeprefix("xl/"))
    for tag in re.findall(rf"<Relationship\b[^>]*Target=\"(?:/xl/)?{target}\"[^>]*>", relations):
        if (number := re.search(r'Id="([^"]+)"', tag)) is None:
            continue
        if named := re.search(rf'<sheet\b[^>]*name="([^"]*)"[^>]*r:id="{re.escape(number[1])}"', workbook):
            return named[1]
    return part
