"""Tables of a report: rows with cells, found in the lines of extracted text or given by a DOCX."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from reports.consistency.fold import fold
from reports.consistency.numbers import NUMBER, group_commas, read_number

CellKind = Literal["count", "percent", "share", "none"]
CELL = re.compile(rf"(?P<a>-?(?:{NUMBER}))(?:/(?P<b>{NUMBER}))?(?P<pct>\s?%)?")
TOTAL = re.compile(r"^(tong so|tong cong|tong|cong|toan tinh|tong toan tinh)\b\s*:?\s*(toan tinh)?$")
PLACEHOLDERS = {"-", "–", "—", ""}


@dataclass(frozen=True)
class Cell:
    """One cell: a count, a percentage, a share k/n, or nothing."""

    kind: CellKind
    raw: str
    value: Decimal = Decimal(0)
    whole: Decimal = Decimal(0)


@dataclass(frozen=True)
class Row:
    """One row: its number in the list, its name, its cells, and the line on which the cells stand."""

    index: int | None
    name: str
    cells: tuple[Cell, ...]
    line: int
    text: str

    @cached_property
    def is_total(self) -> bool:
        return bool(TOTAL.match(fold(self.name).strip(" :")))


@dataclass(frozen=True)
class Table:
    """Rows under one heading; `heads` are the column titles when they are known one by one, else empty."""

    title: str
    header: str
    rows: tuple[Row, ...]
    heads: tuple[str, ...] = ()

    @cached_property
    def body(self) -> tuple[Row, ...]:
        """The rows that are summed: in a numbered table those with a number (the others are groups or notes)."""
        rows = [row for row in self.rows if not row.is_total]
        numbered = [row for row in rows if row.index is not None]
        return tuple(numbered if 2 * len(numbered) > len(rows) else rows)

    @cached_property
    def total(self) -> Row | None:
        return next((row for row in reversed(self.rows) if row.is_total), None)

    @cached_property
    def width(self) -> int:
        """The number of cells that most rows have."""
        widths = Counter(len(row.cells) for row in self.body)
        return max(widths, key=lambda width: (widths[width], width)) if widths else 0

    @cached_property
    def kinds(self) -> list[CellKind]:
        """What each column holds in most full rows."""
        full = [row.cells for row in self.body if len(row.cells) == self.width]
        return [_most([row[c].kind for row in full]) for c in range(self.width)]

    def aligned(self, row: Row) -> tuple[Cell, ...] | None:
        """The row's cells in the table's columns; a shorter row is laid left or right, whichever fits its kinds."""
        missing = self.width - len(row.cells)
        if missing < 0:
            return None
        if missing == 0:
            return row.cells
        kinds, gap = self.kinds, (Cell("none", ""),) * missing
        left, right = row.cells + gap, gap + row.cells
        fits = [sum(c.kind == k for c, k in zip(side, kinds, strict=True)) for side in (left, right)]
        if row.is_total:
            return left if fits[0] >= fits[1] else right
        return (left if fits[0] > fits[1] else right) if max(fits) >= len(row.cells) - 1 else None

    def column(self, number: int) -> list[tuple[Row, Cell]]:
        """The body's cells of one column."""
        placed = [(row, self.aligned(row)) for row in self.body]
        return [(row, cells[number]) for row, cells in placed if cells is not None]


def _most(kinds: Sequence[CellKind]) -> CellKind:
    known = Counter(kind for kind in kinds if kind != "none")
    return known.most_common(1)[0][0] if known else "none"


def read_cell(raw: str, percent: bool = False) -> Cell | None:
    """A cell's content when it is one figure or an empty mark; None when it holds words."""
    text = raw.strip()
    if text in PLACEHOLDERS:
        return Cell("none", text)
    match = CELL.fullmatch(text)
    if match is None:
        return None
    sign = -1 if match["a"].startswith("-") else 1
    written = match["a"].lstrip("-")
    value = sign * read_number(written if percent or match["pct"] else group_commas(written))
    if match["b"]:
        return Cell("share", text, value, read_number(group_commas(match["b"])))
    return Cell("percent" if match["pct"] or percent else "count", text, value)
