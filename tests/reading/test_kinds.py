"""Pages that are none of the site's: what they say, short and long, with which status."""

from datetime import datetime

import pytest

from spiders.reading import read

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")
TEXT = "".join(  # a text counts once, however often a page repeats it
    f"<p>Ủy ban nhân dân xã tổ chức hội nghị lần thứ {n} đánh giá kết quả thực hiện nhiệm vụ.</p>" for n in range(12))


def kind_of(body, status=200, title="Thông báo"):
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return read(html.encode(), "https://xamau.example.vn/tin", now=NOW, status=status).kind


SAID = [
    ("Vui lòng đợi 30 giây", "refusal"), ("Hãy đợi 12 giây", "refusal"), ("Bạn truy cập quá nhanh", "refusal"),
    ("Too many requests", "refusal"), ("Hệ thống đang bảo trì", "maintenance"),
    ("Website đang được nâng cấp, vui lòng quay lại sau", "maintenance"),
    ("Tên miền này đang được rao bán", "parked"), ("This domain has expired", "parked"),
    ("Không tìm thấy trang", "not_found"), ("Page not found", "not_found"), ("Bài viết đã bị xóa", "not_found"),
    ("Error establishing a database connection", "error"), ("Server Error in '/' Application.", "error"),
    ("Đã xảy ra lỗi", "error"), ("Just a moment...", "challenge"), ("Access denied", "challenge"),
    ("Chưa có bài viết", "empty_list"), ("Nội dung đang được cập nhật", "empty_list"),
]


@pytest.mark.parametrize(("text", "kind"), SAID)
def test_a_short_page_is_what_it_says(text, kind):
    assert kind_of(f"<p>{text}</p>") == kind


@pytest.mark.parametrize("text", [text for text, kind in SAID if kind not in ("empty_list",)])
def test_a_long_page_that_mentions_it_is_a_page(text):
    assert kind_of(f"<h1>Tin tức hoạt động</h1><p>{text}</p>{TEXT}") in ("page", "article")


@pytest.mark.parametrize(("status", "kind"), [
    (404, "not_found"), (410, "not_found"), (429, "refusal"), (500, "error"), (502, "error"), (418, "error"),
])
def test_a_status_speaks_for_itself(status, kind):
    assert kind_of(TEXT, status) == kind


@pytest.mark.parametrize(("start", "kind"), [
    (b"%PDF-1.7", "binary"), (b"PK\x03\x04", "binary"), (b"\x89PNG\r\n", "binary"), (b"GIF89a", "binary"),
    (b"", "unknown"), (b"   \n", "unknown"), (b"\x00\x01\x02\x03", "unknown"),
])
def test_bytes_that_are_no_page(start, kind):
    assert read(start, "https://xamau.example.vn/x", now=NOW).kind == kind


def test_thousands_of_open_elements_are_read_or_called_lost():
    body = "<div>" * 30_000 + "".join(f'<p><a href="/{n}">Tin số {n}</a></p>' for n in range(60))
    assert kind_of(body) in ("lost", "list", "page", "truncated")
