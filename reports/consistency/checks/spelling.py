"""How words are written: letters taken apart, tone marks on the wrong letter, words twice, two spellings of a body."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence, quote_line
from reports.consistency.finding import Finding, Quote
from reports.consistency.fold import fold

MISPLACED = re.compile(r"\b[Qq][úùủũụ][aâăeêiyoôơ]\w*")  # the tone of "quỹ" stands on the last letter
TWICE = re.compile(r"\b(\w{2,} \w{2,}) \1\b|\b(các|của|và|được|những|trong|với|cho) \2\b")
SHOWN = 8


def check(document: Document) -> Iterator[Finding]:
    """One finding a kind, with its first places; OCR text is read by a machine that misspells."""
    if document.ocr:
        return
    misprints = [*_places(document, MISPLACED), *_places(document, TWICE)]
    if misprints:
        shown = ", ".join(f"“{text}”" for text, _ in misprints[:SHOWN])
        quotes = tuple(quote for _, quote in misprints[:SHOWN])
        yield Finding("spelling", "style", quotes, f"viết sai hoặc lặp chữ: {shown}")
    if document.decomposed:
        quotes = tuple(quote_line(line, text) for line, text in document.decomposed[:SHOWN])
        yield Finding("encoding", "style", quotes,
                      "có dòng viết dấu tách rời khỏi chữ (Unicode NFD): tìm kiếm và so tên bị sót")
    yield from check_names(document)


def _places(document: Document, pattern: re.Pattern[str]) -> list[tuple[str, Quote]]:
    return [(match[0], _quote(sentence, match)) for sentence in document.sentences
            for match in pattern.finditer(sentence.text)]


def _quote(sentence: Sentence, match: re.Match[str]) -> Quote:
    return sentence.quote(max(0, sentence.text.rfind(" ", 0, max(0, match.start() - 30))), match.end() + 20)


def check_names(document: Document) -> Iterator[Finding]:
    """Bodies of tables whose names differ in capitals, marks or punctuation alone."""
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for table in document.tables:
        for row in table.body:
            key = "".join(re.findall(r"[a-z0-9]+", fold(row.name)))
            if len(key) >= 6:
                spellings[key].setdefault(row.name.strip(), row.line)
    several = [names for names in spellings.values() if len(names) > 1]
    if several:
        quotes = tuple(quote_line(line, name) for names in several[:SHOWN] for name, line in names.items())
        shown = "; ".join(" / ".join(names) for names in several[:SHOWN])
        yield Finding("names", "style", quotes, f"một cơ quan viết nhiều cách: {shown}")
