"""Shares of one whole, listed one after the other, cannot make more than 100 %."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number


def check(document: Document) -> Iterator[Finding]:
    """Sentences that list three shares or more and no other figure that could be a base."""
    for sentence in document.sentences:
        shares = [f for f in sentence.figures if _is_share(sentence, f)]
        if len(shares) < 3 or any(f.kind == "share" for f in sentence.figures):
            continue
        total = sum((f.value for f in shares), Decimal(0))
        slack = sum((f.step for f in shares), Decimal(0)) / 2
        if 100 + slack < total < 160:
            shown = " + ".join(write_number(f.value) for f in shares)
            quote = sentence.quote(max(0, shares[0].start - 60), shares[-1].end + 30)
            yield Finding("shares", "likely_error", (quote,), f"{shown} = {write_number(total)} > 100 %")


def _is_share(sentence: Sentence, figure: Figure) -> bool:
    """“A chiếm 14,2%;”: one of an enumeration."""
    ends = re.match(r"\s*(;|,|\.|$| va\b| tong so\b| so\b)", sentence.folded[figure.end:])
    return bool(figure.kind == "percent" and not figure.direction and figure.depth == 0 and ends
                and re.search(r"\bchiem$", figure.before))
