"""CSV as people make it: UTF-8, UTF-16 or Windows-1258; separated by commas, semicolons, tabs or bars."""

from __future__ import annotations

import csv
import io
import unicodedata

from monitor.imports.cells import Cell, ImportRefused, Problem, Sheet, address, clean
from monitor.imports.limits import CELL_TEXT, CELLS, COLUMN, LINE

SEPARATORS = ";\t,|"
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
        (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
SAVE_AS = "mở bằng Excel, chọn Lưu thành… kiểu “CSV UTF-8” hoặc .xlsx"


def read_csv(name: str, data: bytes) -> tuple[str, list[Sheet]]:
    """(encoding, one table for each separator that divides the file); the header decides later which one is right."""
    encoding, text = decode(name, data)
    text = unicodedata.normalize("NFC", text)
    tables, problems = list[Sheet](), list[Problem]()
    for separator in SEPARATORS:
        if separator not in text:
            continue
        try:
            tables.append(_table(text, separator))
        except _Wrong as wrong:
            problems.append(wrong.problem)
    if not tables:
        raise ImportRefused(name, problems[:1] or [
            Problem("", "", "không phải bảng: không có dấu phẩy, chấm phẩy hay tab ngăn cột", SAVE_AS)])
    return encoding, tables


def decode(name: str, data: bytes) -> tuple[str, str]:
    """(encoding, text). Windows-1258 writes tones as separate marks; they are put together by the caller."""
    guesses = [encoding for bom, encoding in BOMS if data.startswith(bom)][:1]
    if not guesses and b"\x00" in data:
        head = data[:4096]
        guesses = ["utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"]
    for encoding in guesses or ("utf-8", "cp1258"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return encoding, text
    raise ImportRefused(name, [Problem("", "", "không đọc được chữ: không phải UTF-8, UTF-16 hay Windows-1258",
                                       SAVE_AS)])


class _Wrong(ValueError):
    def __init__(self, cell: str, what: str, fix: str) -> None:
        self.problem = Problem("", cell, what, fix)
        super().__init__(what)


def _table(text: str, separator: str) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 0
    try:
        for line, fields in enumerate(reader, 1):
            for column, field in enumerate(fields, 1):
                if words := clean(field):
                    _bound(line, column, len(field), len(cells))
                    cells[line, column] = Cell("text", words)
    except csv.Error as error:
        raise _Wrong(f"A{line + 1}", f"dòng {line + 1} không đọc được ({error})",
                     "kiểm tra dấu nháy kép và độ dài của ô; " + SAVE_AS) from error
    return Sheet("", cells)


def _bound(line: int, column: int, length: int, cells: int) -> None:
    if line > LINE or column > COLUMN or cells >= CELLS:
        raise _Wrong(address(line, column), f"bảng quá lớn (hơn {LINE} dòng hoặc {COLUMN} cột)",
                     "chỉ giữ bảng số liệu của một kỳ")
    if length > CELL_TEXT:
        raise _Wrong(address(line, column), f"ô dài {length} ký tự", f"rút gọn còn dưới {CELL_TEXT} ký tự")
