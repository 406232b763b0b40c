"""Opening a report: DOCX with its tables, or text (TXT, text of a PDF, OCR)."""

from __future__ import annotations

import zipfile
from pathlib import Path

from defusedxml.ElementTree import fromstring
from docx import Document as open_docx
from docx.document import Document as DocxDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table as DocxTable

from reports.consistency.document import Document
from reports.consistency.fold import fold, squeeze
from reports.consistency.read_lines import read_lines
from reports.consistency.tables import Cell, Row, Table, read_cell

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class UnreadableReport(Exception):
    """The file cannot be read as a report; the message says what to do."""


def read_report(path: Path) -> Document:
    """The document of one file; what cannot be read is refused by name."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableReport(f"Không đọc được {path}: {error.strerror}. Kiểm tra lại đường dẫn.") from error
    if content.startswith(b"%PDF"):
        raise UnreadableReport(
            f"{path} là tệp PDF: hãy xuất ra chữ trước (ví dụ pdftotext -layout {path.name}), rồi kiểm tra tệp .txt."
        )
    if content.startswith(b"PK"):
        return read_docx(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableReport(
            f"{path} không phải chữ UTF-8 (lỗi ở byte {error.start}): lưu lại dạng UTF-8 rồi kiểm tra lại."
        ) from error
    document = read_lines(path.name, text.splitlines())
    if not document.sentences and not document.tables:
        raise UnreadableReport(f"{path} không có chữ nào để kiểm tra. Chọn tệp khác.")
    return document


def read_docx(path: Path) -> Document:
    """Paragraphs and tables in their order; a line is a paragraph or a table row."""
    try:
        opened = open_docx(str(path))
    except (PackageNotFoundError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise UnreadableReport(
            f"{path} không phải tệp Word (.docx) đọc được: mở bằng Word, lưu lại dạng .docx."
        ) from error
    lines: list[str] = []
    numbers: list[int] = []
    tables: list[Table] = []
    count, title = 0, ""
    for part in opened.iter_inner_content():
        if isinstance(part, DocxTable):
            rows = [[squeeze(cell.text) for cell in row.cells] for row in part.rows]
            table = table_of(rows, count + 1, title)
            count += len(rows)
            if table is not None:
                tables.append(table)
            continue
        count += 1
        text = squeeze(part.text)
        lines += [part.text, ""]
        numbers += [count, count]
        title = text or title
    for note in read_footnotes(opened):
        count += 1
        lines += [note, ""]
        numbers += [count, count]
    return read_lines(path.name, lines, tables, numbers)


def read_footnotes(opened: DocxDocument) -> list[str]:
    """The footnotes, which python-docx does not read; in these reports they carry the evidence."""
    notes = [rel.target_part.blob for rel in opened.part.rels.values() if rel.reltype.endswith("/footnotes")]
    found = []
    for blob in notes:
        for note in fromstring(blob):
            text = "".join(piece.text or "" for piece in note.iter(f"{WORD}t"))
            found += [squeeze(text)] if text.strip() else []
    return found


def table_of(rows: list[list[str]], first_line: int, title: str) -> Table | None:
    """A table whose first row names the columns; None when it holds no figures."""
    if len(rows) < 3:
        return None
    heads, numbered = rows[0], fold(rows[0][0]) in ("stt", "tt", "so tt")
    name_at = 1 if numbered else 0
    read = [_row(cells, name_at, first_line + place) for place, cells in enumerate(rows[1:], start=1)]
    kept = tuple(row for row in read if row is not None)
    return Table(title, " ".join(heads), kept, tuple(heads[name_at + 1 :])) if len(kept) >= 2 else None


def _row(cells: list[str], name_at: int, line: int) -> Row | None:
    if len(cells) <= name_at + 1:
        return None
    index = int(cells[0]) if name_at and cells[0].isdigit() else None
    name = cells[name_at] or (cells[0] if name_at and not cells[0].isdigit() else "")
    read = tuple(read_cell(cell) or Cell("none", cell) for cell in cells[name_at + 1 :])
    return Row(index, name, read, line, " | ".join(cells))
