"""What one page costs to read, beside the same facts read with BeautifulSoup, interleaved in one run."""

import statistics
import time
from datetime import UTC, datetime

from spiders.reading import read
from tests.reading.soup_engine import read_with_soup

NOW = datetime(2026, 11, 20, tzinfo=UTC)
ROUNDS = 9
_MENU = "".join(
    f'<li class="menu-item"><a href="/muc-{n}">Chuyên mục {n}</a><ul class="sub-menu">'
    + "".join(f'<li class="menu-item"><a href="/muc-{n}/con-{m}">Mục con số {m} của {n}</a></li>' for m in range(8))
    + "</ul></li>" for n in range(10))
_TEXT = ("Ủy ban nhân dân xã đã tổ chức hội nghị triển khai nhiệm vụ phát triển kinh tế, xã hội, bảo đảm quốc phòng, "
         "an ninh trên địa bàn trong những tháng cuối năm, giao các đơn vị hoàn thành chỉ tiêu đã đăng ký. ")


def _page(title, main):
    return (f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>'
            '<link rel="stylesheet" href="/style.css"></head><body><div id="wrapper"><div id="header"><p>Thứ Sáu, '
            f'20/11/2026</p></div><ul class="main-menu nav">{_MENU}</ul><div id="content">{main}</div>'
            f'<div class="sidebar"><h3>Xem nhiều</h3><ul>' + "".join(
                f'<li><a href="/tin/xem-nhieu-{n}">Tin được nhiều bạn đọc quan tâm số {n}</a></li>' for n in range(20))
            + '</ul></div><div id="footer">Bản quyền thuộc Ủy ban nhân dân xã</div></div></body></html>').encode()


def list_page():
    """A list of 50 posts with pictures, summaries and dates, 60 KB."""
    rows = "".join(
        f'<div class="news-item clearfix"><a class="thumb" href="/tin/bai-viet-{n}"><img src="/anh/{n}.jpg" alt=""></a>'
        f'<h3 class="news-title"><a href="/tin/bai-viet-{n}">Lãnh đạo xã kiểm tra công tác phòng chống thiên tai số {n}'
        f'</a></h3><span class="date">{n % 28 + 1:02d}/10/2026 08:{n:02d}</span><p class="desc">{_TEXT * 2}</p></div>'
        for n in range(50))
    pager = "".join(f'<a class="page" href="/tin?page={n}">{n}</a>' for n in range(2, 9))
    paging = f'<div class="pagination"><span class="current">1</span>{pager}</div>'
    return _page("Tin tức", f"<h1>Tin tức</h1>{rows}{paging}")


def article_page():
    """One post of forty paragraphs, 25 KB."""
    body = "".join(f"<p>{_TEXT}</p>" for _ in range(40))
    title = "Hội nghị triển khai nhiệm vụ phát triển kinh tế - xã hội quý IV năm 2026"
    return _page(title, f'<h1 class="title">{title}</h1><div class="meta">Ngày đăng: 19/11/2026 08:05</div>'
                        f'<div class="detail">{body}</div>')


def compare(body, url, expect):
    """(milliseconds of the reader, of the same with BeautifulSoup), medians of interleaved rounds of CPU time."""
    asked = {"now": NOW, "expect": expect}
    assert read(body, url, **asked) == read_with_soup(body, url, **asked)
    ours, theirs = [], []
    for _ in range(ROUNDS):
        for reader, times in ((read, ours), (read_with_soup, theirs)):
            start = time.process_time()
            reader(body, url, **asked)
            times.append(1000 * (time.process_time() - start))
    return statistics.median(ours), statistics.median(theirs)


def print_speed():
    for name, body, expect in (("list", list_page(), "list"), ("article", article_page(), "article")):
        ours, theirs = compare(body, "https://xamau.example.vn/tin", expect)
        print(f"{name:8} {len(body) / 1024:5.0f} KB: {ours:7.2f} ms, BeautifulSoup(html.parser) {theirs:8.2f} ms, "
              f"{theirs / ours:5.1f} times as much")
