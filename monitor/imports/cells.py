"""What a file is made of once it is open: sheets of cells, and what can be wrong with one of them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

SHOWN = 40  # problems that are listed; of a file that is wrong everywhere the first ones tell enough
_UNSEEN = re.compile(r"[\u200b-\u200f\u2028-\u202f\ufeff\u00ad\x00-\x08\x0b-\x1f]")

CellKind = Literal["text", "number", "date", "bool", "error"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. `percent`: a number shown as a percentage, 0.95 is 95 %."""

    kind: CellKind
    text: str
    number: Decimal | None = None
    day: date | None = None
    percent: bool = False
    formula: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as (line, column) -> cell, both counted from 1. `name` is empty for a CSV file."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    hidden: bool = False
    hidden_lines: frozenset[int] = frozenset()
    lines: tuple[int, ...] = field(init=False)
    width: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", tuple(sorted({line for line, _ in self.cells})))
        object.__setattr__(self, "width", max((column for _, column in self.cells), default=0))

    def text(self, line: int, column: int) -> str:
        cell = self.cells.get((line, column))
        return cell.text if cell is not None else ""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason to refuse a file, for the person who made it."""

    sheet: str
    cell: str
    what: str
    fix: str

    def in_file(self, name: str) -> str:
        sheet = f", trang {self.sheet!r}" if self.sheet else ""
        cell = f", ô {self.cell}" if self.cell else ""
        return f"{name}{sheet}{cell}: {self.what}. Cách sửa: {self.fix}."


class ImportRefused(ValueError):
    """A file was refused and nothing of it stored; `problems` has everything that is wrong with it."""

    def __init__(self, file: str, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        lines = [f"  {p.in_file(file)}" for p in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"  … và {len(self.problems) - SHOWN} chỗ khác.")
        super().__init__(f"Không nhập tệp {file}, chưa lưu gì – {len(self.problems)} chỗ sai:\n" + "\n".join(lines))


def clean(text: str) -> str:
    """NFC, one space where there is white space, nothing that cannot be seen."""
    return " ".join(_UNSEEN.sub("", unicodedata.normalize("NFC", text)).split())


def address(line: int, column: int) -> str:
    """The name of a cell as spreadsheets show it: (5, 3) is C5."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{line}"


def quoted(text: str, limit: int = 60) -> str:
    """A piece of a cell for a message, short enough to be read."""
    return f"“{text if len(text) <= limit else text[:limit] + '…'}”"
