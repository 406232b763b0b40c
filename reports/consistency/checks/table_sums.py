"""A table against itself: its total row, and the sums that hold in nearly all of its rows."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding, write_number
from reports.consistency.fold import fold
from reports.consistency.tables import Cell, CellKind, Row, Table


def check(document: Document) -> Iterator[Finding]:
    """Columns first, then rows."""
    for table in document.tables:
        yield from check_total_row(table)
        yield from check_rows(table)


def check_total_row(table: Table) -> Iterator[Finding]:
    """Each count of the total row must be the sum of its column."""
    total = table.total
    cells = table.aligned(total) if total else None
    if total is None or cells is None or len(table.body) < 3 or not is_whole(table):
        return
    for number, cell in enumerate(cells):
        column = table.column(number)
        if (
            cell.kind != "count"
            or is_rate(table, number)
            or len(column) != len(table.body)
            or any(c.kind not in ("count", "none") for _, c in column)
        ):
            continue
        summed = sum((c.value for _, c in column), Decimal(0))
        if summed != cell.value and not _is_mean(column, cell.value):
            head = f"cột {table.heads[number]!r}" if number < len(table.heads) else f"cột số {number + 1}"
            yield Finding(
                "table_total",
                "error",
                (quote_line(total.line, total.text),),
                f"{head}: {len(column)} hàng cộng lại {write_number(summed)}, hàng tổng in {cell.raw} "
                f"(lệch {write_number(abs(summed - cell.value))})",
            )


def is_rate(table: Table, number: int) -> bool:
    """Whether a column's heading says that it holds shares, which nobody adds up."""
    head = fold(table.heads[number]) if number < len(table.heads) else ""
    return "%" in head or "ty le" in head


def is_whole(table: Table) -> bool:
    """Whether all rows were read: their numbers run without a gap."""
    numbers = [row.index for row in table.body if row.index is not None]
    return not numbers or numbers == list(range(numbers[0], numbers[0] + len(table.body)))


def _is_mean(column: list[tuple[Row, Cell]], value: Decimal) -> bool:
    values = [cell.value for _, cell in column if cell.kind == "count"]
    return (
        bool(values) and min(values) <= value <= max(values) and abs(sum(values, Decimal(0)) / len(values) - value) <= 1
    )


def check_rows(table: Table) -> Iterator[Finding]:
    """A sum "column = columns behind it" that holds in most rows is the table's rule; rows that break it are named.

    Of several such sums the one that most rows keep is the rule: without the last part it holds where that is nought.
    """
    rows = [row for row in table.rows if len(row.cells) == table.width or row.is_total]
    laid = [(row, cells) for row in rows if (cells := table.aligned(row)) is not None]
    kinds = table.kinds
    found = _rule_of(laid, kinds, range(table.width)) or _rule_of(
        [(row, cells[::-1]) for row, cells in laid], kinds[::-1], _named_totals(table))
    if found is not None:
        yield found


def _named_totals(table: Table) -> list[int]:
    """Columns counted from the right that call themselves a total of those before them: "tháng 4, 5, 6, tổng"."""
    if not table.heads:
        return [0] if re.search(r"\b(tong|cong)\W*$", fold(table.header)) else []
    return [place for place, head in enumerate(table.heads[::-1]) if re.match(r"(tong|cong)\b", fold(head))]


def _rule_of(laid: list[tuple[Row, tuple[Cell, ...]]], kinds: Sequence[CellKind], starts: Iterable[int]
             ) -> Finding | None:
    """The first sum "column = those behind it" that a few rows break; with columns reversed, "= those before it"."""
    for start in starts:
        sums = [_try_sum(laid, start, end) for end in range(start + 3, len(kinds) + 1)
                if all(kind == "count" for kind in kinds[start:end])]
        rules = [rule for rule in sums if rule is not None]
        finding = _tell(min(rules, key=lambda rule: len(rule.bad)), len(laid)) if rules else None
        if finding is not None:
            return finding
    return None


def _is_nested(rows: Sequence[tuple[Cell, ...]], start: int, end: int) -> bool:
    """Whether one of the parts is itself the sum of the parts behind it: then they do not add up to a whole."""
    for part in range(start + 1, end - 1):
        inner = [(cells[part].value, sum((c.value for c in cells[part + 1:end]), Decimal(0))) for cells in rows]
        if sum(whole == total and total > 0 for whole, total in inner) * 2 > len(rows):
            return True
    return False


@dataclass(frozen=True)
class SumRule:
    """A column as the sum of those behind it: in how many rows two parts or more make it, and the rows that differ."""

    good: int
    bad: tuple[tuple[Row, str], ...]


def _try_sum(laid: list[tuple[Row, tuple[Cell, ...]]], start: int, end: int) -> SumRule | None:
    """How well the sum of these columns holds; None when it is no rule of the table."""
    good = 0
    bad: list[tuple[Row, str]] = []
    for row, cells in laid:
        if any(cell.kind not in ("count", "none") for cell in cells[start:end]):
            return None
        whole, parts = cells[start].value, [cell.value for cell in cells[start + 1 : end]]
        if whole == sum(parts, Decimal(0)):
            if sum(1 for part in parts if part) >= 2:
                good += 1
        else:
            shown = " + ".join(write_number(part) for part in parts)
            bad.append((row, f"{row.name}: {shown} = {write_number(sum(parts, Decimal(0)))} ≠ {write_number(whole)}"))
    return SumRule(good, tuple(bad)) if good >= 3 and not _is_nested([c for _, c in laid], start, end) else None


def _tell(rule: SumRule, rows: int) -> Finding | None:
    """The few rows that break the rule which most rows keep."""
    wrong = sum(not row.is_total for row, _ in rule.bad) or len(rule.bad)  # a wrong row spoils the total row as well
    if not rule.bad or wrong > max(1, rows // 6) or rule.good < 2 * wrong:
        return None
    return Finding("row_sum", "error", tuple(quote_line(row.line, row.text) for row, _ in rule.bad),
                   "; ".join(text for _, text in rule.bad))
