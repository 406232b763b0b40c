"""One word, two meanings: what came in "includes" what was left over from before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.checks.sum_of_parts import read_breakdowns
from reports.consistency.document import Document
from reports.consistency.finding import Finding, write_number

LEFT_OVER = re.compile(r"\b(ton|chuyen sang|ky truoc chuyen)\b")
RECEIVED = re.compile(r"\btiep nhan\b")


def check(document: Document) -> Iterator[Finding]:
    """ "đã tiếp nhận N …, trong đó … tồn từ đầu kỳ M": N - M were received."""
    for place, sentence in enumerate(document.sentences):
        for breakdown in read_breakdowns(document.sentences, place, sentence):
            if not RECEIVED.search(breakdown.whole.before[-40:]):
                continue
            left = [part for part in breakdown.parts if LEFT_OVER.search(part.label)]
            if len(left) == 1 and sum((p.value for p in breakdown.parts), Decimal(0)) == breakdown.whole.value:
                yield Finding(
                    "mixed_definition",
                    "style",
                    (breakdown.quote, left[0].quote),
                    f"{write_number(breakdown.whole.value)} gồm {write_number(left[0].value)} tồn từ kỳ trước; "
                    f"tiếp nhận trong kỳ là {write_number(breakdown.whole.value - left[0].value)}",
                )
