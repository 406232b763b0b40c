"""A number printed to the last unit carries no "trên" or "gần": either it is exact, or it is rounded."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, Quote

VERB = re.compile(r"\b(dat|dang tai|dang tai moi|cap nhat|co|thu hut|tang|giam|cung cap|tiep nhan|khoang)"
                  r"( (moi|duoc|la))? (tren|hon|gan|khoang|xap xi)$")


def check(document: Document) -> Iterator[Finding]:
    """One finding for all of them, with the first places."""
    found = [(f, s) for s in document.sentences for f in s.figures if _is_exact(f) and VERB.search(f.before)]
    if found:
        quotes: tuple[Quote, ...] = tuple(s.quote_around(f) for f, s in found[:8])
        shown = ", ".join(s.text[f.start - len(f.qualifier) - 1:f.end] for f, s in found[:8])
        yield Finding("qualifier", "style", quotes, f"số viết đến hàng đơn vị mà có từ chỉ ước lượng: {shown}")


def _is_exact(figure: Figure) -> bool:
    return bool(figure.kind == "count" and figure.qualifier and figure.scale == 1 and figure.value >= 1000
                and not figure.decimals and figure.value % 10)


