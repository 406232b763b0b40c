"""Numbered headings and rows must follow one another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding, Quote

ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}
MARK = re.compile(
    r"^(?:(?P<roman>[IVX]{1,5})|(?P<number>\d{1,2})|(?P<inner>\d{1,2}\.\d{1,2}))\.(?:\s*(?=[^\W\d_])|\s+(?=\d))"
    r"|^(?P<inner2>\d{1,2}\.\d{1,2})\s+(?=[^\W\d_])"
)


def check(document: Document) -> Iterator[Finding]:
    """Roman numbers through the report; Arabic ones start again under each."""
    if document.ocr:
        return
    last: dict[str, tuple[int, Quote]] = {}
    for line, text in document.headings:
        mark = MARK.match(text)
        if mark is None:
            continue
        level, value = read_mark(mark)
        quote = quote_line(line, text)
        if level == "roman":
            last = {key: item for key, item in last.items() if key == "roman"}
        elif level == "number":
            last = {key: item for key, item in last.items() if key in ("roman", "number")}
        before = last.get(level)
        if before is not None and value not in (before[0] + 1, 1):
            yield Finding(
                "numbering",
                "error",
                (before[1], quote),
                f"sau {before[0]} là {value}" + (f", thiếu {before[0] + 1}" if value > before[0] + 1 else ""),
            )
        last[level] = (value, quote)
    yield from check_row_numbers(document)


def read_mark(mark: re.Match[str]) -> tuple[str, int]:
    """The level of a heading and its number on that level."""
    if mark["roman"]:
        return "roman", ROMAN.get(mark["roman"], 0)
    if mark["number"]:
        return "number", int(mark["number"])
    first, second = (mark["inner"] or mark["inner2"]).split(".")
    return f"inner {first}", int(second)


def check_row_numbers(document: Document) -> Iterator[Finding]:
    """Rows of a table whose column names are known (a DOCX table): their numbers must follow one another."""
    for table in document.tables:
        numbered = [row for row in table.body if row.index is not None] if table.heads else []
        for before, row in itertools.pairwise(numbered):
            assert before.index is not None
            if row.index not in (before.index + 1, 1):
                yield Finding(
                    "numbering",
                    "style",
                    (quote_line(before.line, before.text), quote_line(row.line, row.text)),
                    f"số thứ tự: sau {before.index} là {row.index}",
                )
