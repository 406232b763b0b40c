"""A page read by a remembered layout says what the full reader says of it, or it is not read so.

A twentieth of `SOI_FUZZ` is the number of variations of each page.
"""

import os
import random
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from spiders.reading import article_layout, layout_checks, read
from spiders.reading.article_layout import WHY
from spiders.reading.layouts import Layouts, difference
from spiders.reading.learn_article import learn_article
from spiders.reading.page import Page
from spiders.reading.skeleton import UnlikeError, cut_page
from tests.reading.corpora import saved_case, saved_folders
from tests.reading.speed import article_page
from tests.reading.variations import vary

NOW = datetime(2026, 11, 20, tzinfo=UTC)
TITLE = "Hội nghị triển khai nhiệm vụ kinh tế - xã hội quý IV"
VARIATIONS = int(os.environ.get("SOI_FUZZ", "800")) // 20
ADDRESSES = ("https://xamau.example.vn/tin/bai-moi", "https://xamau.example.vn/2026/03/05/bai",
             "https://xamau.example.vn/hoi-dap/bai-viet-12345.html", "https://xamau.example.vn/tin/bai?page=2")


@dataclass
class Learned:
    """One page with its layout."""

    name: str
    page: str
    layout: article_layout.ArticleLayout


def site(head: str, below: str, around: str = "") -> str:
    """An article as systems print it, with what stands above and below its text."""
    menu = "".join(f'<li><a href="/muc-{n}">Chuyên mục số {n}</a></li>' for n in range(24))
    text = "".join(
        f"<p>Ủy ban nhân dân xã tổ chức hội nghị lần thứ {n}, giao các thôn hoàn thành chỉ tiêu đã đăng ký trong quý, "
        "bảo đảm an ninh trật tự trên địa bàn và chăm lo đời sống nhân dân.</p>\n" for n in range(20))
    others = "".join(
        f'<li><a href="/tin/khac-{n}">Bài viết khác của trang, bài thứ {n} trong tháng</a> <span>({n + 1:02d}/10/2026)'
        "</span></li>" for n in range(5))
    return (
        f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{TITLE} - Cổng tin</title>{head}</head>'
        f'<body><nav><ul>{menu}</ul></nav><div class="row"><span class="clock">Thứ Sáu, 20/11/2026</span></div>'
        f'<div class="col"><h1 class="tieude">{TITLE}</h1>{around}<div class="noidung">\n{text}</div>{below}</div>'
        f'<div class="khac"><h3>Tin khác</h3><ul>{others}</ul></div><div class="footer">Bản quyền thuộc Ủy ban '
        "nhân dân xã. Lượt truy cập: 12345</div></body></html>")


SITES = {
    "label": site("", "", '<div class="meta">Ngày đăng: 05/10/2026 08:05</div>'),
    "meta": site('<meta property="og:type" content="article"><meta property="article:published_time" '
                 'content="2026-10-05T08:05:00+07:00"><meta property="og:title" content="Hội nghị triển khai">', "",
                 '<div><span>05/10/2026</span> <span>08:05</span> <span>Lượt xem: 12</span></div>'),
    "time": site("", '<p class="h5"><strong>Tác giả: </strong>Ban biên tập</p>',
                 '<time datetime="2026-10-05">5 tháng 10, 2026</time>'),
    "below": site('<script>var n = "a1b2";</script>', '<footer class="entry-footer">Đăng ngày 05/10/2026 bởi Quản trị'
                  "</footer><!-- 0.12 s -->"),
    "rows": site("", "<ul>" + "".join(f'<li><a href="/tin/lien-quan-{n}">Một bài liên quan tới bài viết này {n}</a> '
                                      f"(0{n + 1}/10/2026)</li>" for n in range(4)) + "</ul>",
                 '<div class="ngay">Thứ Hai, 05/10/2026 | 08:05</div>'),
    "speed": article_page().decode(),
}


def learn(name: str, page: str, url: str, now: datetime) -> Learned | None:
    full = read(page.encode("utf-8", "surrogatepass"), url, now=now, expect="article")
    if full.kind != "article":
        return None
    try:
        cut = cut_page(page)
        return Learned(name, page, learn_article(Page(page, url, now=now), full, cut))
    except UnlikeError:
        return None


@pytest.fixture(scope="module")
def learned() -> list[Learned]:
    dice = random.Random(2026)
    made = [learn(name, page, ADDRESSES[0], NOW) for name, page in SITES.items()]
    made += [learn(f"{name} varied", vary(page, dice), dice.choice(ADDRESSES), NOW) for name, page in SITES.items()]
    cases = [saved_case(folder) for folder in saved_folders() if folder.parent.name == "article"]
    saved = [learn(c.name, c.body.decode("utf-8", "replace"), c.url, c.now) for c in cases]
    return [one for one in (*made, *saved) if one is not None]


def check(one: Learned, page: str, url: str) -> bool:
    """Whether the layout read the page; then it read what the full reader reads."""
    now = Page(page, url, now=NOW)
    try:
        told = one.layout.read(cut_page(page), now)
    except UnlikeError:
        return False
    full = read(page.encode("utf-8", "surrogatepass"), url, now=NOW, expect="article")
    assert difference(full, told) is None, (one.name, difference(full, told), page)
    return True


def count_accepted(learned: list[Learned], variations: int) -> int:
    dice = random.Random(20261120)
    return sum(check(one, vary(one.page, dice), dice.choice(ADDRESSES)) for one in learned for _ in range(variations))


def test_every_way_of_printing_a_post_is_learned(learned):
    assert {one.name for one in learned} >= set(SITES)


def test_what_a_layout_says_of_a_varied_page_is_what_the_full_reader_says(learned):
    accepted = count_accepted(learned, VARIATIONS)
    assert accepted > 0.1 * VARIATIONS * len(learned), accepted  # the law was tried


#: (check, page, what is changed in it, into what): a page on which only this check keeps the layout from a wrong fact.
CHECKS = [
    (layout_checks, "_check_paragraph", "label", "<p>Ủy ban nhân dân xã tổ chức hội nghị lần thứ 3,",
     "<p>Tác giả: Nguyễn Văn A</p><p>Ủy ban nhân dân xã tổ chức hội nghị lần thứ 3,"),
    (article_layout, "check_text", "rows", "</a> <span>(05/10/2026)",
     "</a>Hiệu lực từ ngày 01/01/2026<span>(05/10/2026)"),
    (article_layout, "check_link", "below", 'href="/tin/khac-4"', 'href="/rss"'),
    (article_layout._Sight, "_check", "below", 'href="/tin/khac-4"', 'href="/rss"'),
    (article_layout._Sight, "_check_headline", "rows", f'<h1 class="tieude">{TITLE}</h1>',
     '<h1 class="tieude">2</h1>'),
]


@pytest.mark.parametrize(("owner", "name", "site_", "before", "after"), CHECKS, ids=[one[1] for one in CHECKS])
def test_each_check_is_needed(learned, monkeypatch, owner, name, site_, before, after):
    one = next(one for one in learned if one.name == site_)
    page = one.page.replace(before, after, 1)
    assert page != one.page
    assert not check(one, page, ADDRESSES[0])
    monkeypatch.setattr(owner, name, lambda *_: None)
    with pytest.raises(AssertionError):
        check(one, page, ADDRESSES[0])


def posts(layouts: Layouts, numbers: range) -> list[str]:
    """How posts of one site are read: "full", or by the layout."""
    return ["layout" if read(article_page(n), f"{ADDRESSES[0]}-{n}", now=NOW, expect="article", layouts=layouts).why
            == (WHY,) else "full" for n in numbers]


def test_a_layout_is_on_trial_before_it_counts_and_is_compared_again_on_a_share_of_the_pages():
    layouts = Layouts(date(2026, 11, 20))
    assert posts(layouts, range(4)) == ["full"] * 4  # learned from the first, tried on three
    later = posts(layouts, range(4, 90))
    assert 0 < later.count("full") < 0.1 * len(later)


def test_a_layout_that_reads_otherwise_is_dropped_and_the_disagreement_is_told(monkeypatch):
    layouts = Layouts(date(2026, 11, 20))
    posts(layouts, range(2))
    true = article_layout.hash_text
    monkeypatch.setattr(article_layout, "hash_text", lambda text: true(text + "x"))
    assert posts(layouts, range(2, 3)) == ["full"]
    assert layouts.known == []
    assert layouts.take_disagreement() == "bố cục đã nhớ đọc khác ở bài viết"
    assert layouts.take_disagreement() is None


def test_a_page_asked_for_as_anything_else_is_read_in_full():
    layouts = Layouts(date(2026, 11, 20))
    posts(layouts, range(5))
    for asked in ({"expect": "list"}, {"expect": None}, {"expect": "article", "status": 404}):
        assert read(article_page(7), ADDRESSES[0], now=NOW, layouts=layouts, **asked).why != (WHY,)
