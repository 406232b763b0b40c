"""Reached, planned and by how much the plan was passed: reached - planned, or in per cent of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number

PLAN = re.compile(r"\b(ke hoach|kh|chi tieu|muc tieu)\b[^;.%]{0,60}$")
PASSED = re.compile(r"\bvuot\b[^;.%()]{0,50}$")


def check(document: Document) -> Iterator[Finding]:
    """“đạt A%, vượt B% … (kế hoạch C%)”, “đạt A% (kế hoạch C%), vượt B%”."""
    for sentence in document.sentences:
        for three in zip(sentence.figures, sentence.figures[1:], sentence.figures[2:], strict=False):
            if all(f.kind == "percent" for f in three):
                yield from compare(sentence, *three)
                reached, planned, passed = three
                yield from compare(sentence, reached, passed, planned)


def compare(sentence: Sentence, reached: Figure, passed: Figure, planned: Figure) -> Iterator[Finding]:
    """Points or per cent: either may be meant."""
    between = sentence.folded[min(passed.end, reached.end):planned.start]
    way = re.sub(r"\([^()]*\)", "", sentence.folded[reached.end:passed.start])
    if not PASSED.search(way) or not PLAN.search(between) or not planned.value:
        return
    points = reached.value - planned.value
    share = 100 * points / planned.value
    slack = max(reached.step, passed.step, planned.step) / 2 + Decimal("1e-9")
    if min(abs(points - passed.value), abs(share - passed.value)) > slack:
        yield Finding("plan", "error", (sentence.quote(reached.start, max(passed.end, planned.end)),),
                      f"{reached.raw} - {planned.raw} = {write_number(points)} điểm phần trăm "
                      f"({write_number(share, 1)} % kế hoạch), in là vượt {passed.raw}")
