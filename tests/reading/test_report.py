"""What `crawler read` prints for people: Vietnamese words, days as they are written here."""

from spiders.reading.report import as_text
from tests.reading.corpora import SAVED, saved_case


def lines_of(name):
    case = saved_case(SAVED / name)
    return as_text(case.read("none"), case.url).splitlines()


def test_a_question_with_its_days_and_its_state():
    asked = [line for line in lines_of("qa/webforms-grid") if "hỏi: " in line]
    assert asked[0] == ("   1. hỏi: 10/11/2026, trả lời: 13/11/2026 [đã trả lời]  "
                        "Xin hỏi thủ tục chuyển mục đích sử dụng đất ở cần giấy tờ gì?")
    assert "[chờ tiếp nhận]" in asked[2]


def test_where_a_row_s_day_stands_and_how_sure_it_is():
    dated = [line for line in lines_of("list/vnpt") if line.startswith("   1.")]
    assert ", ở dòng, chắc chắn)" in dated[0]
