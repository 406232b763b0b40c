"""How numbers are printed: decimal comma, thousands in groups."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document
from reports.consistency.finding import Finding, Quote
from reports.consistency.numbers import SCALE

POINT = re.compile(r"(?<![\d.,/])\d{1,3}\.\d{1,2}(?![\d.,]\d)(?!\d)")
COMMA = re.compile(r"(?<![\d.,])\d{1,3},\d{1,2}(?!\d)\s*(%|trieu|ty|nghin|diem)")


def check(document: Document) -> Iterator[Finding]:
    """One finding for points among commas, one for numbers without groups, each with its first places."""
    commas = any(COMMA.search(sentence.folded) for sentence in document.sentences)
    points: list[tuple[str, Quote]] = []
    plain: list[tuple[str, Quote]] = []
    for sentence in document.sentences:
        for match in POINT.finditer(sentence.folded):
            after = sentence.folded[match.end() :]
            if re.match(r"\s?%", after) or SCALE.match(after):
                start = sentence.text.rfind(" ", 0, match.start() - 30) + 1 if match.start() > 30 else 0
                points.append((match[0], sentence.quote(start, match.end() + 8)))
        for figure in sentence.figures:
            if re.fullmatch(r"\d{5,}", figure.raw) and figure.kind == "count":
                plain.append((figure.raw, sentence.quote_around(figure, 40, 5)))
    if points and commas:
        yield _finding(points, "dấu chấm thập phân, chỗ khác trong báo cáo dùng dấu phẩy")
    if plain:
        yield _finding(plain, "không có dấu chấm hàng nghìn")


def _finding(places: list[tuple[str, Quote]], what: str) -> Finding:
    shown = ", ".join(raw for raw, _ in places[:8])
    return Finding(
        "number_format", "style", tuple(quote for _, quote in places[:8]), f"{len(places)} số ({shown}): {what}"
    )
