"""From lines of text to sentences and tables; lines of extracted PDF and OCR text break where the paper did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import is_normalized

from reports.consistency.document import Document, Sentence
from reports.consistency.fold import looks_like_ocr, squeeze
from reports.consistency.labels import Labelled, read_inline_labels, read_row_label
from reports.consistency.read_rows import RowReader
from reports.consistency.tables import Table

BULLET = re.compile(
    r"^([-+*•–])\s*(?=\S)|^(\d{1,2}(?:\.\d{1,2})*\s?[.)])(?:\s*(?=[^\W\d_])|\s+(?=[\d./]+ [^\W\d_]))"
    r"|^([IVX]{1,5}\.)\s|^([a-zđ]\))\s|^(\(\d{1,2}\))\s"
)
HEADING = re.compile(r"^(?:([IVX]{1,5})\.|(\d{1,2}(?:\.\d{1,2})*)\.)(?:\s*(?=[^\W\d_])|\s+(?=[\d./]+ [^\W\d_]))")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[-+*]?\s?([^\W\d_])|\d{2,} [^\W\d_]|\d+/\d+ )")
NUMBERING = re.compile(r"[\dIVX.]+")


@dataclass
class _Building:
    text: str = ""
    starts: list[tuple[int, int]] = field(default_factory=list)
    bullet: str = ""

    def add(self, line: int, text: str) -> None:
        if self.text:
            self.text += " "
        self.starts.append((len(self.text), line))
        self.text += text


def read_lines(
    name: str, raw_lines: Sequence[str], tables: Sequence[Table] = (), numbers: Sequence[int] | None = None
) -> Document:
    """Build the document; `tables` are those already known (DOCX), `numbers` the line numbers when not 1, 2, 3 …"""
    lines = [squeeze(line) for line in raw_lines]
    numbers = numbers or range(1, len(lines) + 1)
    ocr = looks_like_ocr("\n".join(lines))
    spaced = _blank_between(lines) > 0.35
    reader = RowReader()
    paragraphs: list[_Building] = []
    current = _Building()
    labelled: list[Labelled] = []
    headings: list[tuple[int, str]] = []
    for place, line in enumerate(lines):
        number = numbers[place]
        if not line:
            if not spaced and not _goes_on(current.text):
                current = _close(paragraphs, current)
            continue
        if not ocr and reader.take(number, line):
            current = _close(paragraphs, current)
            continue
        if HEADING.match(line):
            headings.append((number, line))
        bullet = BULLET.match(line)
        if (
            bullet
            or line in "-*+"
            or (line.isdigit() and line != "0")
            or (is_title(line) != is_title(current.text) and current.text)
            or _is_title_end(current.text)
        ):
            current = _close(paragraphs, current)
            current.bullet = next((g for g in bullet.groups() if g), "") if bullet else line if line in "-*+" else ""
        current.add(number, line)
        label = read_row_label(current.text, number)
        if label is not None and not ocr:
            labelled.append(label)
            current = _close(paragraphs, current)
    _close(paragraphs, current)
    sentences = [
        s for block, p in enumerate(paragraphs) for s in split_sentences(p.text, p.starts, block, p.bullet, ocr)
    ]
    for paragraph in paragraphs:
        labelled += read_inline_labels(paragraph.text, paragraph.starts)
    return Document(
        name,
        tuple(sentences),
        (*tables, *reader.finish()),
        tuple(sorted(labelled, key=lambda x: x.line)),
        tuple(lines),
        tuple(headings),
        ocr,
        tuple((numbers[n], squeeze(raw)) for n, raw in enumerate(raw_lines) if not is_normalized("NFC", raw)),
    )


def _blank_between(lines: Sequence[str]) -> float:
    pairs = [(a, b) for a, b in pairwise(lines) if a]
    return sum(not b for _, b in pairs) / max(1, len(pairs))


def _goes_on(text: str) -> bool:
    """A page break in the middle of a sentence: the text stops without a mark."""
    return bool(text) and text[-1] not in ".:;!?" and not is_title(text) and len(text) > 60


def _close(paragraphs: list[_Building], current: _Building) -> _Building:
    if current.text:
        paragraphs.append(current)
    return _Building()


def is_title(text: str) -> bool:
    """Words in capitals."""
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 5 and sum(letter.isupper() for letter in letters) / len(letters) > 0.75


def _is_title_end(text: str) -> bool:
    return text.endswith("./.")


def split_sentences(text: str, starts: Sequence[tuple[int, int]], block: int, bullet: str, ocr: bool) -> list[Sentence]:
    """Cut a paragraph behind full stops that a capital follows."""
    ends = [m for m in SENTENCE_END.finditer(text)
            if not NUMBERING.fullmatch(text[:m.start()]) and (m[1] is None or m[1].isupper())]
    cuts = [0, *(match.end() for match in ends), len(text)]
    sentences = []
    for start, end in pairwise(cuts):
        if not text[start:end].strip():
            continue
        line = next(line for offset, line in reversed(starts) if offset <= start)
        inner = [(offset - start, number) for offset, number in starts if start < offset < end]
        sentences.append(Sentence(text[start:end].strip(), ((0, line), *inner), block, bullet, ocr))
    return sentences
