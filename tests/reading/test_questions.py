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
