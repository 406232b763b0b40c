"""A report as the checks see it: sentences that know their lines, tables, and figures with a label."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reports.consistency.figures import Figure, find_figures
from reports.consistency.finding import Quote
from reports.consistency.fold import fold
from reports.consistency.labels import Labelled
from reports.consistency.tables import Table

INTENDED = re.compile(r"\bphan dau\b")
HEADED = re.compile(r"[ivx]+\.")
COMING = re.compile(r"^[ivx]+\. ?(phuong huong|(mot so )?nhiem vu|muc tieu|ke hoach)\b")


@dataclass(frozen=True)
class Sentence:
    """One sentence; `starts` pairs offsets with the line that begins there, `block` numbers its paragraph."""

    text: str
    starts: tuple[tuple[int, int], ...]
    block: int
    bullet: str = ""
    ocr: bool = False

    @cached_property
    def folded(self) -> str:
        return fold(self.text, self.ocr)

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        return find_figures(self.text, self.folded)

    @property
    def line(self) -> int:
        return self.starts[0][1]

    def line_at(self, place: int) -> int:
        return self.starts[max(0, bisect_right([offset for offset, _ in self.starts], place) - 1)][1]

    def quote(self, start: int = 0, end: int | None = None) -> Quote:
        """The words from start to end, cut at a length that people still read."""
        text = self.text[start:end].strip(" ,;")
        return Quote(text if len(text) <= 260 else text[:257].rstrip() + "…", self.line_at(start))

    def quote_around(self, figure: Figure, before: int = 70, after: int = 60) -> Quote:
        """The words around a figure, whole words only."""
        start = self.text.rfind(" ", 0, max(0, figure.start - before)) + 1 if figure.start > before else 0
        end = self.text.find(" ", min(len(self.text), figure.end + after))
        quote = self.quote(start, None if end < 0 else end)
        return Quote(quote.text, self.line_at(figure.start))


@dataclass(frozen=True)
class Document:
    """Everything read from one file."""

    name: str
    sentences: tuple[Sentence, ...]
    tables: tuple[Table, ...] = ()
    labelled: tuple[Labelled, ...] = ()
    lines: tuple[str, ...] = ()
    headings: tuple[tuple[int, str], ...] = field(default=())
    ocr: bool = False
    decomposed: tuple[tuple[int, str], ...] = ()  # lines whose marks stand apart from their letters

    def is_plan(self, sentence: Sentence) -> bool:
        """Whether a sentence tells what shall be: it says so, or stands in the section on the tasks to come."""
        above = [text for line, text in self.headings if line <= sentence.line and HEADED.match(fold(text))]
        return bool(INTENDED.search(sentence.folded) or (above and COMING.search(fold(above[-1]))))

    def blocks(self) -> list[list[Sentence]]:
        """The sentences paragraph by paragraph."""
        grouped: dict[int, list[Sentence]] = {}
        for sentence in self.sentences:
            grouped.setdefault(sentence.block, []).append(sentence)
        return list(grouped.values())


def quote_line(line: int, text: str) -> Quote:
    """A quote of a whole line or row."""
    return Quote(text if len(text) <= 260 else text[:257] + "…", line)


def neighbours(sentences: Sequence[Sentence], index: int, back: int) -> Sequence[Sentence]:
    """The sentence and those before it, nearest last."""
    return sentences[max(0, index - back):index + 1]
