"""The same table in every clothing that people send it in gives the same lines."""

import unicodedata

import pytest
import xlsxwriter

from monitor.imports.kinds import load_kinds
from tests.imports.helpers import HEADING, ROWS, TITLE, csv_text, parse, write_xlsx

LINES = [("LCI-S-11", [21, 18, 0, 0, 3]), ("LCI-S-03", [5, 5, 0, 0, 0]), ("LCI-X-03037", [9, 7, 1, 1, 0])]
COLUMNS = ("total", "answered", "awaiting_answer", "awaiting_acceptance", "deleted")


def lines(path):
    return [(n.subject, [n.figures[c] for c in COLUMNS]) for n in parse(path).lines]


def cp1258(text):
    """As Windows writes Vietnamese: letters with hats, tones as marks of their own."""
    marks = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for letter in text:
        pieces = unicodedata.normalize("NFD", letter)
        tones = [p for p in pieces if p in marks]
        out.append(unicodedata.normalize("NFC", "".join(p for p in pieces if p not in marks)) + "".join(tones))
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "nfd", "cp1258"])
def test_every_encoding_and_separator(tmp_path, encoding, separator):
    text = csv_text([HEADING, *ROWS], separator).replace("\n", "\r\n")
    path = tmp_path / "bang.csv"
    if encoding == "nfd":
        path.write_bytes(unicodedata.normalize("NFD", text).encode())
    else:
        path.write_bytes(cp1258(text) if encoding == "cp1258" else text.encode(encoding))
    assert lines(path) == LINES


def test_a_plain_workbook(tmp_path):
    assert lines(write_xlsx(tmp_path / "bang.xlsx", [HEADING, *ROWS])) == LINES


def test_other_order_other_names_and_columns_nobody_asked_for(tmp_path):
    heading = ("Đơn vị", "Tỉnh", "Câu hỏi xoá (nếu có)", "Chờ\ntiếp nhận", "Đã trả lời", "Chờ trả lời", "TỔNG SỐ")
    rows = [(r[1], "Lào Cai", r[6], r[5], r[3], r[4], r[2]) for r in ROWS]
    path = write_xlsx(tmp_path / "bang.xlsx", [heading, *rows])
    assert lines(path) == LINES
    assert parse(path).notices == ("1 cột không dùng: B2 “Tỉnh”",)


def test_text_figures_headings_between_a_total_and_a_signature(tmp_path):
    rows = [
        ("Phụ biểu 02",), (), HEADING, ("A", "B", *(f"({n})" for n in range(1, 6))), ("I", "Khối sở, ngành"),
        (1, "Sở Y Tế", "21", "18", "-", "", "3"), (2, "SỞ TƯ PHÁP", " 5 ", "5", "0", "0", "0"), ("II", "Xã, phường"),
        (3, "UBND xã Tả Van", 9, 7, 1, 1, 0), ("", "Tổng số", 35, 30, 1, 1, 3), (),
        ("", "Người lập biểu", "", "", "", "TM. ỦY BAN NHÂN DÂN"),
    ]
    path = write_xlsx(tmp_path / "bang.xlsx", rows)
    parsed = parse(path)
    assert [(n.subject, [n.figures[c] for c in COLUMNS]) for n in parsed.lines] == [
        ("LCI-S-11", [21, 18, None, None, 3]), *LINES[1:]]
    assert [dict(n.said) for n in parsed.lines] == [{"awaiting_answer": "-"}, {}, {}]
    assert parsed.notices == (
        "3 dòng không phải số liệu: dòng 6 “Khối sở, ngành”, dòng 9 “Xã, phường”, dòng 13 “Người lập biểu”",)


def test_formulas_that_were_computed_and_hidden_lines_are_read(tmp_path):
    path = tmp_path / "bang.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("PB02")
        for line, row in enumerate([[TITLE], HEADING, *ROWS]):
            page.write_row(line, 0, row)
        page.write_formula("C3", "=SUM(D3:G3)", None, 21)
        page.set_row(3, None, None, {"hidden": True})
    assert lines(path) == LINES
    assert parse(path).notices == ("1 dòng đang ẩn cũng được đọc: 4",)


def test_impossible_values_are_kept_and_flagged(tmp_path):
    rows = [(1, "Sở Y tế", 21, 19, 0, 0, 3), (2, "Sở Tư pháp", -5, -5, 0, 0, 0), ROWS[2]]
    parsed = parse(write_xlsx(tmp_path / "bang.xlsx", [HEADING, *rows]))
    assert [(f.code, f.cell) for n in parsed.lines for f in n.flags] == [
        ("sum", "C3"), ("under_minimum", "C4"), ("under_minimum", "D4")]
    assert parsed.lines[0].flags[0].words == (
        "tổng số câu hỏi phải bằng đã trả lời + chờ trả lời + chờ tiếp nhận + câu hỏi xóa (21 ≠ 22)")
    assert parsed.lines[1].figures["total"] == -5


def test_indicators_are_computed_again_from_their_parts(tmp_path):
    rows = [("TT", "Tên mục tiêu", "Kết quả"), ("1", "CDS-6", "79,6%"), ("-", "CDS-6.1", "463.724"),
            ("-", "CDS-6.2", "582.476"), ("*", "CDS-6.3", "96,5"), ("-", "CDS-6.4", 556659), ("-", "CDS-6.5", 582476),
            ("7", "Tỷ lệ tổ chức, cá nhân hài lòng về việc giải quyết thủ tục hành chính", "-"),
            ("11", "CDS-11", "101")]
    parsed = parse(write_xlsx(tmp_path / "b.xlsx", rows, title="Tuần 05 năm 2025"), "indicators")
    assert [(f.code, f.cell) for n in parsed.lines for f in n.flags] == [("rate", "C6"), ("over_maximum", "C10")]
    assert {n.subject: dict(n.said) for n in parsed.lines if n.said} == {"CDS-7": {"value": "-"}}


def test_late_self_reports_and_scores_by_others_are_kept(tmp_path):
    rows = [("Cơ quan", "Ngày nhận", "Hạn nộp"), ("Sở Y tế", "23/12/2026", "25/12/2026"),
            ("Sở Tư pháp", "28/12/2026", "25/12/2026")]
    parsed = parse(write_xlsx(tmp_path / "b.xlsx", rows), "self_reports")
    assert [[f.words for f in n.flags] for n in parsed.lines] == [[], ["nộp sau hạn (28/12/2026, hạn 25/12/2026)"]]
    rows = [("Xã, phường", "Điểm", "Thang điểm"), ("Xã Tả Van", "47,5", 50), ("Phường Sa Pa", 51, 50)]
    parsed = parse(write_xlsx(tmp_path / "c.xlsx", rows), "commune_scores")
    assert [[f.code for f in n.flags] for n in parsed.lines] == [[], ["at_most"]]


def test_every_kind_says_what_it_is_in_vietnamese():
    assert set(load_kinds()) == {"commune_scores", "dossiers", "editorial_boards", "indicators", "questions",
                                 "self_reports", "social", "visits", "weekly_agencies"}
    for kind in load_kinds().values():
        assert kind.title and kind.about.endswith(".")
        assert unicodedata.is_normalized("NFC", kind.title + kind.about + "".join(c.title for c in kind.columns))
