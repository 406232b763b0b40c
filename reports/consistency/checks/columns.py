"""One column, one kind of value: a percentage among counts, a copied pair, a lonely round giant."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding, write_number
from reports.consistency.tables import Cell, Row


def check(document: Document) -> Iterator[Finding]:
    """Each column of each table."""
    for table in document.tables:
        if len(table.body) < 5:
            continue
        for number in range(table.width):
            column = table.column(number)
            yield from check_kind(column)
            yield from check_copies(column)
            yield from check_giant(column)


def check_kind(column: list[tuple[Row, Cell]]) -> Iterator[Finding]:
    """At most one percentage among counts (or one count among percentages)."""
    held = [(row, cell) for row, cell in column if cell.kind != "none"]
    percents = [(row, cell) for row, cell in held if cell.kind == "percent"]
    counts = [cell.value for _, cell in held if cell.kind == "count"]
    if len(percents) == 1 and len(counts) == len(held) - 1 >= 4 and min(counts) > 100:
        row, cell = percents[0]
        yield Finding("unit", "error", (quote_line(row.line, row.text),),
                      f"{row.name}: {cell.raw} trong cột có {len(counts)} số đếm (từ {write_number(min(counts))} đến "
                      f"{write_number(max(counts))})")


def check_copies(column: list[tuple[Row, Cell]]) -> Iterator[Finding]:
    """The same pair k/n of large numbers on two rows."""
    seen: dict[str, Row] = {}
    for row, cell in column:
        if cell.kind != "share" or cell.value == cell.whole or min(cell.value, cell.whole) < 100:
            continue
        if cell.raw in seen:
            yield Finding("duplicate_value", "likely_error",
                          (quote_line(seen[cell.raw].line, seen[cell.raw].text), quote_line(row.line, row.text)),
                          f"{seen[cell.raw].name} và {row.name} cùng in {cell.raw}")
        seen.setdefault(cell.raw, row)


def check_giant(column: list[tuple[Row, Cell]]) -> Iterator[Finding]:
    """A pair of round thousands that is over four times the next one."""
    pairs = sorted(((cell.value, cell.whole, row) for row, cell in column if cell.kind == "share"),
                   key=lambda item: item[0], reverse=True)
    if len(pairs) < 5:
        return
    (value, whole, row), second = pairs[0], pairs[1][0]
    if second > 0 and value >= 4 * second and value % 1000 == 0 and whole % 1000 == 0:
        yield Finding("outlier", "likely_error", (quote_line(row.line, row.text),),
                      f"{write_number(value)} gấp {write_number(Decimal(value) / second, 1)} lần hàng lớn thứ hai "
                      f"({write_number(second)}), và cả hai số đều tròn nghìn")
