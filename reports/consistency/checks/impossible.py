"""Values that cannot be: shares over 1, rates over 100 %, negative counts, days that do not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.consistency.document import Document, Sentence, quote_line
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.fold import fold
from reports.consistency.tables import Cell, Row, Table

DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
MAY_EXCEED = re.compile(r"\b(ke hoach|kh\b|chi tieu|muc tieu|du toan|so voi|cung ky|tang|vuot|nghi quyet|giao)")
EVENTS = re.compile(r"\(\s*so luot [^()/]*/\s*so luot [^()]*\)")
PAIR = re.compile(r"\(\s*(so [^()/]{2,40})/\s*(so [^()/]{2,40})\)")


def check(document: Document) -> Iterator[Finding]:
    """In sentences, in labelled figures and in tables."""
    for sentence in document.sentences:
        for figure in sentence.figures:
            yield from check_figure(sentence, figure)
        for match in DAY.finditer(sentence.text):
            if not _exists(int(match[3]), int(match[2]), int(match[1])):
                yield Finding(
                    "impossible_value",
                    "error",
                    (sentence.quote(match.start(), match.end()),),
                    f"không có ngày {match[0]}",
                )
    for table in document.tables:
        yield from check_table(table)
    yield from check_zero_totals(document)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def check_figure(sentence: Sentence, figure: Figure) -> Iterator[Finding]:
    """One figure of a sentence."""
    around = figure.before[-60:] + " " + sentence.folded[figure.end : figure.end + 40]
    if figure.kind == "share" and figure.value > figure.whole and figure.head and not MAY_EXCEED.search(around):
        yield Finding(
            "impossible_value",
            "error",
            (sentence.quote_around(figure),),
            f"{figure.raw}: phần {write_number(figure.value)} > toàn thể {write_number(figure.whole)}",
        )
    share_words = re.search(r"\b(chiem|ty le|dat|bang)\b[^,;.]*$", figure.before)
    if (
        figure.kind == "percent"
        and figure.value > 100
        and share_words
        and not figure.direction
        and not MAY_EXCEED.search(around)
    ):
        yield Finding("impossible_value", "error", (sentence.quote_around(figure),), f"{figure.raw} > 100 %")


def check_table(table: Table) -> Iterator[Finding]:
    """Rates over 100 and negative counts, one finding a kind and table; shares over 1, one a row."""
    rates = [(row, cell) for row in table.rows for cell in row.cells if cell.kind == "percent" and cell.value > 100]
    if rates:
        yield Finding(
            "impossible_value",
            "error",
            tuple(quote_line(row.line, row.text) for row, _ in rates),
            "; ".join(f"{row.name}: {cell.raw} > 100 %" for row, cell in rates),
        )
    negative = [(row, cell) for row in table.rows for cell in row.cells if cell.kind == "count" and cell.value < 0]
    if negative:
        yield Finding(
            "impossible_value",
            "error",
            tuple(quote_line(row.line, row.text) for row, _ in negative),
            "; ".join(f"{row.name}: {cell.raw} < 0" for row, cell in negative),
        )
    over = [
        (row, cell.raw)
        for row in table.rows
        for place, cell in enumerate(_shares(row))
        if cell.value > cell.whole and not _events(table, place)
    ]
    if over:
        yield Finding(
            "impossible_value",
            "error",
            tuple(quote_line(row.line, row.text) for row, _ in over),
            "; ".join(f"{row.name}: {raw}, phần lớn hơn toàn thể" for row, raw in over),
        )


def _shares(row: Row) -> list[Cell]:
    return [cell for cell in row.cells if cell.kind == "share"]


def _events(table: Table, place: int) -> bool:
    """Whether the header says that the pair counts two kinds of events, which need not be part and whole."""
    pairs = PAIR.findall(fold(table.header))
    return place < len(pairs) and pairs[place][0].startswith("so luot") and pairs[place][1].startswith("so luot")


def check_zero_totals(document: Document) -> Iterator[Finding]:
    """A total of nothing under a rate: the rate has no base."""
    for rate, total in ((a, b) for i, b in enumerate(document.labelled) for a in document.labelled[max(0, i - 3) : i]):
        if (
            rate.is_percent
            and total.key.startswith("tong so")
            and total.value == 0
            and not total.is_percent
            and len(set(rate.key.split()) & set(total.key.split())) >= 4
        ):
            yield Finding(
                "zero_denominator",
                "error",
                (quote_line(total.line, total.text), quote_line(rate.line, rate.text)),
                f"mẫu số bằng 0: không tính được tỷ lệ, in là {rate.raw}",
            )
