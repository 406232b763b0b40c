"""The title names a period and the tasks of the next one: after quý II comes quý III."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.checks.periods import QUARTERS
from reports.consistency.document import Document
from reports.consistency.finding import Finding

TITLE = re.compile(
    r"\b(?P<kind>quy|thang) (?P<one>iv|i{1,3}|\d{1,2})\b(?:(?: nam|/) ?(?P<year>20\d\d))?[^.;]{0,20};[^.;]{0,40}"
    r"\bnhiem vu\b[^.;]{0,40}\b(?P=kind) (?P<two>iv|i{1,3}|\d{1,2})\b(?: dau)?(?:(?: nam|/) ?(?P<next>20\d\d))?")
TITLES = 12  # sentences from the beginning in which a title stands


def check(document: Document) -> Iterator[Finding]:
    """Quarters and months; “9 tháng … 3 tháng cuối năm” counts months and names none."""
    for sentence in document.sentences[:TITLES]:
        for title in TITLE.finditer(sentence.folded):
            most = 4 if title["kind"] == "quy" else 12
            one, two = (QUARTERS.get(title[name]) or int(title[name]) for name in ("one", "two"))
            year, following = (int(title[name] or 0) for name in ("year", "next"))
            right = one % most + 1
            late = year and following and following != year + (right == 1)
            if one <= most and (two != right or late):
                word = "quý" if most == 4 else "tháng"
                shown = f"{word} {right}" + (f" năm {year + (right == 1)}" if year else "")
                yield Finding("period", "error", (sentence.quote(title.start(), title.end()),),
                              f"kỳ sau {word} {one} là {shown}")
