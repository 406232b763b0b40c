"""A count with "chiếm P % tổng số …": some total of the same thing nearby must give that percentage."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.consistency.document import Document, Sentence, neighbours
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import agrees, is_cut

LINK = re.compile(r"\b(chiem|ty le|ti le|ty le dat|bang|dat ty le)\b\s*:?\s*(khoang |gan |tren |hon )?$")


def check(document: Document) -> Iterator[Finding]:
    """Counts with a percentage of a total that is printed elsewhere."""
    for place, sentence in enumerate(document.sentences):
        for count, percent in pair_counts(sentence):
            around = neighbours(document.sentences, place, 4)
            yield from compare(sentence, count, percent, candidates(around, sentence, count))


def pair_counts(sentence: Sentence) -> Iterator[tuple[Figure, Figure]]:
    """A count whose next figure is its percentage."""
    for count, percent in zip(sentence.figures, sentence.figures[1:], strict=False):
        between = sentence.folded[count.end : percent.start]
        if (
            count.kind == "count"
            and not count.direction
            and percent.kind == "percent"
            and not percent.direction
            and LINK.search(between)
            and not re.search(r"[;:.](?! *ty le dat)", re.sub(r"ty le( dat)?:", "", between))
            and percent.depth >= count.depth
            and ")" not in between.split("(")[0]
            and not re.search(r"\b(tang|giam)\b", between)
        ):
            yield count, percent


def candidates(around: Sequence[Sentence], sentence: Sentence, count: Figure) -> list[tuple[Sentence, Figure, Decimal]]:
    """What the percentage may be taken of: earlier figures of the same thing that are not smaller."""
    found: dict[Decimal, tuple[Sentence, Figure, Decimal]] = {}
    for other in around:
        for figure in other.figures:
            if figure.kind == "percent" or figure.direction or (other is sentence and figure.start >= count.start):
                continue
            for base in {figure.whole, figure.value} if figure.kind == "share" else {figure.value}:
                if figure.head == count.head and base >= count.value and base > 0:
                    found.setdefault(base, (other, figure, base))
    return list(found.values())


def compare(
    sentence: Sentence, count: Figure, percent: Figure, bases: list[tuple[Sentence, Figure, Decimal]]
) -> Iterator[Finding]:
    """A finding when there are totals and none gives the printed percentage."""
    if not bases or not count.head:
        return
    exact = {base: 100 * count.value / base for _, _, base in bases}
    if any(
        agrees(percent.value, share, percent.decimals, percent.qualifier or count.qualifier)
        or is_cut(percent.value, share, percent.decimals)
        for share in exact.values()
    ):
        return
    nearest = min(bases, key=lambda b: abs(exact[b[2]] - percent.value))
    shown = "; ".join(f"{count.raw}/{write_number(base)} = {write_number(share, 2)} %" for base, share in exact.items())
    yield Finding(
        "percent_base",
        "likely_error" if len(bases) <= 2 else "ambiguity",
        (sentence.quote(count.start, percent.end), nearest[0].quote_around(nearest[1])),
        f"{shown}; in là {percent.raw}",
    )
