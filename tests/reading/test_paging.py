"""Pagers of every usual kind: what the next request is, or that there is none."""

from datetime import datetime

import pytest

from spiders.reading.page import Page
from spiders.reading.paging import find_next
from spiders.reading.unread_pager import has_unread_pager

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")
H = "https://xamau.example.vn"


def next_of(html, url=f"{H}/tin"):
    step = find_next(Page(f"<html><body>{html}</body></html>", url, now=NOW))
    return step and step.url.removeprefix(H)


def numbers(pattern, current, last):
    links = "".join(
        f"<b>{n}</b>" if n == current else f'<a href="{pattern.format(n)}">{n}</a>' for n in range(1, last + 1))
    return f'<div class="paging">{links}</div>'


@pytest.mark.parametrize("pattern", [
    "/tin?page={}", "/tin?paged={}", "/tin?trang={}", "/tin/page/{}/", "/tin/trang-{}.html", "/tin?pageindex={}",
    "/tin?_101_cur={}", "/tin?p={}", "/tin/p{}", "/tin?s=&pg={}", "/index.php/{}/tin.html",
])
def test_numbered_links(pattern):
    assert next_of(numbers(pattern, 2, 5), H + pattern.format(2)) == pattern.format(3)
    assert next_of(numbers(pattern, 5, 5), H + pattern.format(5)) is None


@pytest.mark.parametrize("word", [
    "Tiếp", "Trang sau", "Trang tiếp theo", "Kế tiếp", "Sau", "Cũ hơn", "Next", "Next page", "Older posts",
    "Tiếp theo »"])
def test_words(word):
    assert next_of(f'<ul class="pager"><li><a href="/tin?page=2">{word}</a></li></ul>') == "/tin?page=2"


@pytest.mark.parametrize("arrow", ["›", "»", "→", "&gt;", "❯", "&raquo;", '<img src="n.gif" alt="Trang sau">'])
def test_arrows_in_a_pager(arrow):
    assert next_of(f'<div class="pagination"><a href="/tin?page=2">{arrow}</a></div>') == "/tin?page=2"


@pytest.mark.parametrize("html", [
    '<a href="/bai-khac">Tiếp</a>',  # a word alone is no pager
    '<div class="pagination"><a href="/tin">1</a></div>',
    '<div class="pagination"><a class="disabled" href="/tin?page=2">»</a></div>',
    '<div class="pagination"><a href="https://khac.example.vn/tin?page=2">»</a></div>',
    '<table class="calendar"><tr><td><a href="/2026/11/1">1</a></td><td><a href="/2026/11/2">2</a></td></tr></table>',
    '<div class="lich-thang"><a href="/lich?thang=12">»</a></div>',
    "<p>Trang 1 / 1</p>",
])
def test_what_is_no_next_page(html):
    assert next_of(html) is None


@pytest.mark.parametrize("pager", [
    '<div class="paginator"><a href="/tin"><i></i></a><a href="/tin/page/3"><i class="right"></i></a></div>',
    '<div class="paginator"><a class="prev" href="/tin/">PREV</a><a class="next" href="/tin/page/3">NEXT</a></div>',
    '<p><a href="/tin/">Trước</a> <a href="/tin/page/3/">Sau</a></p>',
])
def test_pagers_without_numbers_on_the_second_page(pager):
    assert next_of(pager, f"{H}/tin/page/2/").rstrip("/") == "/tin/page/3"


def test_a_picture_without_a_name_beside_a_pager_is_no_next_page():
    assert next_of('<div class="page"><a href="/tin/7"><img src="a.png"></a></div>') is None


@pytest.mark.parametrize("text, more", [
    ("Trang 1/7", True), ("Trang: 2 trên tổng số 3", True), ("Page 1 of 2", True), ("Trang 7/7", False),
    ("Trang 1 / 1", False), ("Ngày 3/7", False), ("Vé trang 1.200/2.000", False),
    ("65 bản ghi, trang 1/7", True), ("Kết quả trang 1/7", True), ("Xóm Khe Trang 3/7", False),
    ("Khu vực Khe Trang 04/09/2026", False), ("Sáng nay ở trang 3/7 của bản thảo, " + "nhân dân đã góp ý " * 3, False)])
def test_a_list_that_says_it_has_more_pages(text, more):
    page = Page(f"<html><body><ul><li>Tin</li></ul><p>{text}</p></body></html>", f"{H}/tin", now=NOW)
    assert has_unread_pager(page, 0) is more


def test_a_title_before_a_day_says_nothing_of_pages():
    row = '<div><a href="/tin/1">Họp dân khu vực Khe Trang</a> <span>04/09/2026</span></div>'
    page = Page(f"<html><body>{row}</body></html>", f"{H}/tin", now=NOW)
    assert not has_unread_pager(page, 0)


def test_offsets_and_relative_links():
    pager = '<div class="pagination"><span>1</span><a href="?start=10">2</a><a href="?start=20">3</a></div>'
    assert next_of(pager) == "/tin?start=10"


def test_the_current_page_may_be_a_dead_link():
    pager = '<div class="pager"><a href="/tin">1</a><a href="#">2</a><a href="/tin?page=3">3</a></div>'
    assert next_of(pager, f"{H}/tin?page=2") == "/tin?page=3"


def test_rel_next_in_the_head():
    page = Page(f'<html><head><link rel="next" href="{H}/tin/page/2"></head><body></body></html>', f"{H}/tin", now=NOW)
    assert find_next(page).url == f"{H}/tin/page/2"


def test_a_postback_sends_the_form_back():
    html = ('<form action="/tin.aspx"><input type="hidden" name="__VIEWSTATE" value="abc"><input name="q" value="x">'
            "<div class='pager'><span>1</span><a href=\"javascript:__doPostBack('g','Page$2')\">2</a></div></form>")
    step = find_next(Page(f"<html><body>{html}</body></html>", f"{H}/tin.aspx", now=NOW))
    assert (step.method, dict(step.form)) == (
        "POST", {"__EVENTTARGET": "g", "__EVENTARGUMENT": "Page$2", "__VIEWSTATE": "abc"})


def test_nearest_pager_wins_where_a_page_holds_several():
    html = numbers("/van-ban?page={}", 1, 3) + numbers("/tin?page={}", 1, 3)
    assert next_of(html) == "/tin?page=2"
