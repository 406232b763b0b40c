"""Menus in every usual markup: entries, parents, addresses."""

from datetime import datetime

import pytest

from spiders.reading.lists import content_links
from spiders.reading.menu import read_menu
from spiders.reading.page import Page

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")
NAMES = ["Giới thiệu", "Tin tức", "Văn bản", "Thủ tục", "Hỏi đáp", "Liên hệ"]
LINKS = "".join(f'<a href="/m{n}">{name}</a>' for n, name in enumerate(NAMES))
ITEMS = "".join(f'<li><a href="/m{n}">{name}</a></li>' for n, name in enumerate(NAMES))


def menu_of(html):
    page = Page(f"<html><body>{html}<div id='content'><p>Nội dung</p></div></body></html>", "https://xamau.example.vn/x",
                now=NOW)
    return read_menu(page, content_links(page))


@pytest.mark.parametrize("html", [
    f"<nav>{LINKS}</nav>", f"<nav><ul>{ITEMS}</ul></nav>", f'<div role="navigation">{LINKS}</div>',
    f'<ul id="menu">{ITEMS}</ul>', f'<div class="main-menu">{LINKS}</div>', f'<ul class="sf-menu">{ITEMS}</ul>',
    f'<div class="navbar"><div class="container">{LINKS}</div></div>', f"<div><ul>{ITEMS}</ul></div>",
    "<table><tr>" + "".join(f'<td><a href="/m{n}">{name}</a></td>' for n, name in enumerate(NAMES)) + "</tr></table>",
    f'<header><div class="c"><ul>{ITEMS}</ul></div></header>',
    f'<nav><a href="/">Trang chủ</a>{LINKS}</nav>', f'<a href="#c">Bỏ qua</a><nav>{LINKS}</nav>',
])
def test_entries(html):
    assert [e.title for e in menu_of(html)] == NAMES


@pytest.mark.parametrize("html", [
    '<div class="breadcrumb"><a href="/">Trang chủ</a><a href="/a">A</a><a href="/b">B</a><a href="/c">C</a></div>',
    '<div class="pagination"><a href="?p=1">1</a><a href="?p=2">2</a><a href="?p=3">3</a><a href="?p=4">4</a></div>',
    '<div class="tags"><a href="/t1">xã</a><a href="/t2">thôn</a><a href="/t3">chợ</a><a href="/t4">rừng</a></div>',
])
def test_what_is_no_menu(html):
    assert menu_of(html) == ()


def test_pictures_are_named_by_their_alternative_text_and_titles():
    html = "".join(f'<a href="/m{n}"><img alt="{name}" src="x.png"></a>' for n, name in enumerate(NAMES[:3]))
    html += '<a href="/m3" title="Thủ tục"><i class="icon"></i></a><a href="/m4" aria-label="Hỏi đáp"></a>'
    assert [e.title for e in menu_of(f"<nav>{html}</nav>")] == NAMES[:5]


def test_an_entry_that_leads_off_the_portal_is_kept_as_such():
    entries = menu_of(f'<nav>{LINKS}<a href="https://dichvucong.gov.vn/">Dịch vụ công</a></nav>')
    assert [(e.title, e.external) for e in entries if e.external] == [("Dịch vụ công", True)]


def test_parents_are_the_entries_above():
    html = ('<nav><ul><li><a href="/a">Giới thiệu</a><ul><li><a href="/a/b">Bộ máy</a><ul><li>'
            '<a href="/a/b/c">Ủy ban</a></li></ul></li></ul></li><li><a href="/d">Tin tức</a></li>'
            '<li><a href="/e">Văn bản</a></li></ul></nav>')
    assert {e.title: e.path for e in menu_of(html)} == {
        "Giới thiệu": (), "Bộ máy": ("Giới thiệu",), "Ủy ban": ("Giới thiệu", "Bộ máy"), "Tin tức": (), "Văn bản": ()}


def test_one_address_is_one_entry():
    assert [e.title for e in menu_of(f"<nav>{LINKS}</nav><nav class='mobile'>{LINKS}</nav>")] == NAMES
