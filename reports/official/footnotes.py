"""Footnotes in a template: python-docx makes none, and docxtpl fills only those that are there."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE as RELATION
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
FONT = ('<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:cs="Times New Roman"/>'
        '<w:sz w:val="20"/></w:rPr>')
MARK = '<w:r><w:rPr><w:sz w:val="20"/><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
SPACE = '<w:pPr><w:pStyle w:val="footnotetext"/><w:spacing w:before="0" w:after="0"/><w:jc w:val="both"/></w:pPr>'


def add_footnotes(document: Document, texts: Sequence[str]) -> None:
    """The part with the two separators that Word wants and one footnote a text, numbered from 1."""
    style = document.styles.add_style("footnote text", WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    style.font.size = Pt(10)  # LibreOffice writes the number in the size of the style
    lines = "".join(
        f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:pPr><w:spacing w:after="0"/></w:pPr>'
        f"<w:r><w:{kind}/></w:r></w:p></w:footnote>"
        for number, kind in ((-1, "separator"), (0, "continuationSeparator")))
    lines += "".join(
        f'<w:footnote w:id="{n}"><w:p>{SPACE}{MARK}<w:r>{FONT}'
        f'<w:t xml:space="preserve"> {escape(text)}</w:t></w:r></w:p></w:footnote>' for n, text in enumerate(texts, 1))
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{lines}</w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), TYPE, xml.encode(), document.part.package)
    document.part.relate_to(part, RELATION.FOOTNOTES)
    known = parse_xml(f'<w:footnotePr {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>')
    settings = document.settings.element
    place = settings.find(qn("w:compat"))
    place.addprevious(known) if place is not None else settings.append(known)


def refer(paragraph: Paragraph, number: int) -> None:
    """The mark of a footnote at the end of what is written so far."""
    run = paragraph.add_run()
    run.font.superscript = True
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), str(number))
    run._r.append(mark)
