"""One sentence, the contradiction in it (or none)."""

from decimal import Decimal

import pytest

from reports.consistency.checks.table_sums import check_rows
from reports.consistency.read_lines import read_lines
from reports.consistency.run import check_document
from reports.consistency.tables import Cell, Row, Table

WRONG = [
    ("Đã trả lời 45/60 câu hỏi, đạt 80%.", "percent", "45/60 = 75,00 %, in là 80%"),
    ("Đạt 80% (45/60 câu hỏi).", "percent", "45/60 = 75,00 %, in là 80%"),
    (
        "Có 31.124 tin, tăng 7.000 tin, tăng 22,5% so với cùng kỳ.",
        "percent_base",
        "7.000 / 24.124 = 29,02 % (kỳ trước = 31.124 - 7.000), in là 22,5%; "
        "7.000 / 31.124 = 22,49 %, tức tính trên số kỳ này",
    ),
    ("Toàn tỉnh có 60 cổng, gồm: 10 cổng khối Đảng; 20 cổng sở; 31 cổng xã.", "sum", "10 + 20 + 31 = 61 ≠ 60 (lệch 1)"),
    ("Có 500 thủ tục (cấp tỉnh: 300 thủ tục; cấp xã: 190 thủ tục).", "sum", "300 + 190 = 490 ≠ 500 (lệch 10)"),
    ("Tiếp nhận 120 câu hỏi, trong đó 130 câu hỏi về đất đai.", "part_of_whole", "phần 130 > toàn thể 120"),
    ("Tổng kinh phí là 860 triệu đồng, gồm: hạ tầng 240 triệu đồng; nhuận bút 520 triệu đồng.", "sum",
     "240.000.000 + 520.000.000 = 760.000.000 ≠ 860.000.000 (lệch 100.000.000)"),
    ("Thu hút 1.234.567 triệu lượt truy cập.", "unit", "1.234.567 triệu = 1.234.567.000.000; số viết đủ là 1.234.567"),
    (
        "Tiếp nhận 371 câu hỏi; đã trả lời 300/314 câu hỏi đủ điều kiện; xóa 67 câu hỏi.",
        "sum",
        "314 + 67 = 381 ≠ 371 (lệch 10)",
    ),
    (
        "Có 2.450 tin, tăng 350 tin, tương đương 14,3%, so với cùng kỳ.",
        "percent_base",
        "350 / 2.100 = 16,67 % (kỳ trước = 2.450 - 350), in là 14,3%; 350 / 2.450 = 14,29 %, tức tính trên số kỳ này",
    ),
]
RIGHT = [
    "Chưa nhập 3 chỉ tiêu: Tỷ lệ hài lòng; Số hội nghị được tổ chức; Tổng số thành viên Tổ Công nghệ số cộng đồng.",
    "Đã trả lời 45/60 câu hỏi, đạt 75%.",
    "Có 25/29 cơ quan giải quyết rất tốt, với tỷ lệ giải quyết đúng hạn đạt từ 96% trở lên.",
    "Có 31.124 tin, tăng 7.015 tin, tăng 29,1% so với cùng kỳ.",
    "Toàn tỉnh có 61 cổng, gồm: 10 cổng khối Đảng; 20 cổng sở; 31 cổng xã.",
    "Đến ngày 25/6 mới trả lời 5/6 câu hỏi theo Nghị định số 42/2022/NĐ-CP ngày 24/6/2022.",
    "Thu hút 9,8 triệu lượt truy cập.",
    "Toàn tỉnh có 2.120 TTHC (gồm: 1.613 TTHC cấp tỉnh, 331 TTHC cấp huyện, 176 cấp xã).",
    "Có 30/37 cơ quan gửi báo cáo đúng hạn, 05/37 cơ quan chưa gửi báo cáo.",
    "Đã giải quyết 45.210/45.900 hồ sơ, đạt 98,5% (đúng hạn 44.100 hồ sơ, chiếm 97,5% số hồ sơ đã giải quyết).",
    "Tiếp nhận 12.000 hồ sơ, tăng 20% so với quý IV/2023, tăng 5% so với kế hoạch năm 2024.",
    "Cổng của các huyện đã cập nhật 500 tin, bài trong quý; các Cổng của các xã đã cập nhật 600 tin, bài trong quý.",
    "152 xã có Cổng TTĐT, trong đó 140 xã thường xuyên cập nhật, 12 xã chưa cập nhật; 45 xã có trên 100 tin, bài.",
]


@pytest.mark.parametrize(("text", "kind", "arithmetic"), WRONG)
def test_a_contradiction_is_found_with_its_arithmetic(text, kind, arithmetic):
    assert [(f.type, f.arithmetic) for f in check_document(read_lines("x", [text]))] == [(kind, arithmetic)]


@pytest.mark.parametrize("text", RIGHT)
def test_right_sentences_stay_in_peace(text):
    assert check_document(read_lines("x", [text])) == []



def table_of(rows):
    return Table("", "", tuple(Row(n, f"Cơ quan {n}", tuple(Cell("count", str(v), Decimal(v)) for v in row), n, "")
                               for n, row in enumerate(rows, 1)))


def test_a_column_that_is_the_sum_of_those_behind_it_is_no_part_beside_them():
    assert list(check_rows(table_of([(200, 100, 90, 10), (80, 40, 40, 0), (60, 30, 20, 10), (40, 20, 15, 5),
                                     (100, 70, 60, 10), (20, 10, 9, 1)]))) == []


def test_a_row_that_breaks_the_sum_of_its_table_is_named():
    broken = table_of([(30, 10, 20), (50, 25, 25), (70, 30, 40), (90, 45, 45), (20, 9, 10), (60, 20, 40)])
    assert [f.arithmetic for f in check_rows(broken)] == ["Cơ quan 5: 9 + 10 = 19 ≠ 20"]


def test_a_part_that_is_nought_in_most_rows_belongs_to_the_sum():
    rows = [(3, 1, 1, 1, 0), (5, 3, 1, 1, 0), (7, 3, 3, 1, 0), (9, 4, 4, 1, 0), (6, 4, 1, 1, 0), (2, 1, 0, 0, 1)]
    assert list(check_rows(table_of(rows))) == []
    assert [f.arithmetic for f in check_rows(table_of([*rows, (8, 4, 2, 1, 0)]))] == [
        "Cơ quan 7: 4 + 2 + 1 + 0 = 7 ≠ 8"]


@pytest.mark.parametrize(("text", "arithmetic"), [
    ("Toàn tỉnh đăng 1,234 tin, gồm 800 tin ảnh; 434 tin chữ.", []),
    ("Tiếp nhận 12,450 hồ sơ, đã giải quyết 11,205/12,450 hồ sơ, đạt 90%.", []),
    ("Có 1,250,000 lượt, tăng 50,000 lượt so với quý I (1,200,000 lượt).", []),
    ("Đạt 7,125 điểm, tăng 1,025 điểm so với năm 2023 (6,100 điểm).", []),
    ("Đăng 2,310 tin, tăng 310 tin so với cùng kỳ (2,100 tin).", ["2,310 - 2,100 = 210, in là 310"]),
])
def test_a_comma_before_three_digits_groups_what_is_counted(text, arithmetic):
    assert [f.arithmetic for f in check_document(read_lines("x", [text]))] == arithmetic
