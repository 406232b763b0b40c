"""What a home page offers is found by its fields and words, and what only looks like it is not."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from spiders.reading import read
from spiders.reading.home_signs import find_features, linked_hosts
from spiders.reading.named_bodies import named_bodies
from spiders.reading.page import Page

NOW = datetime(2026, 11, 20, 1, 30, tzinfo=timezone(timedelta(hours=7)))


def page(body: str, head: str = "") -> Page:
    return Page(f"<html><head>{head}</head><body>{body}</body></html>", "https://xa.test/", now=NOW)


@pytest.mark.parametrize(("body", "name"), [
    ('<input type="search">', "search"),
    ('<input name="ctl00$txtSearch" placeholder="Tìm kiếm">', "search"),
    ('<form><input type="text" name="q"></form>', "search"),
    ('<a href="/en">English</a>', "english"),
    ('<a href="/en"><img alt="English" src="/gb.png"></a>', "english"),
    ('<a href="/x" hreflang="en-GB">x</a>', "english"),
    ("<p>Điện thoại: 0214.3840.034</p>", "phone"),
    ("<p>Thư điện tử: vanphong@xa.test</p>", "mail"),
    ("<p>Chịu trách nhiệm nội dung: Ban biên tập</p>", "responsible"),
    ('<p>Thăm dò ý kiến</p><input type="radio" name="a">', "poll"),
    ('<button title="Tăng cỡ chữ">A+</button>', "access"), ('<a href="#" aria-label="Tương phản cao">◐</a>', "access"),
])
def test_what_a_home_page_offers(body: str, name: str) -> None:
    assert find_features(page(body)) == (name,)


def test_what_stands_in_the_head() -> None:
    viewport = '<meta name="viewport" content="width=device-width, initial-scale=1">'
    assert find_features(page("", viewport)) == ("mobile",)
    assert find_features(page("", "<style>@media print { a { color: black } }</style>")) == ("print",)
    core = '<meta name="DC.Title" content="Cổng xã"><meta name="DC.Creator" content="UBND xã">'
    assert find_features(page("", core)) == ("described",)
    assert find_features(page("", '<meta name="DC.Title" content="Cổng xã">')) == ()


@pytest.mark.parametrize("body", [
    '<input type="text" name="email">', '<input type="hidden" name="search">', '<a href="/tin">Học tiếng Anh ở xã</a>',
    "<p>Điện thoại: đang cập nhật</p>", "<p>20/11/2026 01:30</p>", "<p>Tăng cỡ chữ</p>",
    '<a href="/tin-9">Hội người khuyết tật xã tổ chức đại hội nhiệm kỳ mới với một trăm đại biểu</a>',
    '<input type="radio" name="a">', "",
])
def test_what_is_none(body: str) -> None:
    assert find_features(page(body)) == ()


def test_hosts_that_it_links_to() -> None:
    links = '<a href="https://b.test/x">b</a><a href="/tin">tin</a><a href="http://A.test">a</a>'
    assert linked_hosts(page(links + '<select><option value="https://c.test/">c</option></select>')) == (
        "a.test", "b.test", "c.test")


def test_only_a_home_page_is_asked() -> None:
    body = b'<html><body><input type="search"><p>' + b"x " * 80 + b"</p></body></html>"
    assert read(body, "https://xa.test/", now=NOW, expect="home").features == ("search",)
    assert read(body, "https://xa.test/gioi-thieu", now=NOW, expect="list").features == ()


@pytest.mark.parametrize(("text", "names"), [
    ("Xã thuộc huyện Bắc Hà, tỉnh Lào Cai.", ("huyện Bắc Hà", "tỉnh Lào Cai")),
    ("Huyện Văn Bàn nằm ở phía nam", ("huyện Văn Bàn",)),
    ("thị xã Sa Pa và thành phố Lào Cai", ("thị xã Sa Pa", "thành phố Lào Cai")),
    ("theo hướng dẫn của Sở Xây dựng.", ("Sở Xây dựng",)),
    ("các huyện, thị xã trên địa bàn; toàn tỉnh có nhiều xã", ()),
])
def test_bodies_that_a_text_names(text: str, names: tuple[str, ...]) -> None:
    assert named_bodies(text) == names
