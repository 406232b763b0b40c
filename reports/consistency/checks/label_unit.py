"""A label that counts ("Số lượng …") with a percentage as its unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding

COUNTS = re.compile(r"^(so luong|tong so|so luot|so nguoi)\b")


def check(document: Document) -> Iterator[Finding]:
    """One finding for all of them."""
    found = [item for item in document.labelled if item.is_percent and COUNTS.match(item.key)]
    if found:
        yield Finding("label_vs_unit", "style", tuple(quote_line(x.line, x.text) for x in found[:8]),
                      f"chỉ tiêu gọi là số lượng mà đơn vị là %: {'; '.join(x.label for x in found[:8])}")
