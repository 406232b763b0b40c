"""One rate, one precision: the same share with two percentages, and a column that mixes decimals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.checks.share_percent import pair_percentages
from reports.consistency.document import Document, Sentence, quote_line
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding
from reports.consistency.numbers import count_decimals

LEAST = 5  # rates in a column
Told = tuple[Sentence, Figure, Figure]


def check(document: Document) -> Iterator[Finding]:
    """In the words, then in the tables."""
    told: dict[tuple[Decimal, Decimal], Told] = {}
    for sentence in document.sentences:
        for share, percent in pair_percentages(sentence):
            first = told.setdefault((share.value, share.whole), (sentence, share, percent))
            if first[2].decimals != percent.decimals and abs(first[2].value - percent.value) < 1:
                yield Finding("rounding", "style", (first[0].quote(first[1].start, first[2].end),
                                                    sentence.quote(share.start, percent.end)),
                              f"{share.raw}: một chỗ in {first[2].raw}, một chỗ in {percent.raw}")
                told[share.value, share.whole] = (sentence, share, percent)
    for table in document.tables:
        for number, kind in enumerate(table.kinds):
            if kind == "percent":
                yield from check_column([(row.line, row.text, cell.raw) for row, cell in table.column(number)
                                         if cell.kind == "percent"])


def check_column(cells: list[tuple[int, str, str]]) -> Iterator[Finding]:
    """Rates with one and with two decimals in one column; whole ones, and those next to 100, may stand among them."""
    printed = [(line, text, raw) for line, text, raw in cells if count_decimals(_number(raw)) and not _near(raw)]
    kinds = {count_decimals(_number(raw)): (line, text) for line, text, raw in reversed(printed)}
    if len(cells) >= LEAST and len(kinds) > 1:
        shown = ", ".join(dict.fromkeys(raw for _, _, raw in printed[:6]))
        yield Finding("rounding", "style", tuple(quote_line(*kinds[n]) for n in sorted(kinds)),
                      f"một cột tỷ lệ có {len(kinds)} kiểu số chữ số thập phân: {shown}")


def _number(raw: str) -> str:
    return re.sub(r"[^\d.,]", "", raw)


def _near(raw: str) -> bool:
    return abs(Decimal(_number(raw).replace(",", ".")) - 100) < Decimal("0.1")
