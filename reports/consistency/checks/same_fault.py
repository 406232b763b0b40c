"""The same fault in two remarks, with different points taken off."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from rapidfuzz import fuzz

from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding, Quote, write_number
from reports.consistency.numbers import NUMBER, read_number

TAKEN = re.compile(rf"(?P<fault>[^;:().*]{{12,160}})\(tru (?P<points>{NUMBER}) diem\)")
NOISE = re.compile(
    r"\b(tuy nhien|co|muc|cac|mot so|thong tin|ve|cua|duoc|theo quy dinh|va|thuc hien|chuyen muc|tren cong|cong tac)\b"
)
Taken = tuple[str, Decimal, Quote]


def check(document: Document) -> Iterator[Finding]:
    """Groups of alike faults whose points differ."""
    groups: list[list[Taken]] = []
    for taken in read_faults(document):
        group = next((g for g in groups if fuzz.token_sort_ratio(g[0][0], taken[0]) >= 88), None)
        if group is None:
            groups.append([taken])
        else:
            group.append(taken)
    told, quotes = [], []
    for group in groups:
        points = sorted({points for _, points, _ in group})
        if len(points) > 1:
            quotes += [next(q for _, p, q in group if p == point) for point in points]
            told.append(
                f"«{group[0][0]}»: "
                + ", ".join(f"trừ {write_number(p)} điểm ({sum(x == p for _, x, _ in group)} chỗ)" for p in points)
            )
    if told:
        yield Finding(
            "scoring_consistency",
            "likely_error",
            tuple(quotes),
            "lỗi gần như cùng lời, trừ khác nhau: " + "; ".join(told),
        )


def read_faults(document: Document) -> Iterator[Taken]:
    """The faults with their points; short ones say too little to be compared."""
    for sentence in document.sentences:
        for match in TAKEN.finditer(sentence.folded):
            key = shorten(match["fault"])
            if len(key.split()) >= 2:
                yield key, read_number(match["points"]), _quote(sentence, match)


def shorten(fault: str) -> str:
    """The telling words of a fault."""
    return " ".join(NOISE.sub(" ", re.split(r", ", fault)[0].replace("khong co", "chua co")).split())


def _quote(sentence: Sentence, match: re.Match[str]) -> Quote:
    return Quote(sentence.quote(match.start(), match.end()).text, sentence.line_at(match.start("points")))
