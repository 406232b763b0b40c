"""A number of bodies and the list of their names behind it: "05 cơ quan chưa gửi báo cáo (gồm: …; …)"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding

OPENING = re.compile(r"[:(]\s*(?:gom|bao gom|do la|cu the|la)?\s*:?\s*")
OPEN_END = re.compile(r"\.\.\.|…|v\.v|\b(nhu|trong do|dac biet|dien hinh)\b")
BODIES = ("co", "don", "so", "ban", "xa", "phuong", "huyen", "cong", "truong", "dia")
LOOSE = re.compile(r"^\s*(cac|mot so|nhieu|\d|con lai)\b|\b\d")
TOGETHER = re.compile(r"\b(va|cung|hoac)\b")


def check(document: Document) -> Iterator[Finding]:
    """Figures of bodies with a closed list of names."""
    for sentence in document.sentences:
        for figure in sentence.figures:
            if figure.kind in ("count", "share") and figure.head in BODIES and not figure.direction \
                    and not figure.qualifier and 2 <= figure.value <= 30:
                yield from compare(sentence, figure)


def compare(sentence: Sentence, figure: Figure) -> Iterator[Finding]:
    """The number of names, unless two of them may stand in one item."""
    later = [f.start for f in sentence.figures if f.start > figure.end]
    opening = OPENING.search(sentence.folded, figure.end)
    if opening is None or any(start < opening.start() for start in later):
        return
    stop = sentence.folded.find(")", opening.end()) if opening[0].startswith("(") else len(sentence.folded)
    names = [name.strip(" .") for name in sentence.text[opening.end():stop].split(";")]
    folded = sentence.folded[figure.end:stop]
    listed = sentence.folded[opening.end():stop]
    if stop < 0 or ";" in sentence.folded[figure.end:opening.start()] or OPEN_END.search(folded):
        return
    doubtful = sum(bool(TOGETHER.search(name)) or "," in name for name in _folded(sentence, names))
    lowest, highest = len(names), len(names) + doubtful
    if len(names) == 1 and opening[0].startswith("(") and "(" not in listed:
        yield from compare_commas(sentence, figure, opening, stop)
        return
    if len(names) < 2 or "(" in listed or not all(_named(name) for name in names):
        return
    if any(LOOSE.search(name) for name in _folded(sentence, names)):
        return
    if not lowest <= figure.value <= highest:
        yield Finding("list_count", "error" if lowest == highest else "likely_error",
                      (sentence.quote(figure.start, stop),),
                      f"in là {figure.raw}, liệt kê {lowest} tên")


def compare_commas(sentence: Sentence, figure: Figure, opening: re.Match[str], stop: int) -> Iterator[Finding]:
    """Names between commas can be fewer than they look (a name may hold a comma), but never more."""
    listed = sentence.text[opening.end():stop]
    names = [name.strip() for name in listed.split(",")]
    most = len(names) + len(re.findall(r"\bvà\b", listed))
    if len(names) >= 3 and all(name[:1].isupper() and _named(name) for name in names) \
            and not LOOSE.search(sentence.folded[opening.end():stop]) and most < figure.value:
        yield Finding("list_count", "likely_error" if opening[0].strip() != "(" else "ambiguity",
                      (sentence.quote(figure.start, stop),), f"in là {figure.raw}, liệt kê nhiều nhất {most} tên")


def _folded(sentence: Sentence, names: list[str]) -> list[str]:
    places = [sentence.text.find(name) for name in names]
    return [sentence.folded[at:at + len(name)] for at, name in zip(places, names, strict=True)]


def _named(name: str) -> bool:
    """A name of a body: it holds a capital and is no sentence."""
    return 1 < len(name.split()) <= 14 and any(letter.isupper() for letter in name)
