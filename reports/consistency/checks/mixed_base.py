"""Two shares printed over n that are the two halves of a smaller figure, so that they cannot make 100 %."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from reports.consistency.checks.share_percent import pair_percentages
from reports.consistency.document import Document
from reports.consistency.finding import Finding, write_number


def check(document: Document) -> Iterator[Finding]:
    """A share k/n, "trong đó" a/n and b/n with a + b = k: a and b are parts of k, not of n."""
    for before, sentence in zip(document.sentences, document.sentences[1:], strict=False):
        parents = [f for s in (before, sentence) for f in s.figures if f.kind == "share"]
        shares = list(pair_percentages(sentence))
        for (a, percent_a), (b, percent_b) in itertools.pairwise(shares):
            parent = next(
                (
                    p
                    for p in parents
                    if p.value == a.value + b.value
                    and p.whole == a.whole == b.whole
                    and p.value != p.whole
                    and p not in (a, b)
                ),
                None,
            )
            if parent is None:
                continue
            part = 100 * a.value / parent.value
            yield Finding(
                "mixed_base",
                "likely_error",
                (sentence.quote(a.start, percent_a.end), sentence.quote(b.start, percent_b.end)),
                f"{write_number(a.value)} + {write_number(b.value)} = {write_number(parent.value)} (không phải "
                f"{write_number(parent.whole)}); tính trên {write_number(parent.value)} thì {write_number(a.value)} là "
                f"{write_number(part, 2)} %; hai tỷ lệ đã in cộng lại "
                f"{write_number(percent_a.value + percent_b.value)} %",
            )
