"""Colours in a filled-in document: gaps and drafts are yellow, what is below its target is red."""

from __future__ import annotations

import copy
import io
import re

from docx import Document as open_document
from docx.enum.text import WD_COLOR_INDEX
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

OPEN, CLOSE = "⟪", "⟫"  # around a number below its target
_MARKED = re.compile(rf"(\[(?:Chưa|Không tính|Dự thảo)[^\[\]]*\]|{OPEN}[^{CLOSE}]*{CLOSE})")


def mark(data: bytes) -> bytes:
    """The same document with its marks."""
    document = open_document(io.BytesIO(data))
    paragraphs = list(document.paragraphs)
    paragraphs += [p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    for paragraph in paragraphs:
        if _MARKED.search(paragraph.text):
            _mark(paragraph)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _mark(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        pieces = [piece for piece in _MARKED.split(run.text) if piece]
        if len(pieces) == 1 and not _MARKED.fullmatch(pieces[0]):
            continue
        last = run._r
        for n, piece in enumerate(pieces):
            own = run if n == 0 else Run(copy.deepcopy(run._r), paragraph)
            if n:
                last.addnext(own._r)
                last = own._r
                own.font.highlight_color = None
            own.text = piece.strip(OPEN + CLOSE)
            if piece.startswith(OPEN):
                own.font.color.rgb = RGBColor(0xC0, 0, 0)
            elif piece.startswith("["):
                own.font.highlight_color = WD_COLOR_INDEX.YELLOW
