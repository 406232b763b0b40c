"""The published tables of nine months 2023 come in as they are, their impossible lines flagged and nothing mended."""

from collections import Counter
from decimal import Decimal

import pytest
import xlsxwriter

from monitor.agencies import Agencies, load_agencies
from monitor.periods import parse_period
from tests.imports.helpers import PUBLISHED, ROOT, call, parse, published, stored

LEVELS = ("l2", "l3", "l4")
ENDS = ("early", "on_time", "late")
PERIOD = parse_period("2023-9M")


def test_questions_of_nine_months():
    parsed = parse(PUBLISHED / "questions_2023_9m.csv")
    assert parsed.period == PERIOD
    assert (len(parsed.lines), parsed.flags, parsed.notices) == (37, (), ())
    sums = Counter()
    for line in parsed.lines:
        sums.update({n: v for n, v in line.figures.items() if isinstance(v, Decimal)})
    total = published("questions_2023_9m.csv")[-1]
    columns = ("total", "answered", "awaiting_answer", "awaiting_acceptance", "deleted")
    assert [sums[c] for c in columns] == [int(total[c]) for c in columns] == [371, 300, 7, 7, 57]


IMPOSSIBLE = {  # line of the file: what cannot be true of it
    3: {"under_minimum", "over_maximum"}, 7: {"under_minimum", "over_maximum"}, 8: {"under_minimum", "over_maximum"},
    10: {"under_minimum", "over_maximum"}, 20: {"under_minimum"}, 27: {"under_minimum", "over_maximum"},
}


def test_dossiers_of_nine_months_with_their_impossible_lines():
    parsed = parse(PUBLISHED / "dossiers_2023_9m.csv", "dossiers")
    assert (len(parsed.lines), parsed.notices) == (29, ())
    assert {n.line: {f.code for f in n.flags} for n in parsed.lines if n.flags} == IMPOSSIBLE
    assert [f.words for f in parsed.flags if f.cell == "P27"] == ["Đang giải quyết là -84, không thể nhỏ hơn 0"]
    assert [f.words for f in parsed.flags if f.cell == "Q7"] == [
        "Tỷ lệ giải quyết (%) là 108,4, không thể lớn hơn 100"]


@pytest.fixture
def printed_dossiers(tmp_path):
    """The table as it is printed: titles, three merged heading lines, column numbers, a total, a signature."""
    path = tmp_path / "phu-bieu-03.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, merged = book.add_worksheet("PB03"), book.add_format({"align": "center"})
        page.merge_range("A1:S1", "BẢNG THỐNG KÊ CHI TIẾT TÌNH HÌNH XỬ LÝ DỊCH VỤ CÔNG TRONG TOÀN TỈNH", merged)
        page.merge_range("A2:S2", "9 THÁNG NĂM 2023 (Từ ngày 01/01 đến ngày 25/9/2023)", merged)
        for cells, words in (("A4:A6", "Stt"), ("B4:B6", "TÊN CƠ QUAN"), ("C4:P4", "TÌNH HÌNH XỬ LÝ"),
                             ("C5:C6", "TỔNG SỐ HỒ SƠ"), ("D5:D6", "TỒN"), ("E5:F5", "TIẾP NHẬN"),
                             ("G5:I5", "ĐÃ GIẢI QUYẾT MỨC ĐỘ 2"), ("J5:L5", "ĐÃ GIẢI QUYẾT MỨC ĐỘ 3"),
                             ("M5:O5", "ĐÃ GIẢI QUYẾT MỨC ĐỘ 4"), ("P5:P6", "ĐANG GIẢI QUYẾT"),
                             ("Q4:Q6", "TỶ LỆ GIẢI QUYẾT %"), ("R4:R6", "TỶ LỆ GIẢI QUYẾT ĐÚNG VÀ TRƯỚC HẠN"),
                             ("S4:S6", "ĐIỂM")):
            page.merge_range(cells, words, merged)
        page.write_row("E6", ["MCĐT", "TRỰC TUYẾN", *("Trước hạn", "Đúng hạn", "Trể hạn") * 3])
        page.write_row("A7", [f"({n})" for n in range(1, 20)])
        rows = published("dossiers_2023_9m.csv")
        for line, row in enumerate(rows, 7):
            for column, (name, text) in enumerate(row.items()):
                if name == "agency" or not text:
                    page.write(line, column, text)
                elif name.endswith("_pct"):
                    page.write(line, column, f"{text}%".replace(".", ","))
                else:
                    page.write(line, column, int(text) if column % 2 else f"{int(text):,}".replace(",", "."))
        page.write(line + 2, 13, "KT. CHỦ TỊCH")
    return path


def test_the_printed_layout_gives_the_same_figures(printed_dossiers):
    parsed = parse(printed_dossiers, "dossiers")
    plain = parse(PUBLISHED / "dossiers_2023_9m.csv", "dossiers")
    assert parsed.period == PERIOD  # not the days in brackets: a report on nine months closes early
    assert [dict(n.figures) for n in parsed.lines] == [
        {k: Decimal(str(v)) if v is not None else None for k, v in n.figures.items()} for n in plain.lines]
    assert [n.subject for n in parsed.lines] == [n.subject for n in plain.lines]
    assert [f.code for f in parsed.flags] == [f.code for f in plain.flags]
    assert parsed.notices == ("1 dòng không phải số liệu: dòng 39",)


def test_a_wrong_total_is_said(tmp_path):
    rows = (PUBLISHED / "questions_2023_9m.csv").read_text(encoding="utf-8").replace("371,300", "372,300")
    path = tmp_path / "questions_2023_9m.csv"
    path.write_text(rows, encoding="utf-8")
    assert parse(path).notices == ("dòng tổng 39 không khớp: ô C39 ghi 372, cộng các dòng được 371",)


def test_both_tables_are_stored(tmp_path):
    for kind in ("questions", "dossiers"):
        done = call(tmp_path, kind, PUBLISHED / f"{kind}_2023_9m.csv")
        assert done.exit_code == 0, done.output
    assert "11 giá trị không thể đúng" in done.output and "TOTAL" not in done.output
    (questions, lines), (dossiers, others) = stored(tmp_path)
    assert (questions.kind, len(lines), dossiers.kind, len(others)) == ("questions", 37, "dossiers", 29)
    assert sum(len(row.flags) for row in others) == 11


def test_every_published_spelling_is_one_body():
    """20 of 39 bodies are spelt differently in the two tables (24 with the third one)."""
    agencies = Agencies(load_agencies(ROOT / "registry"), PERIOD)
    spelt = {}
    for name in ("questions_2023_9m.csv", "dossiers_2023_9m.csv"):
        for row in published(name)[:-1]:
            spelt.setdefault(agencies.find(row["agency"]), set()).add(row["agency"])
    assert len(spelt) == 39
    assert spelt["LCI-C-SNNPTNT"] == {"Sở Nông nghiệp và PTNT", "Sở Nông nghiệp và Phát triển nông thôn"}
    assert spelt["LCI-C-TXSAPA"] == {"Thị xã Sa Pa", "UBND thị xã Sa Pa"}
    assert sum(len(names) > 1 for names in spelt.values()) == 20
