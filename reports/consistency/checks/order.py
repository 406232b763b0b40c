"""Lists that say "nhiều nhất", and lists of named figures that are sorted but for one."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding

MOST = re.compile(r"\b(nhieu|cao|lon|tot|it|thap|nho|cham)\b([^.;:]{0,40}?)\bnhat\b([^.;]{0,60}?)(:|\bla\b|\bgom\b)")
FIRST = re.compile(r"\b(nhieu|cao|lon|tot|it|thap|nho)\b[^.;:]{0,40}?\bnhat\b")
NEXT = re.compile(r"\b(tiep den|tiep theo|tiep do|ke den|dung thu hai|xep thu hai|sau do)\b")


def check(document: Document) -> Iterator[Finding]:
    """Both kinds of list."""
    for sentence in document.sentences:
        found = list(check_most(sentence)) or list(check_next(sentence))
        yield from found
        if not found:
            yield from check_sorted(sentence)


def check_most(sentence: Sentence) -> Iterator[Finding]:
    """The items behind "nhiều … nhất là" in the order of their figures."""
    for match in MOST.finditer(sentence.folded):
        other = FIRST.search(sentence.folded, match.end())  # "cao nhất là …, thấp nhất là …"
        items = [f for f in leading_figures(sentence, match.end()) if other is None or f.start < other.start()]
        down = match[1] not in ("it", "thap", "nho")
        for first, second in itertools.pairwise(items):
            wrong = second.value > first.value if down else second.value < first.value
            if first.head == second.head and first.kind == second.kind and wrong:
                sign = ">" if down else "<"
                yield Finding(
                    "narrative_order",
                    "error",
                    (sentence.quote(match.start(), second.end),),
                    f'{second.raw} {sign} {first.raw}, nhưng đứng sau trong danh sách "{match[1]} … nhất"'.replace(
                        match[1], sentence.text[match.start() : match.start() + len(match[1])]
                    ),
                )
                return


def check_next(sentence: Sentence) -> Iterator[Finding]:
    """“A nhiều nhất với 1.120 tin; tiếp đến là B (1.310 tin)”."""
    for most in FIRST.finditer(sentence.folded):
        following = NEXT.search(sentence.folded, most.end())
        figures = [f for f in sentence.figures if f.start >= most.end() and f.kind != "share" and not f.direction]
        if following is None or not figures or figures[0].end > following.start():
            continue
        first, sign = figures[0], -1 if most[1] in ("it", "thap", "nho") else 1
        for other in figures[1:]:
            if other.head == first.head and other.kind == first.kind and sign * (other.value - first.value) > 0:
                yield Finding("narrative_order", "error", (sentence.quote(most.start(), other.end),),
                              f"{other.raw} {'>' if sign > 0 else '<'} {first.raw}, nhưng đứng sau")
                return


def leading_figures(sentence: Sentence, start: int) -> list[Figure]:
    """The first figure of each item of a list (items end at ";", or at "," between named figures)."""
    items: list[Figure] = []
    begin = start
    for figure in sentence.figures:
        if figure.start < start or figure.direction or figure.kind == "share":
            continue
        between = re.sub(r"\([^()]*\)?", "", sentence.folded[begin : figure.start])
        outer = not items or re.search(r"[;,]|\bva\b", sentence.folded[items[-1].end : figure.start])
        if items and figure.depth > items[-1].depth:
            continue
        if items and (figure.head != items[0].head or not outer or not re.search(r"[a-z]{2,}", between)):
            continue
        items.append(figure)
        begin = figure.end
    return items


def check_sorted(sentence: Sentence) -> Iterator[Finding]:
    """ "A (900 tin); B (800 tin); …" of six or more: sorted but for one or two places."""
    named = [f for f in sentence.figures if f.kind == "count" and f.depth == 1 and _alone(sentence, f)]
    named = [f for f in named if f.head == named[0].head]
    if len(named) < 6:
        return
    rises = [(a, b) for a, b in itertools.pairwise(named) if b.value > a.value]
    if rises and len(rises) * 5 <= len(named):
        shown = "; ".join(f"{b.raw} đứng sau {a.raw}" for a, b in rises)
        quotes = tuple(sentence.quote_around(b) for _, b in rises)
        yield Finding(
            "sort_order", "style", quotes, f"danh sách giảm dần {named[0].value} … {named[-1].value}: {shown}"
        )


def _alone(sentence: Sentence, figure: Figure) -> bool:
    """Whether the bracket holds only this figure and its unit."""
    opening = sentence.folded.rfind("(", 0, figure.start)
    closing = sentence.folded.find(")", figure.end)
    return 0 <= figure.start - opening <= 2 and 0 <= closing - figure.end < 40 and figure.value > Decimal(0)
