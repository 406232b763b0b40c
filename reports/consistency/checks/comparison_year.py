"""One report compares with one year; a comparison with another year stands out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding

COMPARED = re.compile(
    r"\bso v[a-z&]i\s+(?P<kind>cung ky|cung ki|ck|nam)(?: (?:nam|quy [ivx]+))?\s*/?\s?(?P<year>(?:19|20)\d\d)\b"
)


def check(document: Document) -> Iterator[Finding]:
    """Comparisons with a year that fewer than a third of the comparisons name."""
    told = [s for s in document.sentences if not document.is_plan(s)]
    found = [(s, match, _kind(match)) for s in told for match in COMPARED.finditer(s.folded)]
    for kind in sorted({kind for _, _, kind in found}):
        years = Counter(match["year"] for _, match, k in found if k == kind)
        usual, times = years.most_common(1)[0]
        for sentence, match, own in found:
            if own != kind or match["year"] == usual or years[match["year"]] * 3 > times or _also(sentence, usual) \
                    or f"nam {int(match['year']) + 1}" in sentence.folded:  # a plan for the year after
                continue
            start = sentence.text.find(" ", match.start() - 80) + 1 if match.start() > 80 else 0
            yield Finding(
                "comparison_year",
                "likely_error",
                (sentence.quote(start, match.end()),),
                f"so với năm {match['year']}; {times} chỗ khác trong báo cáo so với năm {usual}",
            )


def _kind(match: re.Match[str]) -> str:
    """A comparison with the same period and one with a whole year are two kinds."""
    return "nam" if match["kind"] == "nam" else "ck"


def _also(sentence: Sentence, usual: str) -> bool:
    """Whether the sentence compares with the usual year as well: then both are meant."""
    return any(match["year"] == usual for match in COMPARED.finditer(sentence.folded))
