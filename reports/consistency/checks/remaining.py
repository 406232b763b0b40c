"""k of n are done, m remain: k + m must be n."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number

REMAIN = re.compile(r"\b(con|con lai)( lai| co)?$")
UNDONE = re.compile(r"^[a-z ,]{0,60}?\b(chua|cho|dang cho|khong)\b")
OTHERS = re.compile(r"^[a-z ,]{1,40}? con lai\b")
NESTED = re.compile(r"\b(trong do|gom|bao gom)\b")


def check(document: Document) -> Iterator[Finding]:
    """A share and the next figure of the same thing in the sentence."""
    for sentence in document.sentences:
        shares = [f for f in sentence.figures if f.kind == "share" and f.depth == 0]
        for share, rest in zip(sentence.figures, sentence.figures[1:], strict=False):
            total = share.value + rest.value
            if shares == [share] and share.value < share.whole != total and _remains(sentence, share, rest):
                yield Finding("remainder", "likely_error", (sentence.quote(share.start, rest.end + 50),),
                              f"{write_number(share.value)} + {write_number(rest.value)} = {write_number(total)} ≠ "
                              f"{write_number(share.whole)}")


def _remains(sentence: Sentence, share: Figure, rest: Figure) -> bool:
    between = sentence.folded[share.end:rest.start]
    return bool(rest.kind == "count" and rest.head == share.head and not rest.qualifier and not rest.direction
                and ((REMAIN.search(rest.before) and UNDONE.match(sentence.folded[rest.end:]))
                     or OTHERS.match(sentence.folded[rest.end:]))
                and not NESTED.search(between))
