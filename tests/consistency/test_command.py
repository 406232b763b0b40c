"""`python -m reports check`: JSON, words, exit codes, refused files, DOCX with tables and footnotes."""

import json
import zipfile

import pytest
from docx import Document as new_docx
from typer.testing import CliRunner

from reports.__main__ import app
from reports.consistency.run import check_file

WRONG = "Đã trả lời 45/60 câu hỏi, đạt 80%."
NOTES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r>
<w:t>%s</w:t></w:r></w:p></w:footnote></w:footnotes>"""
KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def run(*args):
    return CliRunner().invoke(app, ["check", *(str(arg) for arg in args)])


def test_json_has_the_shape_of_the_contract(tmp_path):
    (tmp_path / "a.txt").write_text(f"BÁO CÁO\n{WRONG}\n", encoding="utf-8")
    result = run(tmp_path / "a.txt", "--json")
    assert json.loads(result.stdout) == [
        {
            "id": "percent-2",
            "severity": "error",
            "type": "percent",
            "quotes": [{"text": "45/60 câu hỏi, đạt 80%", "line": 2}],
            "arithmetic": "45/60 = 75,00 %, in là 80%",
        }
    ]
    assert result.exit_code == 3


def test_a_report_without_contradictions_ends_with_0(tmp_path):
    (tmp_path / "a.txt").write_text("Đã trả lời 45/60 câu hỏi, đạt 75%.\n", encoding="utf-8")
    result = run(tmp_path / "a.txt")
    assert (result.exit_code, "không thấy mâu thuẫn" in result.stdout) == (0, True)
    assert json.loads(run(tmp_path / "a.txt", "--json").stdout) == []


def test_people_read_a_table(tmp_path):
    (tmp_path / "a.txt").write_text(WRONG, encoding="utf-8")
    assert "75,00 %" in run(tmp_path / "a.txt").stdout


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Không đọc được"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 broken", "Word"),
        (b"\xff\xfeB\x00", "UTF-8"),
        (b"", "không có chữ nào"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(tmp_path, content, words):
    file = tmp_path / "a.x"
    if content is not None:
        file.write_bytes(content)
    result = run(file, "--json")
    assert (result.exit_code, result.stdout.startswith("[")) == (2, False)
    assert words in result.output


def test_a_word_file_is_read_with_its_tables_and_footnotes(tmp_path):
    paper = new_docx()
    paper.add_paragraph("Trong quý, đã trả lời 30/40 câu hỏi, đạt 75%.")
    table = paper.add_table(rows=0, cols=4)
    for cells in (
        ("STT", "Cơ quan", "Số câu hỏi", "Đã trả lời"),
        ("1", "Sở A", "10", "9"),
        ("2", "Sở B", "20", "18"),
        ("3", "Sở C", "12", "3"),
        ("", "Tổng số", "42", "31"),
    ):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    paper.save(tmp_path / "plain.docx")
    add_footnote(tmp_path / "plain.docx", tmp_path / "a.docx", WRONG)
    found = json.loads(run(tmp_path / "a.docx", "--json").stdout)
    assert [(f["type"], f["quotes"][0]["line"], f["arithmetic"]) for f in found] == [
        ("table_total", 6, "cột 'Đã trả lời': 3 hàng cộng lại 30, hàng tổng in 31 (lệch 1)"),
        ("percent", 7, "45/60 = 75,00 %, in là 80%"),
    ]


def add_footnote(source, target, text):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(
                    b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{KIND}"/></Types>'.encode()
                )
            if name == "word/_rels/document.xml.rels":
                data = data.replace(
                    b"</Relationships>",
                    f'<Relationship Id="rId99" Type="{RELATION}" Target="footnotes.xml"/></Relationships>'.encode(),
                )
            new.writestr(name, data)
        new.writestr("word/footnotes.xml", NOTES % text)


@pytest.mark.parametrize(("total", "types"), [(270, []), (280, ["row_sum", "table_total"])])
def test_a_word_table_with_merged_cells(tmp_path, total, types):
    document = new_docx()
    document.add_paragraph("Phụ lục: Kết quả giải quyết hồ sơ")
    table = document.add_table(0, 6)
    rows = [("STT", "Đơn vị", "Tổng số", "Đã giải quyết", "", "Đang giải quyết"),
            ("", "", "", "Đúng hạn", "Quá hạn", ""), ("I", "Sở, ban, ngành", "", "", "", ""),
            ("1", "Sở A", "100", "80", "10", "10"),
            ("2", "Sở B", "50", "40", "5", "5"), ("3", "Sở C", "70", "60", "4", "6"), ("II", "Xã, phường", *[""] * 4),
            ("4", "Xã D", "30", "20", "5", "5"), ("5", "Xã E", "20", "15", "2", "3"),
            ("", "Tổng cộng", str(total), "215", "26", "29")]
    made = [table.add_row().cells for _ in rows]
    for cells, words in zip(made, rows, strict=True):
        for cell, word in zip(cells, words, strict=True):
            cell.text = word
    for column in (0, 1, 2, 5):
        made[0][column].merge(made[1][column])
    made[0][3].merge(made[0][4])
    for heading in (2, 6):
        made[heading][1].merge(made[heading][5])
    made[-1][0].merge(made[-1][1])
    document.save(tmp_path / "gop.docx")
    assert [f.type for f in check_file(tmp_path / "gop.docx")] == types
