"""Questions: states in their many words, names masked, dates by label."""

from datetime import date, datetime

import pytest

from spiders.reading import read
from spiders.reading.question_words import mask

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")


def questions_of(body):
    html = f"<html><head><title>Hỏi đáp</title></head><body><h1>Hỏi đáp</h1>{body}</body></html>"
    return read(html.encode(), "https://xamau.example.vn/hoi-dap", now=NOW, expect="qa").questions


def rows(state):
    return "".join(
        f'<div class="q"><a href="/hoi-dap/{n}">Câu hỏi của công dân về thủ tục đất đai số {n}?</a>'
        f"<p>Ngày hỏi: 0{n}/11/2026</p><p>Trạng thái: {state}</p></div>" for n in range(1, 5))


@pytest.mark.parametrize(("words", "state"), [
    ("Đã trả lời", "answered"), ("Đã được giải đáp", "answered"), ("Đã phản hồi", "answered"),
    ("Chưa trả lời", "awaiting_answer"), ("Chờ trả lời", "awaiting_answer"), ("Đang xử lý", "awaiting_answer"),
    ("Đã tiếp nhận", "awaiting_answer"), ("Chưa được phản hồi", "awaiting_answer"),
    ("Chờ tiếp nhận", "awaiting_acceptance"), ("Chưa tiếp nhận", "awaiting_acceptance"), ("Không rõ", None),
])
def test_states(words, state):
    found = questions_of(rows(words))
    assert [(q.state, q.asked_on) for q in found] == [(state, date(2026, 11, n)) for n in range(1, 5)]


@pytest.mark.parametrize(("name", "masked"), [
    ("Nguyễn Văn An", "N. V. A."), ("Giàng A Páo", "G. A. P."), ("Đặng Thị Ửng", "Đ. T. Ử."), ("anh Bình", "A. B."),
    ("0912345678", ""), ("", ""), ("lan@example.vn", "L. E. V."),
])
def test_no_name_of_a_citizen_is_kept(name, masked):
    assert mask(name) == masked


def test_a_page_of_news_about_questions_is_no_place_of_questions():
    posts = "".join(f'<div class="t"><h3><a href="/tin/{n}">Hội nghị đối thoại với người dân lần thứ {n}</a></h3>'
                    f"<span>0{n}/11/2026</span></div>" for n in range(1, 6))
    html = f"<html><head><title>Tin tức</title></head><body><h1>Tin tức</h1>{posts}</body></html>"
    assert read(html.encode(), "https://xamau.example.vn/tin", now=NOW).kind == "list"


BESIDE = "<div class='sidebar'><h3>Tin mới</h3><ul>" + "".join(
    f'<li><a href="/tin/bai-viet-so-{n}-cua-xa">Bài viết số {n} về nông thôn mới</a> <span>0{n}/11/2026</span></li>'
    for n in range(1, 6)) + "</ul></div>"
ONE_ROW = {
    "table": ("<table><tr><th>Câu hỏi</th><th>Trạng thái</th></tr><tr><td><a href='/hoi-dap?cauhoi=5'>Thủ tục tách "
              "thửa đất cần những giấy tờ gì?</a><div>Ngày hỏi: 24/03/2026</div></td><td>Đã trả lời</td></tr></table>"),
    "block": ("<div class='q'><a href='/hoi-dap?cauhoi=5'>Thủ tục tách thửa đất cần những giấy tờ gì?</a>"
              "<p>Ngày hỏi: 24/03/2026</p><p>Trạng thái: Đã trả lời</p></div>"),
}


@pytest.mark.parametrize("row", ONE_ROW)
def test_the_last_page_of_a_board_may_hold_one_question(row):
    """Else the question that a new one pushes onto it would count as taken away."""
    html = (f"<html><head><title>Hỏi - Đáp</title></head><body><div class='main'><h1>Hỏi - Đáp</h1>{ONE_ROW[row]}"
            f"<div class='pager'><a href='/hoi-dap'>1</a> <span>2</span></div></div>{BESIDE}</body></html>")
    reading = read(html.encode(), "https://xamau.example.vn/hoi-dap?page=2", now=NOW, expect="list")
    assert reading.kind == "qa"
    assert [(q.key, q.asked_on, q.state) for q in reading.questions] == [
        ("xamau.example.vn/hoi-dap?cauhoi=5", date(2026, 3, 24), "answered")]
