"""A template edited in Word works, or is refused with the name of what is missing."""

import io
import zipfile

import pytest
from docx import Document
from docx.shared import Cm

from reports.docx_file import read_template
from reports.official.build import render
from reports.official.draw import draw
from reports.official.outlines import OUTLINES
from reports.official.template import MEANINGS, TemplateRefused, check_template

SHIPPED = read_template("quarter.docx")
#: A picture of one dot.
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da63fcffff3f"
                    "03000500fe02fea735810000000049454e44ae426082")


def edited(change):
    document = Document(io.BytesIO(SHIPPED))
    change(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def paragraph(document, text):
    return next(p for p in document.paragraphs if p.text == text)


def remove(part):
    part.getparent().remove(part)


def refusal(data):
    with pytest.raises(TemplateRefused) as refused:
        check_template(data, SHIPPED)
    return str(refused.value)


@pytest.mark.parametrize("kind", sorted(OUTLINES))
def test_the_shipped_templates_are_the_drawn_ones(kind):
    with zipfile.ZipFile(io.BytesIO(draw(OUTLINES[kind]))) as ours, \
            zipfile.ZipFile(io.BytesIO(read_template(f"{kind}.docx"))) as theirs:
        assert {n: ours.read(n) for n in ours.namelist()} == {n: theirs.read(n) for n in theirs.namelist()}


@pytest.mark.parametrize("kind", sorted(OUTLINES))
def test_every_place_of_a_shipped_template_has_a_meaning(kind):
    shipped = read_template(f"{kind}.docx")
    check_template(shipped, shipped)


def test_a_renamed_place_is_refused_with_both_names():
    def rename(document):
        paragraph(document, "{%p for s in provinces %}").text = ""

    def misspell(document):
        paragraph(document, "{%p for s in province %}").text = "{%p for s in provnce %}"

    with pytest.raises(StopIteration):
        edited(rename)
    words = refusal(edited(misspell))
    assert "không có số liệu tên {{ provnce }}, có phải là {{ province }} (số liệu Cổng TTĐT tỉnh)" in words
    assert "thiếu ô {{ province }}: số liệu Cổng TTĐT tỉnh" in words


def test_a_deleted_row_of_a_table_is_refused_with_what_it_printed():
    words = refusal(edited(lambda document: remove(document.tables[3].rows[2]._tr)))
    assert "vòng lặp “Phụ biểu số 02” không còn in cột “STT” {{ r[0] }}, “Tên cơ quan, đơn vị” {{ r[1] }}, " in words


def test_a_deleted_end_of_a_loop_is_refused():
    assert "thường do xóa hàng mở hoặc đóng vòng lặp" in refusal(
        edited(lambda document: remove(document.tables[3].rows[3]._tr)))


def test_a_deleted_total_row_is_refused_by_name():
    assert "thiếu ô {{ pb02_total }}: dòng tổng Phụ biểu số 02" in refusal(
        edited(lambda document: remove(document.tables[3].rows[4]._tr)))


def test_a_report_cannot_be_without_its_coverage():
    def drop(document):
        first = paragraph(document, "{%p for s in coverage %}")._p
        for part in (first.getnext().getnext(), first.getnext(), first):
            remove(part)

    assert "thiếu ô {{ coverage }}: độ phủ và tỷ lệ sai" in refusal(edited(drop))


def test_a_pasted_picture_other_words_and_other_fonts_work():
    def change(document):
        document.paragraphs[3].add_run().add_picture(io.BytesIO(PNG), width=Cm(1))
        heading = next(p for p in document.paragraphs if p.text.startswith("IV. "))
        heading.runs[0].text = "IV. NỘI DUNG KHÁC"
        first = paragraph(document, "{%p for s in tasks %}")._p
        for part in (first.getnext().getnext(), first.getnext(), first):
            remove(part)

    data = edited(change)
    told = {name: [f"câu của {name}"] for name in MEANINGS} | {
        name: [[f"{name}{n}" for n in range(13)]] for name in ("pb01", "pb02", "pb03", "pb02_total", "pb03_total")}
    told |= {f"{name}_total": told[name][0] for name in ("pb02", "pb03")}
    made = Document(io.BytesIO(render("quarter", told, data)))
    text = [p.text for p in made.paragraphs]
    assert "IV. NỘI DUNG KHÁC" in text and "câu của province" in text and "câu của tasks" not in text
    assert len(made.inline_shapes) == 1


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.7", SHIPPED[:2000]])
def test_what_is_no_word_file_is_refused(data):
    assert "không phải tệp Word (.docx) đọc được" in refusal(data)


@pytest.mark.parametrize(("written", "said"), [
    ("{{ s|khongco }}", "không có cách viết “|khongco”"), ("{{ 1/0 }}", "có phép tính hoặc lệnh"),
    ("{% for i in range(9) %}{{ s }}{% endfor %}", "có phép tính hoặc lệnh"),
])
def test_a_template_computes_and_calls_nothing(written, said):
    def change(document):
        document.paragraphs[3].add_run(written)

    assert said in refusal(edited(change))


def test_a_template_reaches_figures_and_nothing_of_the_program():
    def attack(document):
        document.paragraphs[3].add_run("{{ period.__class__.__mro__ }}")



    told = {name: [f"câu của {name}"] for name in MEANINGS} | {name: [] for name in ("pb01", "pb02", "pb03")}
    with pytest.raises(TemplateRefused, match="một ô hỏi điều không có trong số liệu"):
        render("quarter", told | {"period": "quý"}, edited(attack))
