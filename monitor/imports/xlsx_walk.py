"""What is learned from one XML part of a workbook while it is walked: last cell, formulas, hidden lines, excess."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitor.imports import limits
from monitor.imports.cells import address

NUMBER = re.compile(r"\s*[-+]?\.?\d")


class Unsafe(ValueError):
    """The workbook is refused. `part` is the sheet's part and `cell` the cell, when it is one."""

    def __init__(self, what: str, fix: str, part: str = "", cell: str = "") -> None:
        self.fix, self.part, self.cell = fix, part, cell
        super().__init__(what)


@dataclass(slots=True)
class SheetFacts:
    """What the walk learned about one sheet."""

    last_line: int = 0
    last_column: int = 0
    cells: int = 0
    blanks: int = 0
    formulas: dict[str, str] = field(default_factory=dict)
    hidden_lines: set[int] = field(default_factory=set)


class Walk:
    """Looks at one part and finds nothing wrong with it."""

    def start(self, tag: str, attributes: dict[str, str]) -> None: ...

    def end(self, tag: str) -> None: ...

    def text(self, data: str) -> None: ...


class StringWalk(Walk):
    """Shared strings: which of them are longer than a spreadsheet allows."""

    def __init__(self) -> None:
        self.number, self.length, self.too_long = 0, 0, dict[int, int]()

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            self.length = 0

    def text(self, data: str) -> None:
        self.length += len(data)

    def end(self, tag: str) -> None:
        if tag != "si":
            return
        if self.length > limits.CELL_TEXT:
            self.too_long[self.number] = self.length
        self.number += 1
        if self.number > limits.CELLS:
            raise Unsafe(f"có hơn {limits.CELLS} chuỗi chữ", "chỉ giữ bảng số liệu của một kỳ")


class SheetWalk(Walk):
    """One sheet: where its cells are, and which of them hold formulas or too much."""

    def __init__(self, part: str, too_long: dict[int, int]) -> None:
        self.part, self.too_long, self.facts = part, too_long, SheetFacts()
        self.line = self.column = self.length = 0
        self.cell, self.type, self.inside, self.words, self.formula = "", "", "", "", ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.line, self.column = int(attributes.get("r", self.line + 1)), 0
            if attributes.get("hidden") in ("1", "true"):
                self.facts.hidden_lines.add(self.line)
        elif tag == "c":
            self._place(attributes.get("r", ""))
            self.type, self.length, self.words, self.formula = attributes.get("t", "n"), 0, "", ""
        elif tag in ("v", "t", "f"):
            self.inside = tag

    def _place(self, reference: str) -> None:
        found = re.fullmatch(r"([A-Z]{1,3})([0-9]{1,7})", reference)
        if found is None and reference:
            raise Unsafe(f"có ô sai địa chỉ {reference[:20]!r}", "mở bằng Excel rồi lưu lại", self.part)
        if found is None:
            self.column += 1
        else:
            self.line, self.column = int(found[2]), 0
            for letter in found[1]:
                self.column = self.column * 26 + ord(letter) - 64
        self.cell = reference or address(self.line, self.column)

    def text(self, data: str) -> None:
        if not self.inside:
            return
        self.length += len(data)
        if self.inside == "f":
            self.formula += data[:1000]
        elif len(self.words) < 20:
            self.words += data

    def end(self, tag: str) -> None:
        if tag == self.inside:
            self.inside = ""
        if tag == "f":
            self.facts.formulas[self.cell], self.length = self.formula, 0
        if tag == "c":
            self._close()

    def _close(self) -> None:
        facts = self.facts
        if self.type == "s" and self.words.isdecimal():
            self.length = max(self.length, self.too_long.get(int(self.words), 0))
        if self.type == "n" and self.words and not NUMBER.match(self.words):
            raise Unsafe(f"{self.words!r} không phải số", "ghi số, hoặc xóa ô", self.part, self.cell)
        if self.length > limits.CELL_TEXT:
            raise Unsafe(f"ô dài {self.length} ký tự", f"rút gọn còn dưới {limits.CELL_TEXT} ký tự", self.part,
                         self.cell)
        if not self.length and self.cell not in facts.formulas:
            facts.blanks += 1
            if facts.blanks > limits.BLANK_CELLS:
                raise Unsafe("quá nhiều ô trống được định dạng", "chép bảng sang tệp mới", self.part)
            return
        facts.cells += 1
        facts.last_line, facts.last_column = max(facts.last_line, self.line), max(facts.last_column, self.column)
        if self.line > limits.LINE or self.column > limits.COLUMN or facts.cells > limits.CELLS:
            raise Unsafe(f"bảng quá lớn (hơn {limits.LINE} dòng, {limits.COLUMN} cột hoặc {limits.CELLS} ô)",
                         "xóa phần nằm ngoài bảng số liệu", self.part, self.cell)
