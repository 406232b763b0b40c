"""Figures that lack their other half: a metric without a value, a count without its place, a value without a unit."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.finding import Finding

METRIC = re.compile(r"^\s*(so|luong|so luong|tong so|ty le|so luot)\b[a-z ]{6,70}$")
VERB = re.compile(
    r"\b(dat|tang|giam|la|duoc|co|chua|con|khong|da|dang|thuc hien|phuc vu|gop phan|bang|deu|can|cao|thap)\b"
)
SECOND = re.compile(r"^\s*va (da )?(cap nhat|dang tai|dang|cung cap)( moi)?\s*$")
PLACE = re.compile(r"\b(tren|tai|o|cua|cho|trong|ve|qua|thuoc)\b")
NO_UNIT = re.compile(
    r"\b(xep hang|hang|so|thu|tong|ty le|diem|chi so|muc luong|nguoi theo doi|phien ban|ky hieu|dien thoai)\b"
)


def check(document: Document) -> Iterator[Finding]:
    """The three kinds."""
    for sentence in document.sentences:
        yield from check_metric(sentence)
        yield from check_second(sentence)
        yield from check_unit(sentence)


def check_metric(sentence: Sentence) -> Iterator[Finding]:
    """The last clause names a metric and stops."""
    if not sentence.figures or ";" not in sentence.text or not sentence.text.endswith("."):
        return
    start = sentence.text.rfind(";") + 1
    clause = sentence.folded[start:].rstrip(".")
    before = sentence.text.rfind(";", 0, start - 1) + 1
    if not any(before <= figure.start < start for figure in sentence.figures):
        return  # a list of names, of which none has a value
    if METRIC.match(clause) and not VERB.search(clause):
        yield Finding(
            "missing_value", "error", (sentence.quote(start),), "nêu chỉ tiêu mà không có con số và động từ nào"
        )


def check_second(sentence: Sentence) -> Iterator[Finding]:
    """In a list of bodies with a count in brackets: "(857 tin) và đã cập nhật 951 tin;": where the second count is."""
    for first, second in zip(sentence.figures, sentence.figures[1:], strict=False):
        closing = sentence.folded.find(")", first.end)
        if first.depth != 1 or second.depth != 0 or not 0 <= closing < second.start or first.head != second.head:
            continue
        rest = re.split(r"[;.]", sentence.folded[second.end :])[0]
        if SECOND.match(sentence.folded[closing + 1 : second.start]) and not PLACE.search(rest):
            yield Finding(
                "missing_object",
                "ambiguity",
                (sentence.quote_around(first, 40, second.end - first.end + 25),),
                f"{second.raw} là số thứ hai sau {first.raw}, không ghi ở kênh nào",
            )


def check_unit(sentence: Sentence) -> Iterator[Finding]:
    """A grouped number at the end of a sentence of which nothing says what it counts."""
    for figure in sentence.figures:
        if figure.kind != "count" or figure.unit or "." not in figure.raw or figure.direction or figure.depth:
            continue
        clause = re.split(r"[;:]|, |\bva\b", figure.before)[-1]
        if (
            re.match(r"\s*\.?\s*$", sentence.folded[figure.end :])
            and re.search(r"\b(la|dat)$", figure.before)
            and not NO_UNIT.search(clause)
        ):
            yield Finding(
                "missing_unit",
                "ambiguity",
                (sentence.quote_around(figure, 220),),
                f"{figure.raw} không có đơn vị: không rõ đếm gì",
            )
