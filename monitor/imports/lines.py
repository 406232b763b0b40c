"""The lines under a heading: each is a body's figures, a total, a remark, or a reason to refuse the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from crawler.text import fold
from monitor.agencies import UnknownName
from monitor.imports.cells import Cell, Problem, Sheet, address, quoted
from monitor.imports.checks import Flag, Value
from monitor.imports.header import Header
from monitor.imports.kinds import Column, Kind, heading_key
from monitor.imports.values import (
    NOTHING_REPORTED,
    BadCell,
    read_count,
    read_day,
    read_number,
    read_percent,
    read_text,
)

TOTALS = {"tổng", "tổng số", "tổng cộng", "cộng", "toàn tỉnh", "tổng cộng toàn tỉnh", "tổng toàn tỉnh"}
READ: Mapping[str, Callable[[Cell], Value]] = {
    "count": read_count, "number": read_number, "percent": read_percent, "date": read_day, "text": read_text,
}
NUMBERED = re.compile(r"\(?([A-ZĐ]|\d{1,2})\)?(\s*=.*)?")


class Subjects(Protocol):
    """The bodies or indicators that lines are about, by the ways in which they are written."""

    def find(self, name: str) -> str: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was read. `said`: words in place of a figure; `cells`: where each column's value stands."""

    sheet: str
    line: int
    subject: str
    part: str
    figures: Mapping[str, Value]
    said: Mapping[str, str]
    cells: Mapping[str, str]
    flags: tuple[Flag, ...] = ()


@dataclass(slots=True)
class Reading:
    """What the lines of one table gave."""

    lines: list[Line] = field(default_factory=list)
    totals: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blank: list[str] = field(default_factory=list)    # bodies whose figures are all left blank
    skipped: list[str] = field(default_factory=list)  # lines that are no figures: headings, signatures


def read_lines(sheet: Sheet, kind: Kind, header: Header, subjects: Subjects) -> Reading:
    """Read every line under the heading; problems are collected, nothing is guessed."""
    reading = Reading()
    for line in sheet.lines:
        if line > header.last:
            _read_line(_Place(sheet, kind, header, line), subjects, reading)
    return reading


@dataclass(frozen=True, slots=True)
class _Place:
    """One line of a table while it is being read."""

    sheet: Sheet
    kind: Kind
    header: Header
    line: int

    def cell(self, name: str) -> Cell | None:
        return self.sheet.cells.get((self.line, self.header.columns[name])) if name in self.header.columns else None

    def at(self, name: str) -> str:
        return address(self.line, self.header.columns[name])

    @property
    def name(self) -> str:
        cell = self.cell(self.kind.subject)
        return cell.text if cell is not None else ""

    @property
    def marks(self) -> set[str]:
        """The words that may say that this is a total."""
        number = self.sheet.text(self.line, self.header.numbering) if self.header.numbering else ""
        return {fold(text).strip(" :.*") for text in (self.name, number)}

    @property
    def filled(self) -> list[str]:
        """The columns beside the subject that hold something."""
        return [c.name for c in self.kind.columns if c.name != self.kind.subject and self.cell(c.name) is not None]

    def problem(self, name: str, what: str, fix: str) -> Problem:
        return Problem(self.sheet.name, self.at(name), what, fix)


def _read_line(place: _Place, subjects: Subjects, reading: Reading) -> None:
    subject, slid = place.kind.subject, _beyond(place)
    if slid:
        reading.problems.append(slid)
    elif place.line == place.header.last + 1 and _is_numbering(place):
        return
    elif place.marks & TOTALS:
        reading.totals.append(_figures(place, "", reading, total=True))
    elif not place.filled:
        _note_empty(place, subjects, reading)
    elif not place.name and not _has_figures(place):
        reading.skipped.append(f"dòng {place.line}")
    elif not place.name:
        reading.problems.append(place.problem(subject, "dòng có số liệu mà thiếu tên", "ghi tên, hoặc xóa dòng"))
    else:
        try:
            code = subjects.find(place.name)
        except UnknownName as unknown:
            if _has_figures(place):
                reading.problems.append(place.problem(subject, *_unknown(place.name, unknown)))
                _figures(place, "", reading, total=False)  # what else is wrong with the line
            else:
                reading.skipped.append(f"dòng {place.line} {quoted(place.name, 30)}")
            return
        reading.lines.append(_figures(place, code, reading, total=False))


def _note_empty(place: _Place, subjects: Subjects, reading: Reading) -> None:
    try:
        subjects.find(place.name)
        reading.blank.append(place.name)
    except UnknownName:
        reading.skipped.append(f"dòng {place.line} {quoted(place.name, 30)}")


def _figures(place: _Place, code: str, reading: Reading, *, total: bool) -> Line:
    figures, said = dict[str, Value](), dict[str, str]()
    for column in place.kind.columns[1:]:
        if column.name not in place.header.columns:
            continue
        cell = place.cell(column.name)
        try:
            figures[column.name] = None
            if cell is None:
                if column.required and not total:
                    raise BadCell(f"ô {column.title} để trống", "điền vào; nếu là số và không phát sinh thì ghi 0")
            elif _stands_for_nothing(cell, column, total=total):
                said[column.name] = cell.text
            else:
                figures[column.name] = read_cell(cell, column)
        except BadCell as bad:
            if not total:
                reading.problems.append(place.problem(column.name, str(bad), bad.fix))
    part = " · ".join(str(figures.get(name) or "") for name in place.kind.part)
    return Line(place.sheet.name, place.line, code, part, figures, said,
                {name: address(place.line, column) for name, column in place.header.columns.items()})


def _stands_for_nothing(cell: Cell, column: Column, *, total: bool) -> bool:
    if cell.kind != "text" or column.type in ("text", "choice"):
        return False
    dash = cell.text in NOTHING_REPORTED
    return (dash and (total or not column.required or "-" in column.words)) or cell.text in column.words


def read_cell(cell: Cell, column: Column) -> Value:
    """The value of a cell by its column's type; `BadCell` when it has none."""
    if cell.kind == "error":
        raise BadCell(f"ô báo lỗi {quoted(cell.text)}", "sửa công thức, hoặc ghi thẳng giá trị")
    if cell.kind == "text" and cell.text.startswith("="):
        raise BadCell(f"{quoted(cell.text)} là công thức", "ghi giá trị thay cho công thức")
    if column.choices is not None:
        if (chosen := column.choices.get(heading_key(cell.text))) is None:
            raise BadCell(f"{quoted(cell.text)} không phải {column.title.lower()} đã biết",
                          f"ghi một trong: {', '.join(column.options)}")
        return chosen
    return READ[column.type](cell)


def _unknown(name: str, unknown: UnknownName) -> tuple[str, str]:
    if unknown.several:
        return f"{quoted(name)} có thể là nhiều nơi", f"ghi rõ một tên: {'; '.join(unknown.candidates)}"
    if unknown.candidates:
        return f"không có {quoted(name)} trong sổ đăng ký của kỳ này", f"có phải là: {'; '.join(unknown.candidates)}?"
    return (f"không có {quoted(name)} trong sổ đăng ký của kỳ này",
            "ghi tên như trong sổ; nếu là cách viết mới thì thêm vào registry/agencies.csv; xem cột có bị lệch không")


def _has_figures(place: _Place) -> bool:
    """Whether a column of figures or days holds anything that is one, or says that there is none."""
    for column in place.kind.columns[1:]:
        cell = place.cell(column.name)
        if cell is None or column.type in ("text", "choice"):
            continue
        if cell.kind != "text" or cell.text in NOTHING_REPORTED or re.fullmatch(r"[-+(]?\d[\d.,/ -]*[%)]?", cell.text):
            return True
    return False


def _is_numbering(place: _Place) -> bool:
    """A line that numbers the columns: (1) (2) (3), or A B 1 2 3."""
    texts = [place.sheet.text(place.line, c) for c in range(1, place.sheet.width + 1)]
    named = [t for t in texts if t]
    return bool(NUMBERED.fullmatch(place.name)) and all(NUMBERED.fullmatch(t) for t in named)


def _beyond(place: _Place) -> Problem | None:
    """In a CSV a cell right of the last heading means that a comma inside a figure has pushed the line out of place."""
    last = max([*place.header.columns.values(), place.header.numbering or 0])
    if place.sheet.name or place.sheet.width <= last:
        return None
    headed = max(c for c in range(1, place.sheet.width + 1)
                 if place.sheet.text(place.header.last, c) or c == last)
    for column in range(headed + 1, place.sheet.width + 1):
        if place.sheet.text(place.line, column):
            return Problem("", address(place.line, column), f"dòng có nhiều ô hơn tiêu đề ({headed} cột)",
                           "ô có dấu phẩy phải đặt trong dấu nháy kép; hoặc lưu lại dạng .xlsx")
    return None
