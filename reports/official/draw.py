"""Draws the templates that come with the program; staff edit the DOCX files, and this is how a spoilt one comes back.

`python -m reports.official.draw FOLDER` writes them all.
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from docx import Document as new_document
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reports.docx_file import fix_times
from reports.official.footnotes import add_footnotes, refer
from reports.official.outlines import OUTLINES, Outline

FONT = "Times New Roman"
RULE = (("top", "left", "right"), "bottom")


def draw(outline: Outline) -> bytes:
    """One template as a file."""
    document = new_document()
    _page(document)
    _head(document, outline)
    for style, text in outline.body:
        _write(document, style, text)
    _foot(document, outline)
    for title, columns, loop, total in outline.appendices:
        _appendix(document, outline, (title, columns, loop, total))
    if outline.footnotes:
        add_footnotes(document, outline.footnotes)
    made = io.BytesIO()
    document.core_properties.author = ""
    document.core_properties.title = outline.abstract.split("{{")[0].strip()
    document.save(made)
    return fix_times(made.getvalue())


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin, section.header_distance = Mm(30), Mm(15), Mm(10)
    section.different_first_page_header_footer = True  # no number on the first page
    normal = document.styles["Normal"]
    assert isinstance(normal, ParagraphStyle)
    normal.font.name, normal.font.size = FONT, Pt(14)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    normal.paragraph_format.space_after = Pt(0)
    number = section.header.paragraphs[0]
    number.alignment = ALIGN.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        run.font.size = Pt(13)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._r.append(part)


def _head(document: Document, outline: Outline) -> None:
    """The two columns above: who issues it, and the motto; number and day are left blank."""
    table = document.add_table(2, 2)
    table.autofit = False
    for column, width in enumerate((Cm(6.3), Cm(10.2))):
        table.columns[column].width = width
        for row in table.rows:
            row.cells[column].width = width
    left, right = table.rows[0].cells
    for n, line in enumerate(outline.issuer):
        _line(left, line, 13, bold=n > 0, first=n == 0)
    _rule(left.add_paragraph(), Cm(2.2))
    _line(right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 13, bold=True, first=True)
    _line(right, "Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    _rule(right.add_paragraph(), Cm(1.9))
    number, day = table.rows[1].cells
    _line(number, f"Số:         /{outline.sign}", 13, first=True)
    _line(day, f"{outline.place}, ngày       tháng       năm {{{{ year }}}}", 14, italic=True, first=True)
    for text, size in (("", 6), (outline.name, 14), (outline.abstract, 14)):
        title = document.add_paragraph()
        title.alignment = ALIGN.CENTER
        run = title.add_run(text)
        run.bold, run.font.size = True, Pt(size)
    _rule(document.add_paragraph(), Cm(5.8))


def _line(cell: _Cell, text: str, size: int, *, bold: bool = False, italic: bool = False, first: bool = False) -> None:
    paragraph = cell.paragraphs[0] if first else cell.add_paragraph()
    paragraph.alignment = ALIGN.CENTER
    run = paragraph.add_run(text)
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)


def _rule(paragraph: Paragraph, indent: int) -> None:
    """A line a third to a half as wide as the words above: the upper border of a narrow paragraph."""
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = indent
    paragraph.paragraph_format.space_before = Pt(2)
    border, top = OxmlElement("w:pBdr"), OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    border.append(top)
    paragraph._p.get_or_add_pPr().append(border)
    mark = OxmlElement("w:rPr")
    size = OxmlElement("w:sz")
    size.set(qn("w:val"), "8")
    mark.append(size)
    paragraph._p.get_or_add_pPr().append(mark)


def _write(document: Document, style: str, text: str) -> None:
    """`h1`, `h2`, `h3` headings, `p` text, `*` a list of sentences, `t` a table of the body."""
    if style == "*":
        for part in (f"{{%p for s in {text} %}}", "{{ s }}", "{%p endfor %}"):
            _body(document.add_paragraph(), part)
    elif style.startswith("t:"):
        _table(document, tuple(style[2:].split("|")), text, total=False)
    else:
        paragraph = document.add_paragraph()
        run = _body(paragraph, text)
        run.bold, run.italic = style in ("h1", "h2"), style == "h3"
        paragraph.paragraph_format.keep_with_next = style != "p" or text.endswith("./.")


def _body(paragraph: Paragraph, text: str) -> Run:
    form = paragraph.paragraph_format
    form.first_line_indent, form.space_before, form.space_after = Cm(1.27), Pt(0), Pt(6)
    paragraph.alignment = ALIGN.JUSTIFY
    words, *notes = text.split("^")
    run = paragraph.add_run(words)
    for note in notes:
        refer(paragraph, int(note[0]))
        paragraph.add_run(note[1:])
    return run


def _foot(document: Document, outline: Outline) -> None:
    """Whom it goes to, and the post that signs; the name is left blank."""
    for last in document.paragraphs[-3:]:
        last.paragraph_format.keep_with_next = True  # nobody signs a page without words
    table = document.add_table(1, 2)
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    left, right = table.rows[0].cells
    for n, text in enumerate(("Nơi nhận:", *outline.sent_to)):
        paragraph = left.paragraphs[0] if n == 0 else left.add_paragraph()
        run = paragraph.add_run(text)
        run.bold = run.italic = n == 0
        run.font.size = Pt(12 if n == 0 else 11)
    for n, text in enumerate((*outline.signed, "", "", "", "")):
        _line(right, text, 14, bold=True, first=n == 0)


def _appendix(document: Document, outline: Outline, one: tuple[str, tuple[str, ...], str, bool]) -> None:
    title, columns, loop, total = one
    section = document.add_section(WD_SECTION.NEW_PAGE)
    wide = len(columns) > 6
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.different_first_page_header_footer = False
    name, _, words = title.partition(": ")
    attached = f"(Kèm theo Báo cáo số         /{outline.sign} ngày       tháng       năm {{{{ year }}}})"
    for text, bold, italic in ((name, True, False), (words.upper(), True, False), ("({{ window }})", False, True),
                               (attached, False, True)):
        paragraph = document.add_paragraph()
        paragraph.alignment = ALIGN.CENTER
        run = paragraph.add_run(text)
        run.bold, run.italic, run.font.size = bold, italic, Pt(13)
    if columns:
        _table(document, columns, loop, total=total)
    else:
        _write(document, "*", loop)


def _table(document: Document, columns: tuple[str, ...], loop: str, *, total: bool) -> None:
    """A heading row that is repeated on each page, a row for each line of the loop, and the total."""
    rows: list[tuple[str, ...]] = [columns, (f"{{%tr for r in {loop} %}}",),
                                   tuple(f"{{{{ r[{n}] }}}}" for n in range(len(columns))), ("{%tr endfor %}",)]
    if total:
        rows.append(tuple(f"{{{{ {loop}_total[{n}] }}}}" for n in range(len(columns))))
    table = document.add_table(len(rows), len(columns), "Table Grid")
    table.autofit = False
    size, widths = (10 if len(columns) > 6 else 11), _widths(columns)
    for line, row in enumerate(rows):
        for column, cell in enumerate(table.rows[line].cells):
            cell.width = table.columns[column].width = Cm(widths[column])
            paragraph = cell.paragraphs[0]
            words = column in (1, 2, 5) and not _is_number(columns[column])
            paragraph.alignment = ALIGN.CENTER if line == 0 or not words else ALIGN.LEFT
            if columns[column] in ("Ghi chú", "Căn cứ"):
                paragraph.alignment = ALIGN.CENTER if line == 0 else ALIGN.LEFT
            run = paragraph.add_run(row[column] if column < len(row) else "")
            run.font.size, run.bold = Pt(size), line in (0, 4)
    header = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(header)
    for made in table.rows:
        made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _is_number(name: str) -> bool:
    return name.split(" ")[0] in ("Điểm", "Tổng", "Tồn", "Chờ", "Câu", "Đã", "Một", "Trực", "Đúng", "Tỷ", "Số", "Đang")


def _widths(columns: tuple[str, ...]) -> list[float]:
    """The width of the page shared out: words get more than numbers."""
    whole = 25.0 if len(columns) > 6 else 16.5
    weight = [{"STT": 0.7, "TT": 0.7, "Ghi chú": 4.5, "Điểm": 0.8, "Đơn vị tính": 1.0, "Nhập liệu": 1.2}.get(name, 0.0)
              or (2.6 if name.startswith("Tên") else 1.4 if "/" in name else 1.0) for name in columns]
    return [whole * part / sum(weight) for part in weight]


def main() -> None:
    folder = Path(sys.argv[1])
    for name, outline in OUTLINES.items():
        (folder / f"{name}.docx").write_bytes(draw(outline))


if __name__ == "__main__":
    main()
