"""A change without its difference: "giảm so với cùng kỳ (470 tin)", "từ 12.450 lên 14.900, tăng 2.350", "gấp 3"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import count_decimals, read_number

BARE = re.compile(r"\b(?P<way>tang|giam)( manh| nhe| dang ke)?(, | )?so voi [^,;.()]{0,50}\(\s*(dat |la |co )?$")
TO = re.compile(r"\b(?P<way>len|xuong|con)( den| toi)?( con)?$")
TIMES = re.compile(r"\bgap( hon| gan| khoang)? (?P<times>\d+(?:,\d+)?|doi|ba)( lan)?\b")
WORDS = {"doi": Decimal(2), "ba": Decimal(3)}


def check(document: Document) -> Iterator[Finding]:
    """The three ways of saying it."""
    for sentence in document.sentences:
        for now, before in zip(sentence.figures, sentence.figures[1:], strict=False):
            if now.kind == before.kind == "count" and now.head == before.head and not now.direction:
                yield from check_way(sentence, now, before)
        yield from check_times(sentence)
        for figures in zip(sentence.figures, sentence.figures[1:], sentence.figures[2:], strict=False):
            yield from check_from_to(sentence, *figures)


def check_way(sentence: Sentence, now: Figure, before: Figure) -> Iterator[Finding]:
    """“512 tin, giảm so với cùng kỳ (470 tin)”."""
    match = BARE.search(sentence.folded[now.end:before.start])
    if match and (match["way"] == "tang") != (now.value > before.value):
        sign = ">" if now.value > before.value else "<" if now.value < before.value else "="
        yield Finding("growth", "error", (sentence.quote(now.start, before.end),),
                      f"{now.raw} {sign} {before.raw}, lời văn ghi {'tăng' if match['way'] == 'tang' else 'giảm'}")


def check_times(sentence: Sentence) -> Iterator[Finding]:
    """“96 câu hỏi, tăng gấp 3 lần so với cùng kỳ (48 câu hỏi)”."""
    for match in TIMES.finditer(sentence.folded):
        now = next((f for f in reversed(sentence.figures) if f.end <= match.start()), None)
        before = next((f for f in sentence.figures if f.start >= match.end()), None)
        if now is None or before is None or now.head != before.head or now.kind != "count" or not before.value:
            continue
        if match[1] or not re.search(r"\((dat |la |co )?$", sentence.folded[match.end():before.start]):
            continue
        told = match["times"]
        times = WORDS.get(told) or read_number(told)
        exact = now.value / before.value
        if abs(exact - times) > Decimal(1).scaleb(-count_decimals(told)) / 2:
            yield Finding("times", "error", (sentence.quote(now.start, before.end),),
                          f"{now.raw} / {before.raw} = {write_number(exact, 2)}, in là gấp {told} lần")


def check_from_to(sentence: Sentence, first: Figure, second: Figure, delta: Figure) -> Iterator[Finding]:
    """“từ A lên B, tăng D”."""
    way = TO.search(second.before)
    if not (way and re.search(r"\btu$", first.before.strip()) and first.kind == second.kind == delta.kind == "count"):
        return
    if first.qualifier or second.qualifier or delta.qualifier or not delta.direction or delta.head != second.head:
        return
    change = abs(second.value - first.value)
    if ";" not in sentence.folded[first.end:delta.start] and change != delta.value:
        yield Finding("growth", "error", (sentence.quote(first.start, delta.end),),
                      f"{second.raw} - {first.raw} = {write_number(second.value - first.value)}, in là {delta.raw}")
