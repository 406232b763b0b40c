"""One sentence, the contradiction in it (or none)."""

import pytest

from reports.consistency.read_lines import read_lines
from reports.consistency.run import check_document

WRONG = [
    ("Đã trả lời 45/60 câu hỏi, đạt 80%.", "percent", "45/60 = 75,00 %, in là 80%"),
    ("Đạt 80% (45/60 câu hỏi).", "percent", "45/60 = 75,00 %, in là 80%"),
    ("Có 31.124 tin, tăng 7.000 tin, tăng 22,5% so với cùng kỳ.", "percent_base",
     "7.000 / 24.124 = 29,02 % (kỳ trước = 31.124 - 7.000), in là 22,5%; "
     "7.000 / 31.124 = 22,49 %, tức tính trên số kỳ này"),
    ("Toàn tỉnh có 60 cổng, gồm: 10 cổng khối Đảng; 20 cổng sở; 31 cổng xã.", "sum", "10 + 20 + 31 = 61 ≠ 60 (lệch 1)"),
    ("Có 500 thủ tục (cấp tỉnh: 300 thủ tục; cấp xã: 190 thủ tục).", "sum", "300 + 190 = 490 ≠ 500 (lệch 10)"),
    ("Tiếp nhận 120 câu hỏi, trong đó 130 câu hỏi về đất đai.", "part_of_whole", "phần 130 > toàn thể 120"),
    ("Thu hút 1.234.567 triệu lượt truy cập.", "unit", "1.234.567 triệu = 1.234.567.000.000; số viết đủ là 1.234.567"),
]
RIGHT = [
    "Đã trả lời 45/60 câu hỏi, đạt 75%.",
    "Có 25/29 cơ quan giải quyết rất tốt, với tỷ lệ giải quyết đúng hạn đạt từ 96% trở lên.",
    "Có 31.124 tin, tăng 7.015 tin, tăng 29,1% so với cùng kỳ.",
    "Toàn tỉnh có 61 cổng, gồm: 10 cổng khối Đảng; 20 cổng sở; 31 cổng xã.",
    "Đến ngày 25/6 mới trả lời 5/6 câu hỏi theo Nghị định số 42/2022/NĐ-CP ngày 24/6/2022.",
    "Thu hút 9,8 triệu lượt truy cập.",
]


@pytest.mark.parametrize(("text", "kind", "arithmetic"), WRONG)
def test_a_contradiction_is_found_with_its_arithmetic(text, kind, arithmetic):
    assert [(f.type, f.arithmetic) for f in check_document(read_lines("x", [text]))] == [(kind, arithmetic)]


@pytest.mark.parametrize("text", RIGHT)
def test_right_sentences_stay_in_peace(text):
    assert check_document(read_lines("x", [text])) == []
