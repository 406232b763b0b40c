"""A legend that explains an arrow or a colour of which nothing is left in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding
from reports.consistency.fold import fold

COLOUR = re.compile(r"\b(danh dau|to|mau|chu|boi)\s+(do|xanh|vang|dam)\b")
EMPTY = re.compile(r"^[-•]?\s*:\s*\w")


def check(document: Document) -> Iterator[Finding]:
    """Lines of a legend without their mark; colours named in a legend."""
    lost = [(number, line) for number, line in enumerate(document.lines, start=1)
            if EMPTY.match(line) or (COLOUR.search(fold(line)) and ":" in line and len(line) < 120)]
    if lost and any(EMPTY.match(line) for _, line in lost):
        yield Finding("lost_format", "error", tuple(quote_line(number, line) for number, line in lost),
                      f"{len(lost)} dòng chú giải nói về dấu hoặc màu; trong chữ của tệp không có dấu nào như vậy")
