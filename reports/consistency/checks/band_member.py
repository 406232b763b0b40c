"""Named members of a band lie in it: "từ 80% đến 95% (gồm: A đạt 94%; B đạt 97%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding
from reports.consistency.numbers import NUMBER, read_number

BAND = re.compile(
    rf"\b(?:tu (?P<low>{NUMBER})\s?(?P<one>%?)\s?(?:[-–]|den)\s?(?P<high>{NUMBER})\s?(?P<two>%?)"
    rf"|tu (?P<least>{NUMBER})\s?(?P<three>%?)(?P<up>[a-z ,]{{0,20}}tro len)|duoi (?P<below>{NUMBER})\s?(?P<four>%?))")
OPENING = re.compile(r"[(:]|\b(gom|cu the|trong do|la)\b")


def check(document: Document) -> Iterator[Finding]:
    """Each band with the figures of the same kind that are listed behind it."""
    for sentence in document.sentences:
        bands = list(BAND.finditer(sentence.folded))
        for band, after in zip_longest(bands, bands[1:]):
            yield from compare(sentence, band, after.start() if after else len(sentence.folded))


def compare(sentence: Sentence, band: re.Match[str], stop: int) -> Iterator[Finding]:
    """Members are figures one bracket deeper, or behind a colon, each behind a name."""
    opening = OPENING.search(sentence.folded, band.end())
    percent = any(band[name] for name in ("one", "two", "three", "four"))
    unit = re.match(r"\s*([a-z]+)", sentence.folded[band.end():])
    if opening is None or opening.start() > band.end() + 60 or (not percent and not unit):
        return
    deeper = 1 if opening[0] == "(" else 0
    depth = sentence.folded.count("(", 0, band.start()) - sentence.folded.count(")", 0, band.start())
    for figure in sentence.figures:
        if not opening.end() <= figure.start < stop or figure.direction or figure.kind == "share":
            continue
        if deeper and ")" in _outer(sentence.folded[opening.end():figure.start]):
            return
        same = figure.kind == "percent" if percent else figure.kind == "count" and unit and figure.head == unit[1]
        if same and figure.depth >= depth + deeper and _named(sentence, figure) and not _inside(band, figure.value):
            yield Finding("band_member", "error", (sentence.quote(band.start(), figure.end),),
                          f"{figure.raw} nằm ngoài khoảng “{sentence.text[band.start():band.end()]}”")
            return


def _outer(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def _named(sentence: Sentence, figure: Figure) -> bool:
    """The words of the figure's own item start with a name."""
    item = re.split(r"[;:(]", sentence.text[:figure.start].rstrip("( "))[-1].strip()
    return item[:1].isupper() or item.split(" ")[0] in ("xã", "huyện", "phường", "thị")


def _inside(band: re.Match[str], value: Decimal) -> bool:
    if band["low"]:
        return read_number(band["low"]) <= value <= read_number(band["high"])
    return value >= read_number(band["least"]) if band["least"] else value < read_number(band["below"])


