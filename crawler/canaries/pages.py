"""The canaries' pages. Old posts have fixed days, fresh ones a fixed calendar, so that every night finds them again."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

MENU = (("/gioi-thieu.html", "Giới thiệu"), ("/tin-tuc", "Tin tức - Sự kiện"), ("/thong-bao", "Thông báo"),
        ("/to-chuc.html", "Cơ cấu tổ chức"), ("/lanh-dao.html", "Lãnh đạo"), ("/lien-he.html", "Liên hệ"))
LISTS = ("/tin-tuc", "/thong-bao")
OLD = tuple(date(2025, 1, 6) + timedelta(days=9 * n) for n in range(16))
EVERY, BACK = 3, 45   # days between two fresh posts, days shown
TEXT = ("Ngày hôm ấy, cán bộ và nhân dân các thôn cùng nhau dọn vệ sinh đường làng, khơi thông cống rãnh và trồng cây "
        "hai bên đường. Hoạt động được tổ chức đều đặn, góp phần giữ gìn cảnh quan sạch đẹp. ") * 4
BOMB = 64 * 2**20


@dataclass(frozen=True, slots=True)
class Answer:
    """`cut`: so many bytes are promised more than are sent."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: int = 0


def answer(code: str, path: str, today: date, cookie: bool, asked: int) -> Answer:
    """What a canary answers; `asked` is how many requests it had before this one."""
    path, _, query = path.partition("?")
    if path == "/robots.txt":
        return Answer(b"not found", 404)
    if code == "waf":
        return Answer(_page("403 Forbidden", "<h1>Forbidden</h1><p>Yêu cầu của bạn bị từ chối bởi tường lửa. "
                                             "Support ID: 88123</p>", menu=False), 403)
    if code == "js":
        return Answer(b'<!doctype html><html><head><meta charset="utf-8"><title>Portal</title></head><body><app-root>'
                      b'</app-root><script src="main.js" type="module"></script></body></html>')
    if code == "cookie" and not cookie:
        return Answer(b"", 302, {"Location": path, "Set-Cookie": "cho_xem=1; Path=/"})
    if code == "busy" and asked in (3, 4):
        return Answer(_page("Quá nhiều yêu cầu", "<p>Vui lòng chờ.</p>", menu=False), 429, {"Retry-After": "1"})
    if path in LISTS:
        return _list(code, path, query, today)
    if path.startswith("/tin-"):
        return Answer(_article(date.fromisoformat(path[5:15])))
    body = f"<h1>{dict(MENU).get(path, 'Cổng thông tin điện tử')}</h1><p>{TEXT}</p>"
    return Answer(_page("Cổng thông tin điện tử xã Thử Nghiệm", body))


def _list(code: str, path: str, query: str, today: date) -> Answer:
    title = dict(MENU)[path]
    if code == "empty":
        return Answer(_page(title, f"<h1>{title}</h1><p>Chưa có bài viết nào trong chuyên mục này.</p>"))
    if code == "bomb":
        return Answer(_bomb(), headers={"Content-Encoding": "gzip"})
    days = OLD if code in ("old", "cut", "charset") else _fresh_days(today)
    mine = [day for day in reversed(days) if day.toordinal() % 2 == LISTS.index(path)]
    rows = "".join(f'<li><h3><a href="/tin-{day}.html">{_title(day)}</a></h3><span class="date">{day:%d/%m/%Y}</span>'
                   "</li>" for day in mine)
    pager = ""
    if code == "trap":
        number = int(query.removeprefix("page=") or 1)
        pager = f'<div class="pagination"><a rel="next" href="{path}?page={number + 1}">Trang sau</a></div>'
    body = _page(title, f'<h1>{title}</h1><ul class="news">{rows}</ul>{pager}')
    if code == "charset":
        return Answer(body.decode().encode("utf-16-be")[1:], headers={"Content-Type": "text/html; charset=utf-8"})
    return Answer(body[:len(body) * 2 // 3], cut=len(body)) if code == "cut" else Answer(body)


def _fresh_days(today: date) -> list[date]:
    return [day for n in range(BACK, 0, -1) if (day := today - timedelta(days=n)).toordinal() % EVERY == 0]


def _title(day: date) -> str:
    return f"Xã Thử Nghiệm ra quân dọn vệ sinh đường làng đợt {day.toordinal() % 1000}"


def _article(day: date) -> bytes:
    title = _title(day)
    return _page(title, f'<h1>{title}</h1><p class="date">Ngày đăng: {day:%d/%m/%Y}</p><div class="content"><p>{TEXT}'
                        "</p></div>")


def _page(title: str, body: str, menu: bool = True) -> bytes:
    links = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in MENU)
    nav = f'<nav><ul class="menu"><li><a href="/">Trang chủ</a></li>{links}</ul></nav>' if menu else ""
    return (f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title></head><body>{nav}'
            f'<div class="main">{body}</div></body></html>').encode()


@cache
def _bomb() -> bytes:
    return gzip.compress(b" " * BOMB, 9)
