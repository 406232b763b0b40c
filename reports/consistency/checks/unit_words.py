"""Unit words after a full number ("1.200.000 triệu")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import SCALES

MONEY = re.compile(r"\s*(dong|vnd|usd|do la)\b")


def check(document: Document) -> Iterator[Finding]:
    """A number written out to the last unit must not carry nghìn, triệu or tỷ; sums of money may."""
    for sentence in document.sentences:
        for figure in sentence.figures:
            number = figure.raw.split()[0]
            groups = number.count(".") if re.fullmatch(r"\d{1,3}(\.\d{3})+", number) else 0
            if figure.scale == 1 or groups == 0 or MONEY.match(sentence.folded, figure.end):
                continue
            plain = figure.value / figure.scale
            if groups == 1 and figure.scale > SCALES["nghin"] and plain % 100 == 0:
                continue
            yield Finding("unit", "error" if groups > 1 or figure.scale == SCALES["nghin"] else "likely_error",
                          (sentence.quote_around(figure),),
                          f"{figure.raw} = {write_number(figure.value)}; số viết đủ là {write_number(plain)}")
