"""What one page costs to read, beside the same facts read on BeautifulSoup, interleaved in one run.

Each round reads a page that nobody has read before: other posts, titles, dates and texts under the site's same menu, as
on a real site, so that nothing remembered from the page before helps but the menu. Three figures stand side by side:
the reader; the same reader asking the same questions of a BeautifulSoup tree (tests/reading/soup_engine.py), which is
what a reader written on BeautifulSoup has to do; and BeautifulSoup's parsing alone, before anything is asked of it.
The floor is another line: the same fields by selectors written by hand for this page, which find out nothing and check
nothing (tests/reading/plain_engine.py).
The second reader, which reads less and by BeautifulSoup alone, stands in a line of its own.
Another line leaves the analysis out: a page parsed and its links, headings and texts taken, which is all that the
choice of the engine decides.
"""

import gc
import statistics
import time
from datetime import UTC, datetime
from urllib.parse import urljoin

from bs4 import BeautifulSoup

from spiders.reading import read
from spiders.reading.page import Page
from spiders.reading.second import look_again
from tests.reading.plain_engine import take_article, take_list
from tests.reading.soup_engine import read_with_soup

NOW = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://xamau.example.vn/tin"
ROUNDS = 9
_MENU = "".join(
    f'<li class="menu-item"><a href="/muc-{n}">Chuyên mục {n}</a><ul class="sub-menu">'
    + "".join(f'<li class="menu-item"><a href="/muc-{n}/con-{m}">Mục con số {m} của {n}</a></li>' for m in range(8))
    + "</ul></li>" for n in range(10))
_TEXT = ("Ủy ban nhân dân xã đã tổ chức hội nghị triển khai nhiệm vụ phát triển kinh tế, xã hội, bảo đảm quốc phòng, "
         "an ninh trên địa bàn trong những tháng cuối năm, giao thôn {} hoàn thành {} chỉ tiêu đã đăng ký. ")


def _page(number, title, main):
    return (f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
            '<link rel="stylesheet" href="/style.css"></head><body><div id="wrapper"><div id="header"><p>Thứ Sáu, '
            f'20/11/2026</p></div><ul class="main-menu nav">{_MENU}</ul><div id="content">{main}</div>'
            '<div class="sidebar"><h3>Xem nhiều</h3><ul>' + "".join(
                f'<li><a href="/tin/xem-nhieu-{number}-{n}">Tin được nhiều bạn đọc quan tâm số {number}.{n}</a></li>'
                for n in range(20))
            + '</ul></div><div id="footer">Bản quyền thuộc Ủy ban nhân dân xã</div></div></body></html>').encode()


def list_page(number=0):
    """A list of 50 posts with pictures, summaries and dates, 50 KB; another page of the site for each number."""
    rows = "".join(
        f'<div class="news-item clearfix"><a class="thumb" href="/tin/bai-{number}-{n}"><img src="/anh/{n}.jpg" alt="">'
        f'</a><h3 class="news-title"><a href="/tin/bai-{number}-{n}">Lãnh đạo xã kiểm tra công tác phòng chống thiên '
        f'tai số {number}.{n}</a></h3><span class="date">{(n + number) % 28 + 1:02d}/10/2026 08:{n:02d}</span>'
        f'<p class="desc">{_TEXT.format(number, n) * 2}</p></div>' for n in range(50))
    pager = "".join(f'<a class="page" href="/tin?page={n}">{n}</a>' for n in range(2, 9))
    paging = f'<div class="pagination"><span class="current">1</span>{pager}</div>'
    return _page(number, "Tin tức", f"<h1>Tin tức</h1>{rows}{paging}")


def article_page(number=0):
    """One post of forty paragraphs, 20 KB; another one for each number."""
    body = "".join(f"<p>{_TEXT.format(number, n)}</p>" for n in range(40))
    title = f"Hội nghị lần thứ {number} triển khai nhiệm vụ phát triển kinh tế - xã hội quý IV năm 2026"
    day = f"{number % 28 + 1:02d}/10/2026 08:05"
    return _page(number, title, f'<h1 class="title">{title}</h1><div class="meta">Ngày đăng: {day}</div>'
                                f'<div class="detail">{body}</div>')


def take_with_ours(body):
    """The page's links with their names, its headings and its texts, from the reader's own tree."""
    page = Page(body.decode(), URL, now=NOW)
    links = [(page.absolute(node.attributes["href"]), node.text) for node in page.tree.css("a[href]")]
    return links, [node.text for node in page.tree.css("h1, h3, p, span")]


def take_with_soup(body):
    """The same by BeautifulSoup."""
    soup = BeautifulSoup(body.decode(), "html.parser")
    links = [(urljoin(URL, tag["href"]), _text(tag)) for tag in soup.find_all("a", href=True)]
    return links, [_text(tag) for tag in soup.find_all(["h1", "h3", "p", "span"])]


def _text(tag):
    return " ".join(tag.get_text(" ").split())


def measure_cost(page_of, **readers):
    """Median milliseconds of CPU time of each reader, by name, in interleaved rounds, each reader on pages of its
    own: what one has remembered must not help the next."""
    times = {name: [] for name in readers}
    for number in range(ROUNDS + 1):
        for order, (name, reader) in enumerate(readers.items()):
            body = page_of(number * len(readers) + order)
            gc.collect()  # a tree of BeautifulSoup's is swept up at its own cost, not at the next reader's
            start = time.process_time()
            reader(body)
            times[name].append(1000 * (time.process_time() - start))
    return {name: statistics.median(found[1:]) for name, found in times.items()}  # the first page of a site warms up


def check_article(page_of):
    """The selectors written by hand take what the reader reads."""
    post = read(page_of(99), URL, now=NOW, expect="article").article
    _, title, day, digest, words, sketched, pictures, files = take_article(page_of(99), URL)
    assert (title, day, digest, words, sketched, pictures, files) == (
        post.title, post.published.on, post.body_hash, post.words, post.sketch, post.pictures, list(post.attachments))


def check_list(page_of):
    """And of a list."""
    full = read(page_of(99), URL, now=NOW, expect="list")
    rows, step = take_list(page_of(99), URL)
    assert rows == [(i.key, i.url, i.title, i.published.on, i.summary) for i in full.items]
    assert step == full.next.url


def compare(page_of, expect):
    """Medians of the reader, of the same with BeautifulSoup, and of BeautifulSoup's parsing; both read the same."""
    check, plain = (check_list, take_list) if expect == "list" else (check_article, take_article)
    check(page_of)
    asked = {"now": NOW, "expect": expect}
    assert read(page_of(99), URL, **asked) == read_with_soup(page_of(99), URL, **asked)
    assert take_with_ours(page_of(99)) == take_with_soup(page_of(99))
    return measure_cost(
        page_of, ours=lambda body: read(body, URL, **asked), soup=lambda body: read_with_soup(body, URL, **asked),
        parsing=lambda body: BeautifulSoup(body.decode(), "html.parser"), taken=take_with_ours,
        second=lambda body: look_again(body.decode(), URL, frozenset()),
        taken_with_soup=take_with_soup,
        plain=lambda body: plain(body, URL))


def print_speed():
    for name, page_of, expect in (("list", list_page, "list"), ("article", article_page, "article")):
        cost = compare(page_of, expect)
        size = f"{name:8} {len(page_of(1)) / 1024:5.0f} KB:"
        print(f"{size} read     {cost['ours']:7.2f} ms; the same on BeautifulSoup(html.parser) {cost['soup']:8.2f} ms, "
              f"{cost['soup'] / cost['ours']:5.1f} times as much; its parsing alone {cost['parsing']:.2f} ms")
        print(f"{size} by hand  {cost['plain']:7.2f} ms: selectors written for this page alone; on BeautifulSoup "
              f"{cost['soup'] / cost['plain']:5.1f} times as much")
        print(f"{size} by the second reader (BeautifulSoup) {cost['second']:.2f} ms, "
              f"{cost['second'] / cost['ours']:.1f} times as much")
        print(f"{size} taken up {cost['taken']:7.2f} ms; the same by BeautifulSoup(html.parser) "
              f"{cost['taken_with_soup']:8.2f} ms, {cost['taken_with_soup'] / cost['taken']:5.1f} times as much")


if __name__ == "__main__":
    print_speed()
