"""A share broken down into shares: "41/152 xã, cụ thể: huyện A 12/21; huyện B 9/17 …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.checks.sum_of_parts import OPEN_END
from reports.consistency.document import Document
from reports.consistency.finding import Finding, write_number

MARKER = re.compile(r"\b(cu the|gom|bao gom)\b\s*(co)?\s*:")


def check(document: Document) -> Iterator[Finding]:
    """Numerators add up to the numerator, denominators to no more than the denominator."""
    for sentence in document.sentences:
        shares = [f for f in sentence.figures if f.kind == "share"]
        for whole, marker in ((f, m) for f in shares for m in MARKER.finditer(sentence.folded) if f.end <= m.start()):
            parts = [f for f in shares if f.start >= marker.end()]
            between = [f for f in shares if whole.end <= f.start < marker.start()]
            if between or len(parts) < 2 or OPEN_END.search(sentence.text[marker.end():]):
                continue
            if sentence.folded[marker.end():].count(";") + 1 != len(parts):
                continue  # an item without a share, or two in one
            for name, total, printed in (("tử số", sum((f.value for f in parts), Decimal(0)), whole.value),
                                         ("mẫu số", sum((f.whole for f in parts), Decimal(0)), whole.whole)):
                if (total != printed and name == "tử số") or (total > printed and len({f.whole for f in parts}) > 1):
                    yield Finding("sum", "error", (sentence.quote_around(whole), sentence.quote(parts[0].start)),
                                  f"cộng {name} của {len(parts)} phần được {write_number(total)}, in là {whole.raw}")
                    break
