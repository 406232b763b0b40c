"""One body on two lists that exclude each other: kept up well, and not kept up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding

GOOD = re.compile(r"\b(duy tri|hoat dong)\b[^.;:]{0,25}\b(tot|thuong xuyen|on dinh|hieu qua)\b[^.;:]{0,60}:")
IDLE = re.compile(r"\b(khong|chua) (thuc hien )?(duy tri|hoat dong|phat sinh|co tin)\b[^.;:]{0,60}:")


def check(document: Document) -> Iterator[Finding]:
    """Names of at least two words that stand in lists of both kinds."""
    good = [(s, m) for s in document.sentences if (m := GOOD.search(s.folded)) and not IDLE.search(s.folded)]
    idle = [(s, m) for s in document.sentences if (m := IDLE.search(s.folded))]
    for s, m in good:
        names = list_names(s, m.end())
        for t, n in idle:
            both = sorted(names.keys() & list_names(t, n.end()).keys())
            if both:
                shown = "; ".join(names[key] for key in both)
                yield Finding("two_lists", "likely_error", (s.quote(m.start()), t.quote(n.start())),
                              f"{shown} đứng ở cả hai danh sách")


def list_names(sentence: Sentence, start: int) -> dict[str, str]:
    """Folded name -> name, of items between semicolons, without what stands in brackets."""
    items = re.split(r";", re.sub(r"\([^()]*\)", "", sentence.text[start:]))
    names = [item.strip(" .…,") for item in items]
    return {name.lower(): name for name in names if 2 <= len(name.split()) <= 12}
