"""Running totals: never below the period's figure, and equal to the one before plus the period."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence, quote_line
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.fold import fold
from reports.consistency.tables import Table

RUNNING = re.compile(r"\bl[uy][yu] ke\b")
BEFORE = re.compile(r"\bl[uy][yu] ke\b[^.;,]{0,30}\b(truoc|den het (thang|quy|tuan) truoc)\b")


def check(document: Document) -> Iterator[Finding]:
    """In sentences, among labels, in columns of tables."""
    for place, sentence in enumerate(document.sentences):
        previous = (
            document.sentences[place - 1] if place and document.sentences[place - 1].block == sentence.block else None
        )
        yield from check_sentence(sentence, previous)
    yield from check_labels(document)
    for table in document.tables:
        yield from check_column(table)


def check_sentence(sentence: Sentence, previous: Sentence | None) -> Iterator[Finding]:
    """ "… trong kỳ A lượt; lũy kế B lượt": B holds A; with the running total before it, B is their sum."""
    told: list[tuple[Sentence, Figure]] = [(previous, f) for f in previous.figures] if previous else []
    told += [(sentence, f) for f in sentence.figures]
    told = [(s, f) for s, f in told if f.kind == "count" and not f.direction and f.depth == 0]
    for place, (holder, running) in enumerate(told):
        if (
            holder is not sentence
            or not RUNNING.search(_clause(holder, running))
            or BEFORE.search(_clause(holder, running))
        ):
            continue
        earlier = [(s, f) for s, f in told[:place] if f.head == running.head]
        own = [(s, f) for s, f in earlier if not RUNNING.search(_clause(s, f))][-1:]
        before = [(s, f) for s, f in earlier if BEFORE.search(_clause(s, f))][-1:]
        if own and before:
            total = own[0][1].value + before[0][1].value
            if total != running.value and not running.qualifier:
                yield Finding(
                    "cumulative",
                    "error",
                    (
                        before[0][0].quote(max(0, before[0][1].start - 60), running.end)
                        if before[0][0] is sentence
                        else sentence.quote_around(running),
                    ),
                    f"{before[0][1].raw} + {own[0][1].raw} = {write_number(total)}, lũy kế in là {running.raw}",
                )
        elif own and running.value < own[0][1].value:
            yield Finding(
                "cumulative",
                "error",
                (own[0][0].quote_around(own[0][1]), sentence.quote_around(running)),
                f"lũy kế {running.raw} < số trong kỳ {own[0][1].raw}",
            )


def _clause(sentence: Sentence, figure: Figure) -> str:
    return re.split(
        r"[;.](?!\d)|, (?=l[uy][yu] ke)|, (?=trong (?:ky|tuan|thang|quy))", sentence.folded[: figure.start]
    )[-1]


def check_labels(document: Document) -> Iterator[Finding]:
    """ "Số lượt truy cập tuần: 8.100", "Lũy kế số lượt truy cập: 31.800"."""
    for own, running in zip(document.labelled, document.labelled[1:], strict=False):
        alike = RUNNING.sub("", running.key).split()[:4] == own.key.split()[:4]
        if RUNNING.match(running.key) and not RUNNING.search(own.key) and alike and running.value < own.value:
            yield Finding(
                "cumulative",
                "error",
                (quote_line(own.line, own.text), quote_line(running.line, running.text)),
                f"lũy kế {running.raw} < số trong kỳ {own.raw}",
            )


def check_column(table: Table) -> Iterator[Finding]:
    """A column "Lũy kế" beside the column of the period, row after row."""
    running = next((i for i, head in enumerate(table.heads) if RUNNING.search(fold(head))), None)
    if running is None or running == 0:
        return
    laid = [(row, cells) for row in table.body if (cells := table.aligned(row)) is not None]
    for (_, above), (row, cells) in itertools.pairwise(laid):
        expected: Decimal = above[running].value + cells[running - 1].value
        if {above[running].kind, cells[running].kind, cells[running - 1].kind} == {"count"} and cells[
            running
        ].value != expected:
            yield Finding(
                "cumulative",
                "error",
                (quote_line(row.line, row.text),),
                f"{row.name}: {above[running].raw} + {cells[running - 1].raw} = {write_number(expected)}, "
                f"lũy kế in là {cells[running].raw}",
            )
            return
