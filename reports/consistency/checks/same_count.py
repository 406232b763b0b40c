"""The same count of the same thing with two percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number

Told = tuple[Sentence, Figure, Figure, str]


def check(document: Document) -> Iterator[Finding]:
    """"05/6 câu hỏi chưa trả lời chiếm 83%" and "5 câu hỏi chưa trả lời …, chiếm 100%"."""
    told = [item for sentence in document.sentences for item in read_told(sentence)]
    for (s, f, p, words), (t, g, q, other) in combinations(told, 2):
        if f.value == g.value and words == other and abs(p.value - q.value) > max(p.step, q.step):
            wholes = " và ".join(sorted({write_number(x.whole) for x in (f, g) if x.whole}))
            yield Finding("denominator", "error", (s.quote(f.start, p.end), t.quote(g.start, q.end)),
                          f"{f.raw} là {p.raw}, {g.raw} là {q.raw}" + (f" (mẫu số in: {wholes})" if wholes else ""))


def read_told(sentence: Sentence) -> Iterator[Told]:
    """Counts of something (five words at least) whose next figure is a percentage that they "make up"."""
    for figure, percent in zip(sentence.figures, sentence.figures[1:], strict=False):
        between = sentence.folded[figure.end:percent.start]
        words = " ".join(re.findall(r"[a-z]+", figure.unit)[:6])
        if figure.kind in ("count", "share") and percent.kind == "percent" and re.search(r"\bchiem\b", between) \
                and len(words.split()) >= 5 and not figure.direction and "," not in figure.unit:
            yield sentence, figure, percent, words
