"""Files that people do send: wrong encodings, slipped columns, names nobody knows, words where figures belong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.imports.helpers import HEADING, ROWS, TITLE, csv_text, write_xlsx

PLAIN = csv_text([HEADING, *ROWS])
TCVN3 = "Së Y tÕ,21,18,0,0,3"


def table(*changes: tuple[int, int, Any], heading: tuple[Any, ...] = HEADING) -> list[list[Any]]:
    """The good table with some cells (line, column from 0; line 0 is the heading) changed."""
    rows = [list(heading), *(list(row) for row in ROWS)]
    for line, column, value in changes:
        rows[line][column] = value
    return rows


def sheet(*changes: tuple[int, int, Any], title: str = TITLE) -> Callable[[Path], Path]:
    return lambda path: write_xlsx(path, table(*changes), names=["PB02"], title=title)


def text(words: str | bytes, encoding: str = "utf-8") -> Callable[[Path], Path]:
    def make(path: Path) -> Path:
        path = path.with_suffix(".csv")
        path.write_bytes(words if isinstance(words, bytes) else words.encode(encoding))
        return path
    return make


def days(value: Any) -> Callable[[Path], Path]:
    """A table of self-reports whose day is this."""
    def make(path: Path) -> Path:
        with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
            page = book.add_worksheet("BC")
            page.write_row(0, 0, [TITLE])
            page.write_row(1, 0, ["Tên cơ quan, đơn vị", "Ngày nhận"])
            page.write_row(2, 0, ["Sở Y tế", value])
        return path
    return make


def other(*rows: tuple[Any, ...], title: str = TITLE) -> Callable[[Path], Path]:
    return lambda path: write_xlsx(path, rows, names=["Bảng"], title=title)


def merged(path: Path) -> Path:
    """One name over two lines."""
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("PB02")
        page.write(0, 0, TITLE)
        for line, row in enumerate(table(), 1):
            page.write_row(line, 0, row)
        page.merge_range("B3:B4", "Sở Y tế", book.add_format({"border": 1}))
    return path


def hidden(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Bìa").write(0, 0, "Báo cáo")
        page = book.add_worksheet("Ẩn")
        page.hide()
        for line, row in enumerate([[TITLE], *table()]):
            page.write_row(line, 0, row)
    return path


CALC = "=cmd|' /C calc'!A0"
VISITS = ("Cơ quan", "Hệ thống đo", "Lượt truy cập")
FAR = [[*row[:2], *row[3:], ""] for row in table()[1:]]  # every figure one column too far to the left

#: name -> (kind, how it is made, words that the refusal has)
TABLES: dict[str, tuple[str, Callable[[Path], Path], tuple[str, ...]]] = {
    "no-bytes": ("questions", text(b""), ("tệp trống",)),
    "only-a-mark": ("questions", text(b"\xef\xbb\xbf\r\n"), ("tệp trống",)),
    "pdf": ("questions", text(b"%PDF-1.7 ..."), ("là tệp PDF",)),
    "web-page": ("questions", text("<html><table><tr><td>1</td></tr></table>"), ("HTML",)),
    "old-excel": ("questions", text(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600), (".xls", "mật khẩu")),
    "gzip": ("questions", text(b"\x1f\x8b\x08\x00abc"), ("gzip",)),
    "one-word": ("questions", text("xin chào"), ("không phải bảng",)),
    "binary": ("questions", text(bytes(range(128, 256)) * 5), ("không đọc được chữ",)),
    "half-utf16": ("questions", text(PLAIN.encode("utf-16")[:-1]), ("không đọc được chữ",)),
    "tcvn3-font": ("questions", text("STT,C¬ quan,Tæng sè\n1," + TCVN3, "cp1252"), ("dòng tiêu đề", "UTF-8")),
    "open-quote": ("questions", text(PLAIN.replace("Sở Y tế", '"Sở Y tế')), ("dấu nháy kép",)),
    "ten-megabyte-field": ("questions", text(PLAIN.replace("Sở Y tế", "a" * 10 * 2**20)), ("dòng 3", "độ dài")),
    "too-large": ("questions", text(b"a,b\n" * 5_000_000), ("lớn hơn 16 MB",)),
    "too-many-lines": ("questions", text(PLAIN + "4,Sở Nội vụ,1,1,0,0,0\n" * 6_000), ("ô A5001", "quá lớn")),
    "comma-inside": ("questions", text(PLAIN.replace("5,5,0,0,0", "1,5,5,0,0,0")), ("ô H4", "nhiều ô hơn tiêu đề")),
    "formula-in-csv": ("questions", text(PLAIN.replace("21,18", f'"{CALC}",18')), ("ô C3", "là công thức")),
    "empty-workbook": ("questions", lambda p: write_xlsx(p, title=""), ("không trang nào có số liệu",)),
    "heading-only": ("questions", lambda p: write_xlsx(p, table()[:1], names=["PB02"]),
                     ("'PB02'", "ô A3", "không có dòng số liệu")),
    "no-heading": ("questions", lambda p: write_xlsx(p, table()[1:], names=["PB02"]),
                   ("dòng tiêu đề", "Tổng số câu hỏi")),
    "column-missing": ("questions", sheet((0, 3, "Ghi chú")), ("'PB02'", "ô A2", "thiếu “Đã trả lời”")),
    "column-twice": ("questions", sheet((0, 4, "Đã trả lời")), ("'PB02'", "ô E2", "có hai lần")),
    "another-kind": ("dossiers", sheet(), ("loại questions", "import questions")),
    "columns-slipped": ("questions", lambda p: write_xlsx(p, [HEADING, *FAR], names=["PB02"]),
                        ("'PB02'", "cột có thể bị lệch")),
    "names-slipped": ("questions", sheet((1, 1, 21), (1, 2, "Sở Y tế")), ("ô B3", "không có “21”", "ô C3")),
    "unknown-body": ("questions", sheet((1, 1, "Sở Y thế")), ("'PB02'", "ô B3", "Sở Y tế (LCI-S-11)")),
    "nobody": ("questions", sheet((1, 1, "Công ty X")), ("'PB02'", "ô B3", "không có “Công ty X”")),
    "body-of-the-past": ("questions", sheet((1, 1, "Huyện Bảo Yên")), ("'PB02'", "ô B3", "của kỳ này")),
    "body-twice": ("questions", sheet((2, 1, "SỞ Y TẾ tỉnh Lào Cai")), ("'PB02'", "ô B4", "trùng", "ô B3")),
    "name-of-two": ("indicators", other(("Chỉ tiêu", "Kết quả"), ("Dân số toàn tỉnh", 790729), title="Kỳ: 2026-W47"),
                    ("ô A3", "nhiều nơi", "CDS-8.2", "CDS-13.2")),
    "merged-names": ("questions", merged, ("'PB02'", "ô B4", "thiếu tên")),
    "blank-figure": ("questions", sheet((1, 3, None)), ("'PB02'", "ô D3", "để trống", "ghi 0")),
    "dash-for-a-total": ("questions", sheet((1, 2, "-")), ("'PB02'", "ô C3", "không phải số nguyên")),
    "words-for-a-figure": ("questions", sheet((1, 3, "khoảng 20")), ("'PB02'", "ô D3", "khoảng 20")),
    "half-a-question": ("questions", sheet((1, 3, 18.5)), ("'PB02'", "ô D3", "số nguyên")),
    "day-for-a-figure": ("questions", lambda p: _dated(p), ("'PB02'", "ô C3", "ô chứa ngày")),
    "figure-for-a-day": ("self_reports", days(45992), ("'BC'", "ô B3", "45992", "không phải ngày")),
    "no-such-day": ("self_reports", days("31/02/2026"), ("'BC'", "ô B3", "không có ngày")),
    "hidden-sheet": ("questions", hidden, ("'Ẩn' (trang ẩn)",)),
    "two-sheets": ("questions", lambda p: write_xlsx(p, table(), table(), names=["A", "B"]), ("'A', 'B'",)),
    "no-period": ("questions", sheet(title="Biểu tổng hợp"), ("kỳ nào", "--period")),
    "two-periods": ("questions", sheet(title="Quý I năm 2026 và quý II năm 2026"), ("nhiều kỳ", "2026-Q1, 2026-Q2")),
    "two-systems": ("visits", other(VISITS, ("Sở Y tế", "EMC", 5), ("Sở Tư pháp", "Bộ đếm", 5)),
                    ("'Bảng'", "ô B4", "mỗi hệ thống một tệp")),
    "unknown-channel": ("social", other(("Cơ quan", "Kênh", "Số tin, bài"), ("UBND tỉnh", "Instagram", 3)),
                        ("'Bảng'", "ô B3", "Instagram", "Fanpage")),
    "command-in-a-remark": ("questions", lambda p: write_xlsx(
        p, [[*r, "@SUM(1)" if n == 1 else "Ghi chú" if not n else ""] for n, r in enumerate(table())], names=["PB02"]),
        ("'PB02'", "ô H3", "lệnh")),
}


def _dated(path: Path) -> Path:
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        page = book.add_worksheet("PB02")
        for line, row in enumerate([[TITLE], *table((1, 2, date(2026, 1, 21)))]):
            page.write_row(line, 0, row)
    return path
