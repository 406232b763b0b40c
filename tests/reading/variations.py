"""Pages like another one, and unlike it: other texts, addresses and days in it, parts put in, taken out and moved."""

import random
import re

_FILLED = re.compile(r">[^<]+| (?:href|src|alt|title|content|datetime|value)=\"[^\"<]*\"")
_SENTENCE = "Ủy ban nhân dân xã đã triển khai nhiệm vụ phát triển kinh tế, bảo đảm an ninh trên địa bàn. "
TEXTS = (
    "", " ", "Tác giả: Nguyễn Văn A", "Nguồn: Báo tỉnh", "Theo: Văn phòng", "Số ký hiệu: 12/QĐ-UBND", "Số ký hiệu",
    "Cơ quan ban hành: Ủy ban nhân dân xã", "Ngày ban hành: 01/02/2026", "20/11/2026", "19/11/2026", "31/02/2026",
    "05/03/2027", "Ngày đăng: 05/03/2026 08:05", "Cập nhật: 06/03/2026", "Thứ Sáu, 20/11/2026 | 08:05", "Hôm qua",
    "2 giờ trước", "3 ngày", "Hỏi đáp", "Câu hỏi: Khi nào?", "Trang sau", "2", "»", "Xem thêm", "Lượt xem: 12",
    "Đã xem 1.234", "« Bài trước", "Tin liên quan", "Hệ thống đang bảo trì", "404", "Đăng nhập", "1 &copy 2026",
    "Q&amp;A", "&nbsp;", "Chưa có bài viết", "next page", _SENTENCE.strip(), _SENTENCE * 2, _SENTENCE * 9,
    "Hiệu lực từ ngày 01/01/2026", "2026-03-05T08:05:00+07:00", "Hà Nội, ngày 5 tháng 3 năm 2026",
)
ATTRIBUTES = {
    "href": ("/tin/bai-9", "#", "javascript:void(0)", "/x.pdf", "/rss", "/feed/", "http://khac.example.org/a", "",
             "/tin?page=2", "mailto:a@b.vn", "bai-7.html", "/hoi-dap"),
    "content": ("2026-03-05T08:00:00+07:00", "noindex, nofollow", "article", "website", "Tin", "05/03/2026", "vi"),
    "datetime": ("2026-03-05", "2026-03-06T10:00:00+07:00", "x", ""),
    "title": ("05/03/2026 08:00", "Tin", "", "1"),
}
PARTS = (
    "<p>Đoạn mới của bài viết này, đủ dài để tính là văn bản chạy của trang.</p>", "<p>Nguồn: Báo tỉnh</p>",
    "<p><b>Nguyễn Văn A</b></p>", "<p>Xã A, ngày 05/03/2026</p>", "<h2>Một tiêu đề nữa trong trang này</h2>",
    "<table><tr><td>Số ký hiệu</td><td>12/QĐ-UBND</td></tr><tr><td>Ngày ban hành</td><td>01/02/2026</td></tr></table>",
    '<ul><li><a href="/tin/a-1">Một bài viết khác của trang tin này</a> 05/03/2026</li><li><a href="/tin/a-2">Bài thứ '
    "hai cũng dài như bài trước</a> 06/03/2026</li></ul>", "<script>var a = 1 > 2;</script>", "<!-- 12 -->", "<br>",
    '<time datetime="2026-03-05">05/03/2026</time>', '<a href="/tep/a.pdf">Tệp</a>', "</div>", "<div>", "<p>",
    '<input type="password">', '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-01-05"}'
    "</script>", "<h1>Hỏi đáp</h1>", '<img src="/a.png" alt="">', "<em>nhấn mạnh</em>", "text",
)


def vary(page: str, dice: random.Random) -> str:
    """The page with one to four changes: most are in what fills it, for most others are seen at once."""
    for _ in range(dice.choice((1, 1, 1, 2, 3, 4))):
        change = dice.choice((*[_refill] * 12, *[_repeat] * 4, _put_in, _take_out, _rename, _swap, _swap))
        page = change(page, dice)
    return page


def _refill(page: str, dice: random.Random) -> str:
    places = list(_FILLED.finditer(page))
    if not places:
        return page
    place = dice.choice(places)
    if place[0][0] == ">":
        title = re.search(r"<title>([^<]*)", page)
        new = ">" + dice.choice((*TEXTS, title[1] if title else ""))
    else:
        name = place[0][1:].split("=")[0]
        new = f' {name}="{dice.choice(ATTRIBUTES.get(name, ("x", "")))}"'
    return page[:place.start()] + new + page[place.end():]


def _put_in(page: str, dice: random.Random) -> str:
    at = dice.choice([m.start() for m in re.finditer("<", page)] or [0])
    return page[:at] + dice.choice(PARTS) + page[at:]


def _take_out(page: str, dice: random.Random) -> str:
    at = dice.choice([m.span() for m in re.finditer(r"<(p|li|h1|a|span)\b[^<]*</\1>|<[^>]*>", page)] or [(0, 0)])
    return page[:at[0]] + page[at[1]:]


def _repeat(page: str, dice: random.Random) -> str:
    at = dice.choice([m.span() for m in re.finditer(r"<(p|li)\b.*?</\1>", page, re.S)] or [(0, 0)])
    return page[:at[1]] + page[at[0]:at[1]] + page[at[1]:]


def _rename(page: str, dice: random.Random) -> str:
    at = dice.choice([m.span() for m in re.finditer(r" (class|id)=\"[^\"]*\"", page)] or [(0, 0)])
    return page[:at[0]] + dice.choice(('', ' class="sidebar"', ' class="title"', ' class="news-7"')) + page[at[1]:]


def _swap(page: str, dice: random.Random) -> str:
    spans = [m.span() for m in re.finditer(r"<(p|li|h1|span)\b[^<]*</\1>", page)]
    if len(spans) < 2:
        return page
    (a, b), (c, d) = sorted(dice.sample(spans, 2))
    return page[:a] + page[c:d] + page[b:c] + page[a:b] + page[d:]
