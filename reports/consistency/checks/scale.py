"""The scale of a score: highest and bonus make the total that is printed, and no score lies above it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.consistency.checks.table_narrative import POINTS
from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding, Quote, write_number
from reports.consistency.numbers import NUMBER, read_number

SCALE = re.compile(
    rf"\bthang diem (?:toi da )?(?:la )?(?P<most>{NUMBER})(?: diem)?\s?(?:,|;|\+|va)?\s?(?:cong )?(?:them )?"
    rf"(?P<bonus>{NUMBER}) diem (?:khuyen khich|thuong)"
    rf"(?P<rest>[^.;()]{{0,20}}\btoi da (?:la )?(?P<total>{NUMBER}) diem)?")
HEADING = re.compile(r"^(\d{1,2}(\.\d{1,2})*|[IVX]{1,5})\.")


def check(document: Document) -> Iterator[Finding]:
    """Every scale, and the scores of its section."""
    for place, sentence in enumerate(document.sentences):
        for scale in SCALE.finditer(sentence.folded):
            quote = sentence.quote(scale.start(), scale.end())
            most, bonus = read_number(scale["most"]), read_number(scale["bonus"])
            top = read_number(scale["total"]) if scale["total"] else most + bonus
            if top != most + bonus:
                sums = f"{write_number(most)} + {write_number(bonus)} = {write_number(most + bonus)}"
                yield Finding("scale", "error", (quote,), f"{sums}, tối đa in là {write_number(top)}")
            yield from check_scores(document.sentences, place, max(top, most + bonus), quote)


def check_scores(sentences: Sequence[Sentence], place: int, top: Decimal, scale: Quote) -> Iterator[Finding]:
    """Scores printed from here to the next heading or scale."""
    for number, sentence in enumerate(sentences[place:place + 25]):
        if number and (HEADING.match(sentence.bullet) or "thang diem" in sentence.folded):
            return
        for points in POINTS.finditer(sentence.folded):
            score = read_number(points["high"] or points["low"])
            if score > top and re.search(r"\bdat\b[^,;.]{0,40}$", sentence.folded[:points.start()]):
                yield Finding("scale", "error", (scale, sentence.quote(max(0, points.start() - 60), points.end())),
                              f"{write_number(score)} điểm > tối đa {write_number(top)} điểm")
