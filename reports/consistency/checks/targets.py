"""Targets against the table of their parts: the same words in a target and in a table's header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding, Quote, write_number
from reports.consistency.fold import fold
from reports.consistency.labels import Labelled
from reports.consistency.tables import Row, Table


def check(document: Document) -> Iterator[Finding]:
    """Sums of columns, means of levels, and one body under two values."""
    for table in document.tables:
        if len(table.body) < 5 or table.total is not None:
            continue
        for target in document.labelled:
            yield from check_sum(table, target)
            yield from check_mean(table, target)
    yield from check_bodies(document)


def check_sum(table: Table, target: Labelled) -> Iterator[Finding]:
    """A target whose label stands in the header: the one column whose sum comes near must sum to it."""
    header = " ".join(re.findall(r"[a-z0-9]+", fold(table.header)))
    if target.is_percent or target.value < 20 or len(target.key.split()) < 4 or target.key not in header:
        return
    sums = {}
    for number in range(table.width):
        cells = [cell for _, cell in table.column(number) if cell.kind in ("count", "share")]
        if len(cells) >= len(table.body) - 1:
            sums[number] = sum((cell.value for cell in cells), Decimal(0))
    near = {n: s for n, s in sums.items() if abs(s - target.value) <= target.value * Decimal("0.15")}
    if len(near) == 1 and target.value not in near.values():
        number, summed = next(iter(near.items()))
        yield Finding("table_vs_table", "error" if abs(summed - target.value) < target.value / 20 else "likely_error",
                      (quote_line(target.line, f"{target.label} {target.raw}"), _first(table), _last(table)),
                      f"{len(table.body)} hàng cộng lại {write_number(summed)} ≠ {target.raw} "
                      f"(lệch {write_number(abs(summed - target.value))})")


def check_mean(table: Table, target: Labelled) -> Iterator[Finding]:
    """A rate of a level ("Cấp huyện") against the mean of the table of that level; weights may explain a difference."""
    level = re.fullmatch(r"cap (tinh|huyen|xa)", target.key)
    if not level or not target.is_percent or not re.search(rf"\b{level[1]}\b", fold(table.title)):
        return
    for number, kind in enumerate(table.kinds):
        rates = [cell.value for _, cell in table.column(number) if cell.kind == "percent"]
        if kind != "percent" or len(rates) < 5:
            continue
        mean = sum(rates, Decimal(0)) / len(rates)
        if abs(mean - target.value) > 1:
            yield Finding("table_vs_table", "likely_error",
                          (quote_line(target.line, target.text), _first(table), _last(table)),
                          f"trung bình cộng của {len(rates)} hàng là {write_number(mean, 1)} %, in là {target.raw} % "
                          "(trung bình có trọng số có thể khác)")
        return


def check_bodies(document: Document) -> Iterator[Finding]:
    """A row whose name holds (nearly) all the words of a rate's label, under another rate."""
    rates = [x for x in document.labelled if x.is_percent and len(x.key.split()) >= 5]
    for table in document.tables:
        for row in table.body:
            percents = [cell for cell in row.cells if cell.kind == "percent"]
            for rate in rates:
                run = common_run(rate.key, " ".join(re.findall(r"[a-z0-9]+", fold(row.name))))
                if len(percents) == 1 and run >= 7 and run >= len(rate.key.split()) - 3 \
                        and percents[0].value != rate.value:
                    yield Finding("table_vs_table", "likely_error",
                                  (quote_line(rate.line, rate.text), quote_line(row.line, _named(row))),
                                  f"{rate.label}: một chỗ {rate.raw} %, một chỗ {percents[0].raw}")


def common_run(a: str, b: str) -> int:
    """The length of the longest run of words that both hold."""
    first, second = a.split(), b.split()
    best = 0
    for i in range(len(first)):
        for j in range(len(second)):
            size = 0
            while i + size < len(first) and j + size < len(second) and first[i + size] == second[j + size]:
                size += 1
            best = max(best, size)
    return best


def _named(row: Row) -> str:
    return row.text if row.name in row.text else f"{row.name} {row.text}"


def _first(table: Table) -> Quote:
    return quote_line(table.body[0].line, table.body[0].text)


def _last(table: Table) -> Quote:
    return quote_line(table.body[-1].line, table.body[-1].text)
