"""Faults F55 to F64: answers with status 200 that are not what was asked for, and pages that lie about themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from spiders.reading.old_charsets import TABLES
from tests.faults.case import Case, both, complete, either, marked, on_lists, on_pages, page, portal, rows, says, site
from tests.faults.seen import Holds, Seen
from tests.faults.server import Exchange, Handler

TITLE = "Ủy ban nhân dân xã tổ chức hội nghị đối thoại với nhân dân năm 2026"
POSTS = [(f"/tin-2025-0{n}-10.html", f"{TITLE} lần thứ {n}", f"10/0{n}/2025") for n in range(1, 8)]
TONES = "\u0300\u0301\u0303\u0309\u0323"
RUN = "Ngày 05/03/2026, Ủy ban nhân dân xã phối hợp cùng các thôn ra quân dọn vệ sinh đường làng ngõ xóm. "


def encoded(make: Callable[[str], bytes], label: str = "utf-8") -> Handler:
    """All pages in another charset than they are said to be in."""
    async def answer(x: Exchange) -> None:
        body = site(rows(POSTS)) if x.is_list else site(f"<p>{RUN * 5}</p>", "Giới thiệu")
        await x.send(make(body), Content_Type=f"text/html; charset={label}")
    return on_pages(answer)


def to_windows(text: str) -> bytes:
    """Vietnamese as Windows writes it: a letter of the charset, then a combining tone."""
    out = ""
    for letter in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", letter)
        out += unicodedata.normalize("NFC", "".join(c for c in parts if c not in TONES))
        out += "".join(c for c in parts if c in TONES)
    return out.encode("windows-1258")


def by_table(name: str) -> Callable[[str], bytes]:
    """Text in a charset of before Unicode."""
    back = {letter: code for code, letter in TABLES[name].items()}
    return lambda text: bytes(back.get(c, ord(c) if ord(c) < 128 else 63) for c in unicodedata.normalize("NFC", text))


def titles_right_or(reason: str) -> Holds:
    def hold(seen: Seen) -> bool:
        right = {title for _, title, _ in POSTS}
        found = {title for title, _ in seen.posts}
        return found == right or (not found and reason in (seen.reason, *(one.reason for one in seen.lists)))
    return hold


async def dirty(x: Exchange) -> None:
    posts = [(url, f"{title[:20]}\x00\x01\x0b{title[20:]}&#xD800;&#0;", day) for url, title, day in POSTS]
    await x.send(site(rows(posts)))


def clean_titles(seen: Seen) -> bool:
    return len([t for t, _ in seen.posts if t.startswith(TITLE)]) == len(POSTS) and \
        not any(ord(c) < 32 or 0xD800 <= ord(c) < 0xE000 for t, _ in seen.posts for c in t)


def soft(title: str, text: str, extra: str = "") -> Handler:
    return says(page(f"<h1>{title}</h1><p>{text}</p>{extra}", title))


LOGIN = '<form><input name="u"><input type="password" name="p"><button>Đăng nhập</button></form>'
SHELL = ('<!doctype html><html><head><meta charset="utf-8"><title>Portal</title></head><body><div id="root"></div>'
         '<script src="/main.js"></script></body></html>')

PINNED = [("/tin-a.html", f"{TITLE} – bài ghim", "01/02/2024"), ("/tin-b.html", f"{TITLE} – bài mới", "05/03/2026"),
          ("/tin-c.html", f"{TITLE} – bài cũ hơn", "04/03/2026"),
          ("/tin-d.html", f"{TITLE} – bài hẹn giờ", "01/01/2031"), ("/tin-e.html", f"{TITLE} – bài không ngày", ""),
          ("/tin-f.html", f"{TITLE} – bài cũ", "28/02/2026")]


def pinned(banner: bool) -> Handler:
    """A list that begins with an old post, and today's clock in the banner or right below each headline."""
    clock = '<div class="clock">Thứ sáu, 20/11/2026 01:30</div>'

    async def answer(x: Exchange) -> None:
        below = "" if banner else clock
        if x.is_list:
            text = site(below + rows(PINNED))
        elif x.path.startswith("/tin-"):
            title, day = next((t, d) for u, t, d in PINNED if u == x.path)
            text = site(f'{below}<p class="date">{day}</p><div class="content"><p>{RUN * 5}</p></div>', title)
        else:
            await x.healthy()
            return
        await x.send(text.replace("<body>", f"<body>{clock}") if banner else text)
    return answer


def newest_is_right(seen: Seen) -> bool:
    lists = [one for one in seen.lists if one.url.endswith(("/tin-tuc", "/thong-bao"))]
    days = dict(seen.posts)
    undated = days.get(f"{TITLE} – bài không ngày")
    return bool(lists) and all(one.newest == "2026-03-05" or one.state == "partly" for one in lists) and \
        undated in (None, "None") and all(day is None or day < "2026-11-20" for day in days.values())


XXE = ('<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss version="2.0"><channel>'
       "<title>&x;</title><item><title>&x;</title><link>/tin-x.html</link></item></channel></rss>")
LAUGHS = ('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)) +
    ']><rss version="2.0"><channel><title>x</title><item><title>&a11;</title><link>/t</link></item></channel></rss>')
EMPTY_TITLES = '<?xml version="1.0"?><rss version="2.0"><channel><title>Tin</title>' + "".join(
    f"<item><title></title><link>http://{{host}}/tin-x{n}.html</link></item>" for n in range(5)) + "</channel></rss>"


def feed(text: str) -> Handler:
    async def answer(x: Exchange) -> None:
        if x.path == "/":
            await x.send(site("<p>Trang chủ của xã.</p>", head='<link rel="alternate" type="application/rss+xml" '
                                                              'href="/rss.xml">'))
        elif x.path == "/rss.xml":
            await x.send(text.replace("{host}", x.headers["host"]), Content_Type="application/rss+xml")
        elif x.path.startswith("/tin-x"):
            await x.send(site(f'<p class="date">05/03/2026</p><div class="content"><p>{RUN * 5}</p></div>', TITLE))
        else:
            await x.healthy()
    return answer


def feed_is_not_taken(seen: Seen) -> bool:
    doors = [v for v in seen.visits if v.purpose == "door"]
    return bool(doors) and all(v.outcome == "error_page" for v in doors) and \
        not any("root:" in title or "haha" in title for title, _ in seen.posts)


CONTENT = (
    Case("F55", "windows-1258 said to be UTF-8", "text right or partly: charset", titles_right_or("charset"),
         encoded(to_windows)),
    Case("F55", "TCVN 5712 said to be UTF-8", "text right or partly: charset", titles_right_or("charset"),
         encoded(by_table("tcvn"))),
    Case("F55", "VISCII said to be UTF-8", "text right or partly: charset", titles_right_or("charset"),
         encoded(by_table("viscii"))),
    Case("F55", "UTF-8 said to be Latin-1", "text right or partly: charset", titles_right_or("charset"),
         encoded(str.encode, "iso-8859-1")),
    Case("F56", "NUL, controls, lone surrogates", "row stored, identical on both databases", clean_titles,
         on_lists(dirty)),
    Case("F57", "maintenance with 200", "not_observed", portal("not_observed", "maintenance"),
         soft("Thông báo", "Hệ thống đang bảo trì, vui lòng quay lại sau.")),
    Case("F57", "error page with 200", "not_observed", portal("not_observed", "error_page"),
         soft("Lỗi", "Lỗi kết nối cơ sở dữ liệu. Error establishing a database connection.")),
    Case("F58", "soft 404 for the home page", "not_observed", portal("not_observed"),
         soft("404", "Không tìm thấy trang bạn yêu cầu.")),
    Case("F58", "login wall", "not_observed", portal("not_observed", "login"),
         soft("Đăng nhập", "Vui lòng đăng nhập.", LOGIN)),
    Case("F59", "WAF challenge with 200", "blocked", portal("not_observed", "challenge", "blocked"),
         soft("Just a moment...", "Checking your browser before accessing the site.")),
    Case("F59", "WAF with 403", "blocked", portal("not_observed", "challenge", "blocked"),
         says(page("<h1>Forbidden</h1><p>Support ID: 1</p>", "403"), 403)),
    Case("F60", "JavaScript shell", "browser lane or js_only",
         either(portal("not_observed", "js_only"), complete), says(SHELL)),
    Case("F62", "truly empty lists", "observed_empty",
         both(complete, lambda seen: sum(one.state == "observed_empty" for one in seen.lists) == 2),
         on_lists(says(site("<p>Chưa có bài viết nào trong chuyên mục này.</p>")))),
    Case("F63", "pinned, future and missing dates, clock in the header", "right newest date or partly",
         newest_is_right, pinned(banner=True)),
    Case("F63", "the same, the clock right below each headline", "right newest date or partly", newest_is_right,
         pinned(banner=False)),
    Case("F64", "XML bomb in a feed", "no file read, feed partly", feed_is_not_taken, feed(LAUGHS)),
    Case("F64", "XXE in a feed", "no file read, feed partly", feed_is_not_taken, feed(XXE)),
    Case("F64", "feed with empty titles", "feed marked partly", marked("feed_partly"), feed(EMPTY_TITLES)),
)
