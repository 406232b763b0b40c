"""Nothing is answered before it was asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from reports.consistency.document import Document
from reports.consistency.finding import Finding

DAY = r"(?:ngay )?(\d{1,2})/(\d{1,2})/(\d{4})"
PAIR = re.compile(
    rf"\b(?:gui|hoi|tiep nhan|nhan duoc)\b[^.;:\d]{{0,30}}?{DAY}[^.;\d]{{0,80}}?\b(?:tra loi|giai quyet|hoan thanh)\b"
    rf"[^.;\d]{{0,20}}?{DAY}")


def check(document: Document) -> Iterator[Finding]:
    """Pairs of full days in one clause."""
    for sentence in document.sentences:
        for match in PAIR.finditer(sentence.folded):
            d1, m1, y1, d2, m2, y2 = (int(part) for part in match.groups())
            try:
                asked, answered = date(y1, m1, d1), date(y2, m2, d2)
            except ValueError:
                continue  # a day that does not exist is told elsewhere
            if answered < asked:
                yield Finding("date_order", "error", (sentence.quote(match.start(), match.end()),),
                              f"trả lời ngày {answered:%d/%m/%Y}, trước khi hỏi ngày {asked:%d/%m/%Y}")
