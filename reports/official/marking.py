"""Marks in a filled-in document: gaps and drafts are yellow, what is below its target is red, blocks are bold."""

from __future__ import annotations

import copy
import io
import re
from collections.abc import Iterable
from typing import cast

from docx import Document as open_document
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.shared import RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run
from lxml import etree

OPEN, CLOSE = "⟪", "⟫"    # around a number below its target
STRONG, WEAK = "⟦", "⟧"   # around the name of a block of rows
_MARKED = re.compile(rf"(\[(?:Chưa|Không tính|Dự thảo)[^\[\]]*\]|{OPEN}[^{CLOSE}]*{CLOSE}|{STRONG}[^{WEAK}]*{WEAK})")


def mark(data: bytes) -> bytes:
    """The same document with its marks."""
    document = open_document(io.BytesIO(data))
    paragraphs = list(document.paragraphs)
    paragraphs += [p for table in document.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    _mark_all(paragraphs)
    for part in (r.target_part for r in document.part.rels.values() if r.reltype == RELATION.FOOTNOTES):
        notes = parse_xml(part.blob)  # python-docx does not read footnotes
        _mark_all([Paragraph(cast(CT_P, p), document._body) for p in notes.iter(qn("w:p"))])
        part._blob = etree.tostring(notes, xml_declaration=True, encoding="UTF-8", standalone=True)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _mark_all(paragraphs: Iterable[Paragraph]) -> None:
    for paragraph in paragraphs:
        if _MARKED.search(paragraph.text):
            _mark(paragraph)


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
            own.text = piece.strip(OPEN + CLOSE + STRONG + WEAK)
            if piece.startswith(STRONG):
                own.bold = True
            elif piece.startswith(OPEN):
                own.font.color.rgb = RGBColor(0xC0, 0, 0)
            elif piece.startswith("["):
                own.font.highlight_color = WD_COLOR_INDEX.YELLOW
