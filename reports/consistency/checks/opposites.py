"""Of N things some are so and some are the opposite: together they cannot be more than N."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number

OF = re.compile(r"\btrong (tong so |so )?$")
PAIRS = (
    (r"\b(dung han|truoc han|trong han|dung thoi)", r"\b(qua han|tre han|cham|muon)\b"),
    (r"\btruc tuyen\b", r"\btruc tiep\b"), (r"\btoan trinh\b", r"\bmot phan\b"), (r"\bnam\b", r"\bnu\b"),
    (r"\bca nhan\b", r"\bto chuc\b"), (r"\bda \w", r"\bchua \w"), (r"\bcap tinh\b", r"\bcap (xa|huyen)\b"),
)


def check(document: Document) -> Iterator[Finding]:
    """“Trong 270 câu hỏi, có 255 câu đúng hạn, 25 câu quá hạn”, “đã giải quyết 90/95, trong đó đúng hạn 88, …”."""
    for sentence in document.sentences:
        counts = [f for f in sentence.figures if f.kind != "percent"]
        for whole, one, other in zip(counts, counts[1:], counts[2:], strict=False):
            if any(f.direction or f.qualifier for f in (whole, one, other)) or "share" in (one.kind, other.kind):
                continue
            total = one.value + other.value
            if whole.head == one.head == other.head and total > whole.value and _of(sentence, whole, one) \
                    and (_opposite(one.unit, other.unit) or _opposite(*_labels(sentence, whole, one, other))):
                yield Finding("sum", "error", (sentence.quote(whole.start, other.end + 40),),
                              f"{one.raw} + {other.raw} = {write_number(total)} > {write_number(whole.value)}")


def _of(sentence: Sentence, whole: Figure, one: Figure) -> bool:
    """Whether the words take the two as parts of the first."""
    between = sentence.folded[whole.end:one.start]
    if "trong do" in between:
        return whole.kind == "share"  # of a plain count the sums of parts are checked elsewhere
    return (bool(OF.search(sentence.folded[:whole.start])) and ";" not in between)


def _labels(sentence: Sentence, whole: Figure, one: Figure, other: Figure) -> tuple[str, str]:
    return (sentence.folded[whole.end:one.start].rpartition("trong do")[2],
            sentence.folded[one.end:other.start].rpartition(",")[2])


def _opposite(one: str, other: str) -> bool:
    return any((re.search(a, one) and re.search(b, other)) or (re.search(b, one) and re.search(a, other))
               for a, b in PAIRS)
