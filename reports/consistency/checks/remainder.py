"""What came in is what is eligible and what was struck out; what is eligible is answered or waits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number

RECEIVED = re.compile(r"\b(nhan duoc|tiep nhan|tong so)\W*$")
STRUCK = re.compile(r"\b(xoa|da xoa|xoa la|loai bo)\W*$")
REMOVED = re.compile(r"\b(xoa|loai|khong du dieu kien|khong hop le|vi pham|chuyen (tra|sang|don))\b")
ELIGIBLE = re.compile(r"^[a-z ,]{0,25}\bdu dieu kien\b")
Told = tuple[Sentence, Figure]


def check(document: Document) -> Iterator[Finding]:
    """Paragraph by paragraph; only where each of the three figures stands once."""
    for block in document.blocks():
        told = [(s, f) for s in block for f in s.figures if f.kind in ("count", "share") and not f.direction]
        whole = [t for t in told if t[1].kind == "count" and RECEIVED.search(t[1].before) and not _eligible(t)]
        struck = [t for t in told if STRUCK.search(t[1].before)]
        eligible = {t[1].whole if t[1].kind == "share" else t[1].value: t for t in told if _eligible(t)}
        if len(whole) == len(struck) == len(eligible) == 1:
            yield from compare(whole[0], struck[0], *next(iter(eligible.items())))
        elif len(whole) == len(eligible) == 1 and not any(REMOVED.search(s.folded) for s in block):
            yield from tell_missing(whole[0], *next(iter(eligible.items())))


def tell_missing(whole: Told, number: Decimal, eligible: Told) -> Iterator[Finding]:
    """Fewer are eligible than came in, and nothing says what became of the others."""
    if whole[1].head == eligible[1].head and number < whole[1].value:
        yield Finding("missing_remainder", "ambiguity", tuple(s.quote_around(f, 30) for s, f in (whole, eligible)),
                      f"{whole[1].raw} - {write_number(number)} = {write_number(whole[1].value - number)}: không ghi "
                      "đã xóa hay xử lý thế nào")


def _eligible(told: Told) -> bool:
    return bool(ELIGIBLE.match(told[0].folded[told[1].end :]))


def compare(whole: Told, struck: Told, number: Decimal, eligible: Told) -> Iterator[Finding]:
    """N = n + d, all counting the same thing."""
    heads = {whole[1].head, struck[1].head, eligible[1].head}
    total = number + struck[1].value
    if len(heads) == 1 and whole[1].value != total and number < whole[1].value:
        quotes = tuple(s.quote_around(f, 30) for s, f in (whole, eligible, struck))
        text = f"{write_number(number)} + {write_number(struck[1].value)} = {write_number(total)} ≠ {whole[1].raw}"
        yield Finding("sum", "likely_error", quotes, f"{text} (lệch {write_number(abs(total - whole[1].value))})")
