"""One figure, one value: the same label or the same words with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from reports.consistency.document import Document, Sentence, quote_line
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.labels import Labelled

OTHER_TIME = re.compile(
    r"\b(cung ky|ck|so voi|luy ke|tuan truoc|ky truoc|ke hoach|thang truoc|quy truoc|tang|giam|con|trong do)\b"
)
HARMLESS = {"tong", "hien", "nay", "moi", "gui", "toi", "den", "nhan", "tiep", "bo", "gom"}
FILLER = {
    "so",
    "luong",
    "cua",
    "cac",
    "va",
    "duoc",
    "co",
    "da",
    "la",
    "trong",
    "tren",
    "cho",
    "voi",
    "dat",
    "nguoi",
    "dan",
}


def check(document: Document) -> Iterator[Finding]:
    """Labelled figures, then figures of sentences."""
    yield from check_labels(document.labelled)
    yield from check_sentences(document)


def check_labels(labelled: tuple[Labelled, ...]) -> Iterator[Finding]:
    """The same label twice; a label inside another of which one is zero."""
    keys = [item.key for item in labelled]
    for (i, a), (j, b) in combinations(enumerate(labelled), 2):
        if a.value == b.value or a.is_percent != b.is_percent or "luy ke" in a.key or "luy ke" in b.key:
            continue
        if keys[i - 1:i] == keys[j - 1:j] != [] or keys[i + 1:i + 2] == keys[j + 1:j + 2] != []:
            continue  # a list repeated for another body
        quotes = (quote_line(a.line, f"{a.label} {a.raw}"), quote_line(b.line, f"{b.label} {b.raw}"))
        if a.key == b.key and len(a.key.split()) >= 3 and keys.count(a.key) == 2:
            yield Finding(
                "two_values",
                "error",
                quotes,
                f"cùng một chỉ tiêu: {a.raw} ≠ {b.raw} (lệch {write_number(abs(a.value - b.value))})",
            )
        elif 0 in (a.value, b.value) and not a.is_percent and _inside(a.key, b.key):
            yield Finding(
                "two_values", "likely_error", quotes, f"chỉ tiêu gần như cùng tên: một chỗ {a.raw}, một chỗ {b.raw}"
            )


def _inside(a: str, b: str) -> bool:
    """Whether the telling words of one label all stand in the other."""
    first, second = set(a.split()) - FILLER, set(b.split()) - FILLER
    smaller, larger = sorted((first, second), key=len)
    return len(smaller) >= 2 and smaller <= larger


def check_sentences(document: Document) -> Iterator[Finding]:
    """The same words before and behind, another value."""
    rows = {item.line for item in document.labelled}
    told = [
        (s, f, key)
        for s in document.sentences
        for f in s.figures
        if s.line_at(f.start) not in rows and (key := words_of(s, f))
    ]
    for (s, f, key), (t, g, other) in combinations(told, 2):
        if s is t or f.value == g.value or f.head != g.head or f.kind != g.kind or f.qualifier or g.qualifier:
            continue
        if (f.kind == "share" and f.whole != g.whole) or _years(key) != _years(other):
            continue
        if (about := subject_of(s, f)) and (of := subject_of(t, g)) and about != of:
            continue  # a list for one body, and the same list for another
        if not document.ocr and same_words(key, other):
            yield Finding(
                "two_values",
                "error",
                (s.quote_around(f), t.quote_around(g)),
                f"{f.raw} ≠ {g.raw} (lệch {write_number(abs(f.value - g.value))})",
            )


def subject_of(sentence: Sentence, figure: Figure) -> str:
    """What a sentence of the form “subject: …” is about; empty for any other."""
    head, colon, _ = sentence.folded[: figure.start].partition(":")
    return head.strip(" -+*") if colon else ""


def words_of(sentence: Sentence, figure: Figure) -> str:
    """The words that say what a figure counts; empty when they are too few or speak of another time."""
    if figure.direction or figure.depth or figure.kind == "percent":
        return ""
    before = re.sub(r"\([^()]*\)", "", sentence.folded[: figure.start])  # a comma in a bracket ends no clause
    clause = re.split(r"[;:.,](?!\d)", before)[-1]
    if OTHER_TIME.search(clause):
        return ""
    words = [*re.findall(r"[a-z0-9]+", clause), *re.findall(r"[a-z0-9]+", figure.unit)[:4]]
    telling = [word for word in words if word not in FILLER]
    return " ".join(words) if len(telling) >= 5 else ""


def same_words(a: str, b: str) -> bool:
    """Whether the telling words are the same, but for words that tell nothing apart."""
    first, second = set(a.split()) - FILLER, set(b.split()) - FILLER
    return (first ^ second) <= HARMLESS and len(first & second) >= 5


def _years(key: str) -> list[str]:
    return sorted(re.findall(r"\d+|\bquy [ivx]+\b", key))
