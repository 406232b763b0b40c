"""Counts that each carry a percentage in brackets: what two of them are a percentage of, the others are too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence, neighbours
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import agrees, is_cut


def check(document: Document) -> Iterator[Finding]:
    """“60 Cổng loại tốt (35,7%), 75 Cổng loại khá (46,4%), 33 Cổng trung bình (19,6%)”."""
    for place, sentence in enumerate(document.sentences):
        pairs = [(count, percent) for count, percent in zip(sentence.figures, sentence.figures[1:], strict=False)
                 if _belongs(sentence, count, percent)]
        if len(pairs) < 3 or len({count.head for count, _ in pairs}) > 1:
            continue
        wholes = {f.whole if f.kind == "share" else f.value for s in neighbours(document.sentences, place, 6)
                  for f in s.figures if f.kind != "percent" and f.head == pairs[0][0].head}
        wholes.add(sum((count.value for count, _ in pairs), Decimal(0)))
        for whole in sorted(wholes):
            wrong = [pair for pair in pairs if whole and not _fits(*pair, whole)]
            if whole >= max(count.value for count, _ in pairs) and len(wrong) == 1 and whole:
                count, percent = wrong[0]
                yield Finding("percent", "likely_error", (sentence.quote(count.start, percent.end),),
                              f"{count.raw}/{write_number(whole)} = {write_number(100 * count.value / whole, 2)} %, "
                              f"in là {percent.raw}; {len(pairs) - 1} số bên cạnh đúng là phần của "
                              f"{write_number(whole)}")
                break
            if whole and not wrong:
                break


def _belongs(sentence: Sentence, count: Figure, percent: Figure) -> bool:
    """The percentage alone in the bracket behind the count."""
    between, after = sentence.folded[count.end:percent.start], sentence.folded[percent.end:]
    return bool(count.kind == "count" and not count.direction and percent.kind == "percent" and not percent.direction
                and re.fullmatch(r"[^;:.()]{1,60}\((chiem |dat )?", between) and after.startswith(")"))


def _fits(count: Figure, percent: Figure, whole: Decimal) -> bool:
    exact = 100 * count.value / whole
    return agrees(percent.value, exact, percent.decimals) or is_cut(percent.value, exact, percent.decimals)
