"""Where the table begins: the heading may stand under titles, in several merged lines, in any order of columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from monitor.imports.cells import Problem, Sheet, address, quoted
from monitor.imports.kinds import Column, Kind, heading_key

SEARCHED = 40  # lines in which a heading may begin
DEEP = 4       # lines of a merged heading
NUMBERING = {"stt", "tt", "số tt", "số thứ tự", ""}


@dataclass(frozen=True, slots=True)
class Header:
    """A heading that was found. `columns`: name -> column; `strange`: headings that mean nothing to this kind."""

    first: int
    last: int
    columns: Mapping[str, int]
    strange: tuple[str, ...]
    twice: tuple[Problem, ...]
    numbering: int | None

    @property
    def rank(self) -> tuple[int, int, int]:
        return len(self.columns), -(self.last - self.first), -self.first


def find_header(sheet: Sheet, kind: Kind) -> Header | None:
    """The heading that names every required column and most others; None when there is none."""
    found = [h for h in _candidates(sheet, kind) if all(c.name in h.columns for c in kind.required)]
    return max(found, key=lambda h: h.rank, default=None)


def missing_columns(sheet: Sheet, kind: Kind) -> tuple[int, tuple[Column, ...]]:
    """(line, required columns that are not there) of what comes nearest to a heading; line 0 when nothing does."""
    best = max(_candidates(sheet, kind), key=lambda h: h.rank, default=None)
    if best is None or not best.columns:
        return 0, kind.required
    return best.last, tuple(c for c in kind.required if c.name not in best.columns)


def _candidates(sheet: Sheet, kind: Kind) -> list[Header]:
    names = {heading: column.name for column in kind.columns for heading in column.headings}
    lines = sheet.lines[:SEARCHED]
    return [_read(sheet, lines[n:n + depth], names)
            for n in range(len(lines)) for depth in range(1, DEEP + 1)
            if n + depth <= len(lines) and lines[n + depth - 1] - lines[n] < DEEP]


def _read(sheet: Sheet, lines: Sequence[int], names: Mapping[str, str]) -> Header:
    columns, twice, strange = dict[str, int](), list[Problem](), list[str]()
    numbering = None
    for column in range(1, sheet.width + 1):
        path = _path(sheet, lines, column)
        if not path:
            continue
        name = _name(path, names)
        if name is None:
            if heading_key(path[-1]) in NUMBERING:
                numbering = column
            else:
                strange.append(f"{address(lines[-1], column)} {quoted(' – '.join(path))}")
        elif name in columns:
            twice.append(Problem(sheet.name, address(lines[-1], column), f"cột {quoted(path[-1])} có hai lần (còn ở "
                                 f"{address(lines[-1], columns[name])})", "giữ một cột, hoặc đổi tên cột kia"))
        else:
            columns[name] = column
    return Header(lines[0], lines[-1], columns, tuple(strange), tuple(twice), numbering)


def _path(sheet: Sheet, lines: Sequence[int], column: int) -> tuple[str, ...]:
    """The headings over a column, from the widest to its own. A merged heading has its words in its first cell only:
    a blank one above a filled one inherits from the left."""
    own = [sheet.text(line, column) for line in lines]
    deepest = max((n for n, words in enumerate(own) if words), default=-1)
    path = []
    for n in range(deepest + 1):
        words = own[n]
        left = column
        while not words and left > 1 and n < deepest:
            left -= 1
            words = sheet.text(lines[n], left)
        if words:
            path.append(words)
    return tuple(path)


def _name(path: Sequence[str], names: Mapping[str, str]) -> str | None:
    """The column that the last pieces of a path name, the more pieces the better; remarks in brackets do not count."""
    for bare in (False, True):
        keys = [heading_key(re.sub(r"\([^)]*\)", " ", words) if bare else words) for words in path]
        for first in range(len(keys)):
            if name := names.get(" ".join(k for k in keys[first:] if k)):
                return name
    return None
