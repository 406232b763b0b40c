"""What a case is: one server that misbehaves in one way, the outcome the document states, and how it is recognised."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass

from tests.faults.seen import Holds, Seen
from tests.faults.server import Exchange, Greeting, Handler


@dataclass(frozen=True, slots=True)
class Case:
    """`fault` is the document's number; several cases may be variants of one. `host`: a name the local resolver knows
    (it may be told to lie or to be silent about it); without one the case is asked for by its address."""

    fault: str
    what: str
    stated: str
    holds: Holds
    handler: Handler | None = None
    greet: Greeting | None = None
    tls: Callable[[str], ssl.SSLContext] | None = None
    secure: bool = False   # asked for by https, also when nothing here speaks TLS
    host: str | None = None
    slow: bool = False     # waits for time-outs of the crawler
    known: str = ""        # why it is not as stated today; the run fails when that changes
    prepare: Callable[[], object] | None = None  # makes what is sent, before anybody asks


async def healthy(x: Exchange) -> None:
    await x.healthy()


def on_lists(handler: Handler) -> Handler:
    """Only lists misbehave."""
    async def choose(x: Exchange) -> None:
        await (handler(x) if x.is_list else x.healthy())
    return choose


def on_pages(handler: Handler) -> Handler:
    """All but robots.txt misbehaves."""
    async def choose(x: Exchange) -> None:
        await (x.healthy() if x.path == "/robots.txt" else handler(x))
    return choose


def says(body: str | bytes, status: int = 200, **headers: str) -> Handler:
    """The same answer to everything but robots.txt."""
    async def say(x: Exchange) -> None:
        await x.send(body, status, **headers)
    return on_pages(say)


def page(body: str, title: str = "Cổng thông tin điện tử", head: str = "") -> str:
    return (f'<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>{title}</title>{head}</head>'
            f"<body>{body}</body></html>")


def site(body: str, title: str = "Tin tức", head: str = "") -> str:
    """A page with the healthy portal's menu around it."""
    links = "".join(f'<li><a href="{url}">{name}</a></li>' for url, name in (
        ("/tin-tuc", "Tin tức - Sự kiện"), ("/thong-bao", "Thông báo"), ("/gioi-thieu.html", "Giới thiệu"),
        ("/to-chuc.html", "Cơ cấu tổ chức"), ("/lien-he.html", "Liên hệ")))
    return page(f'<nav><ul class="menu"><li><a href="/">Trang chủ</a></li>{links}</ul></nav>'
                f'<div class="main"><h1>{title}</h1>{body}</div>', title, head)


def rows(posts: list[tuple[str, str, str]]) -> str:
    """A list of (address, title, printed date)."""
    return '<ul class="news">' + "".join(
        f'<li><h3><a href="{url}">{title}</a></h3><span class="date">{day}</span></li>' for url, title, day in posts
    ) + "</ul>"


def complete(seen: Seen) -> bool:
    return seen.state == "complete"


def portal(state: str, *reasons: str) -> Holds:
    return lambda seen: seen.state == state and (not reasons or seen.reason in reasons)


def unseen_lists(*reasons: str, states: tuple[str, ...] = ("not_observed", "partly")) -> Holds:
    """The two lists are not observed, for one of the reasons; and nothing negative can rest on them."""
    def hold(seen: Seen) -> bool:
        two = [one for one in seen.lists if one.url.split("?")[0].endswith(("/tin-tuc", "/thong-bao"))]
        return len(two) == 2 and all(one.state in states and one.reason in reasons for one in two)
    return hold


def both(*parts: Holds) -> Holds:
    return lambda seen: all(part(seen) for part in parts)


def either(*parts: Holds) -> Holds:
    return lambda seen: any(part(seen) for part in parts)


def marked(mark: str) -> Holds:
    return lambda seen: any(mark in v.marks for v in seen.visits)


def asked_at_most(count: int, path: str | None = None) -> Holds:
    """Requests that the server counted, robots.txt aside; or those to one path, whatever its query."""
    def hold(seen: Seen) -> bool:
        asked = [p for p in seen.asked if p != "/robots.txt"]
        return sum(path is None or p.split("?")[0] == path for p in asked) <= count
    return hold
