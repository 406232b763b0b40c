"""The words against the appendix: how many rows have a score, and what the total row prints."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from reports.consistency.document import Document, Sentence, quote_line
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, Quote, write_number
from reports.consistency.numbers import NUMBER, read_number
from reports.consistency.tables import Table

POINTS = re.compile(
    rf"(?:\btu )?(?P<low>{NUMBER})(?:\s?(?:[-–]|den)\s?(?P<high>{NUMBER}))? diem\b(?! thuong| khuyen khich| cong)"
)
Claim = tuple[Figure, Sentence]


def check(document: Document) -> Iterator[Finding]:
    """Scores counted in the words, then totals."""
    yield from check_scores(document)
    yield from check_rates(document)


def check_scores(document: Document) -> Iterator[Finding]:
    """ "19/37 cổng … đạt 55 điểm": an appendix of 37 rows must hold 55 on 19 of them."""
    claims: dict[tuple[Decimal, Decimal, Decimal], list[Claim]] = defaultdict(list)
    for sentence in document.sentences:
        for share, low, high in read_claims(sentence):
            claims[share.whole, low, high].append((share, sentence))
    for (whole, low, high), told in claims.items():
        claimed = sum((share.value for share, _ in told), Decimal(0))
        counted = count_rows(document.tables, int(whole), low, high)
        if counted and claimed not in {number for number, _ in counted}:
            number, table = min(counted, key=lambda item: abs(item[0] - claimed))
            band = write_number(low) if low == high else f"{write_number(low)} - {write_number(high)}"
            quotes = tuple(sentence.quote_around(share, 10, 150) for share, sentence in told)
            yield Finding(
                "narrative_vs_table",
                "error",
                (*quotes, *_ends(table, low, high)),
                f"lời văn: {write_number(claimed)}/{write_number(whole)} đạt {band} điểm; bảng {len(table.body)} "
                f"hàng có {number} hàng {band} điểm",
            )


def read_claims(sentence: Sentence) -> Iterator[tuple[Figure, Decimal, Decimal]]:
    """A share, and the last points named before the next share or full stop."""
    shares = [f for f in sentence.figures if f.kind == "share" and f.depth == 0]
    for share, following in zip_longest(shares, shares[1:]):
        end = following.start if following else len(sentence.text)
        clause = re.sub(r"\([^()]*\)", lambda m: " " * len(m[0]), sentence.folded[share.end : end].split(";")[0])
        points = list(POINTS.finditer(clause))
        if points:
            low = read_number(points[-1]["low"])
            yield share, low, read_number(points[-1]["high"]) if points[-1]["high"] else low


def count_rows(tables: tuple[Table, ...], size: int, low: Decimal, high: Decimal) -> list[tuple[int, Table]]:
    """For each table of that many rows: how many hold the points in the column of points (the last of counts)."""
    counted = []
    for table in tables:
        if len(table.body) != size or size < 5:
            continue
        column = max((c for c, kind in enumerate(table.kinds) if kind == "count"), default=None)
        if column is None:
            continue
        values = [cell.value for _, cell in table.column(column) if cell.kind == "count"]
        number = sum(low <= value <= high for value in values)
        if len(values) == size and number:
            counted.append((number, table))
    return counted


def _ends(table: Table, low: Decimal, high: Decimal) -> list[Quote]:
    rows = [
        row
        for row in table.body
        if row.cells and any(low <= c.value <= high for c in row.cells[-3:] if c.kind == "count")
    ]
    return [quote_line(row.line, row.text) for row in (rows[0], rows[-1])] if rows else []


def check_rates(document: Document) -> Iterator[Finding]:
    """A rate of a total row that the words print otherwise: the one rate on either side that has no counterpart."""
    for table in document.tables:
        total = table.total
        if total is None:
            continue
        wholes = {cell.value for cell in total.cells if cell.kind == "count" and cell.value >= 100}
        told = [
            (s, share, p)
            for s in document.sentences
            for share in s.figures
            if share.kind == "share" and share.whole in wholes
            for p in [next((f for f in s.figures if f.start > share.start and f.kind == "percent"), None)]
            if p
        ]
        rates = [cell for cell in total.cells if cell.kind == "percent"]
        left = list(told)
        lonely = []
        for cell in sorted(rates, key=lambda c: min((abs(c.value - p.value) for _, _, p in told), default=Decimal(0))):
            same = [item for item in left if abs(item[2].value - cell.value) <= item[2].step / 2]
            left = [item for item in left if item not in same[:1]]
            lonely += [] if same else [cell]
        for cell in lonely:
            near = [item for item in left if abs(item[2].value - cell.value) <= 3]
            if len(near) == 1 and len(lonely) < len(rates):
                s, share, p = near[0]
                quotes = (s.quote(share.start, p.end), quote_line(total.line, total.text))
                yield Finding(
                    "narrative_vs_table",
                    "likely_error",
                    quotes,
                    f"lời văn in {share.raw} = {p.raw}; hàng tổng của bảng in {cell.raw}",
                )
