"""Rows of tables in plain text: an index, a name that may run over several lines, and cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from reports.consistency.fold import fold
from reports.consistency.tables import CELL, PLACEHOLDERS, TOTAL, Cell, Row, Table, read_cell

INDEX = re.compile(r"^\(?(\d{1,3})\)?$")
SPLIT = re.compile(r"\s*[|\t]\s*")
TITLE = re.compile(r"^((phu bieu|phu luc|bieu so)\b|(bang|so lieu|ket qua)(?: \S+){4})")
ROMAN = re.compile(r"^(I{1,3}|IV|VI{0,3}|IX|X)[. ]+\S")


@dataclass
class RowReader:
    """Takes lines one after another; says which it has eaten as rows."""

    tables: list[Table] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    title: str = ""
    header: list[str] = field(default_factory=list)
    pending: list[tuple[int, str]] = field(default_factory=list)

    def take(self, number: int, line: str) -> bool:
        """Whether the line is (part of) a row."""
        row = read_row(number, line) or self._finish_pending(number, line)
        if row is not None:
            if self.rows and row.index is not None and _restarts(self.rows, row):
                self._close()
            self.rows.append(row)
            self.pending = []
            if row.is_total:
                self._close()
            return True
        if self._continues(line):
            return True
        self._remember(number, line)
        return False

    def _finish_pending(self, number: int, line: str) -> Row | None:
        """Cells alone on a line: the index and the name stand on the lines before."""
        words = line.split()
        cut = next((i for i, word in enumerate(words) if _starts_cells(word)), 0)
        cells = cells_of(words[cut:]) if cut == 0 or len(words) - cut >= 4 else None
        if cells is None or all(c.kind == "none" for c in cells) or len(cells) < 2 or not self.pending:
            return None
        at = next((i for i in range(len(self.pending) - 1, -1, -1) if INDEX.match(self.pending[i][1])), None)
        if at is not None:
            index = int(INDEX.match(self.pending[at][1]).group(1))  # type: ignore[union-attr]
            name = " ".join([*(text for _, text in self.pending[at + 1 :]), *words[:cut]])
            return Row(index, name, cells, number, f"{name} {line}".strip())
        first = next(
            (i for i in range(len(self.pending) - 1, -1, -1) if re.match(r"^\(?\d{1,3}\)?\s+\D", self.pending[i][1])),
            None,
        )
        if first is None:
            return None
        head, _, start = self.pending[first][1].partition(" ")
        name = " ".join([start, *(text for _, text in self.pending[first + 1 :]), *words[:cut]])
        return Row(int(head.strip("()")), name, cells, number, f"{name} {line}".strip())

    def _continues(self, line: str) -> bool:
        """A row's last cells fell onto the following lines ("100.15", "%", "100% 27")."""
        if not self.rows or self.pending:
            return False
        last = self.rows[-1]
        words = line.split()
        if INDEX.match(line) and last.index is not None and int(line.strip("()")) == last.index + 1:
            return False
        if line == "%" and last.cells and last.cells[-1].kind == "count":
            cells = (*last.cells[:-1], Cell("percent", last.cells[-1].raw + "%", last.cells[-1].value))
        elif (more := cells_of(words)) is not None and len(words) <= 3 and len(last.cells) > 4:
            cells = (*last.cells, *more)
        else:
            return False
        self.rows[-1] = Row(last.index, last.name, cells, last.line, f"{last.text} {line}")
        return True

    def _remember(self, number: int, line: str) -> None:
        folded = fold(line)
        upper = (
            sum(c.isupper() for c in line) > 0.6 * sum(c.isalpha() for c in line) and sum(c.isalpha() for c in line) > 9
        )
        if TITLE.match(folded) or (upper and len(line.split()) > 3):
            if self.rows:
                self._close()
            if not (upper and self.title and len(self.header) < 2):
                self.title, self.header = line, []
            else:
                self.title = f"{self.title} {line}"
        self.header.append(line)
        del self.header[:-120]
        self.pending.append((number, line))
        del self.pending[:-8]

    def _close(self) -> None:
        if len(self.rows) >= 3:
            self.tables.append(Table(self.title, " ".join(self.header), tuple(self.rows)))
        self.rows, self.header = [], []

    def finish(self) -> list[Table]:
        """All tables of at least three rows."""
        self._close()
        return self.tables


def _restarts(rows: list[Row], row: Row) -> bool:
    return row.index == 1 and any(r.index is not None and r.index >= 1 for r in rows)


def read_row(number: int, line: str) -> Row | None:
    """A row that stands on one line: index, name, at least two cells; or a total row."""
    parts = [part for part in SPLIT.split(line) if part] if "|" in line else None
    if parts and len(parts) >= 3:
        return _read_parts(number, line, parts)
    match = re.match(r"^\(?(\d{1,3})\)?[.)]?\s+(\D.*?)\s+((?:\S+\s*)+)$", line)
    total = re.match(r"^(\D{3,25}?)\s*:?\s+((?:-?\d\S*\s*){2,})$", line)
    if total and TOTAL.match(fold(total[1]).strip(" :")):
        cells = cells_of(total[2].split())
        return Row(None, total[1].strip(" :"), cells, number, line) if cells else None
    if match is None:
        return None
    words = line.split()[1:]
    for cut in range(1, len(words)):
        cells = cells_of(words[cut:]) if _starts_cells(words[cut]) else None
        if cells is not None and sum(c.kind != "none" for c in cells) >= (1 if len(cells) > 1 else 2):
            return Row(int(match[1]), " ".join(words[:cut]), cells, number, line)
    return _read_remarked(number, line, int(match[1]), words)


def _read_remarked(number: int, line: str, index: int, words: list[str]) -> Row | None:
    """A row whose last column is a remark in words behind at least four figures."""
    cut = next((i for i, word in enumerate(words) if i and _starts_cells(word)), len(words))
    end = next((i for i in range(cut, len(words)) if not _starts_cells(words[i])), len(words))
    cells = cells_of(words[cut:end]) if end - cut >= 4 else None
    return Row(index, " ".join(words[:cut]), cells, number, line) if cells else None


def _read_parts(number: int, line: str, parts: list[str]) -> Row | None:
    index = INDEX.match(parts[0])
    rest = parts[1:] if index else parts
    cells = [read_cell(part) for part in rest[1:]]
    if any(cell is None for cell in cells) or len(cells) < 1:
        return None
    return Row(int(index[1]) if index else None, rest[0], tuple(c for c in cells if c), number, line)


def _starts_cells(word: str) -> bool:
    return word in PLACEHOLDERS or word == "%" or bool(CELL.fullmatch(word))


def cells_of(words: list[str]) -> tuple[Cell, ...] | None:
    """The cells when all words are figures or empty marks; at most two words ("Đã nhập") may stand between."""
    cells: list[Cell] = []
    percent, loose = False, 0
    for place, word in enumerate(words):
        if word == "%":
            percent = True
            continue
        cell = read_cell(word, percent)
        if cell is not None:
            cells.append(cell)
        elif place and word.isalpha() and len(word) <= 4 and loose < 2:
            loose += 1
        else:
            return None
    return tuple(cells) or None
