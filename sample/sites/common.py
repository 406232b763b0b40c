"""What all kinds share: answers, pages of a list, the things around the content that readers must not fall for."""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from sample.model import Channel, Post, Site

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
PER_PAGE = 6
FILES = "http://127.1.1.1"


@dataclass(slots=True)
class Answer:
    body: str | bytes
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class View:
    """One site at one moment, with what is visible sorted once."""

    site: Site
    now: datetime
    port: int
    posts: list[Post]
    by_id: dict[int, Post]
    lists: dict[str, list[Post]]

    @property
    def base(self) -> str:
        return f"http://{self.site.host}:{self.port}"

    @property
    def files(self) -> str:
        return f"{FILES}:{self.port}"

    def channel(self, slug: str) -> Channel | None:
        return next((c for c in self.site.channels if c.slug == slug and c.slug), None)

    def page(self, slug: str, number: int) -> tuple[list[Post], int]:
        """(posts of a page counted from 1, number of pages); pinned posts stand first on the first page."""
        posts = self.lists.get(slug, [])
        pages = max(1, -(-len(posts) // PER_PAGE))
        return posts[(number - 1) * PER_PAGE: number * PER_PAGE], pages


def make_view(site: Site, now: datetime, port: int) -> View:
    posts = site.visible(now)
    lists: dict[str, list[Post]] = {}
    for post in posts:
        for slug in post.channels:
            lists.setdefault(slug, []).append(post)
    for slug, members in lists.items():
        lists[slug] = [p for p in members if p.pinned] + [p for p in members if not p.pinned]
    return View(site, now, port, posts, {p.id: p for p in posts}, lists)


def e(text: str) -> str:
    return escape(text, quote=True)


def clock(now: datetime) -> str:
    """Today's date, as nearly every banner prints it."""
    return f"{WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y} {now:%H:%M}"


def views() -> int:
    """A counter that differs at every request."""
    return random.randint(100, 99999)


def nfd(text: str, when: bool) -> str:
    """Some systems store decomposed letters."""
    return unicodedata.normalize("NFD", text) if when else text


def paragraphs(post: Post, now: datetime) -> list[str]:
    if post.edited_at and now >= post.edited_at:
        return [*post.body, "Nội dung đã được đính chính: thời gian và địa điểm tổ chức có thay đổi so với thông tin ban đầu."]
    return list(post.body)


def summary(post: Post) -> str:
    return post.body[0][:140].rsplit(" ", 1)[0] + "…"


def entries(view: View) -> list[tuple[str, list[Channel]]]:
    """The menu: (title of the first level, entries below); a first-level channel stands as the title of nothing."""
    groups: dict[str, list[Channel]] = {}
    for channel in view.site.channels:
        if channel.kind == "heading":
            groups.setdefault(channel.title, [])
        elif channel.parent:
            groups.setdefault(channel.parent, []).append(channel)
        else:
            groups.setdefault("\0" + channel.title, []).append(channel)
    return list(groups.items())


def menu_html(view: View, address: "Address", ul: str = "menu", sub: str = "sub-menu") -> str:  # noqa: UP037
    """Nested lists, the commonest shape of a menu."""
    parts = [f'<ul class="{ul}"><li><a href="/">Trang chủ</a></li>']
    for title, channels in entries(view):
        if title.startswith("\0"):
            parts += [f'<li><a href="{e(address(view, c))}">{e(c.title)}</a></li>' for c in channels]
            continue
        inner = "".join(f'<li><a href="{e(address(view, c))}">{e(c.title)}</a></li>' for c in channels)
        parts.append(f'<li><a href="#">{e(title)}</a><ul class="{sub}">{inner}</ul></li>')
    return "".join(parts) + "</ul>"


class Address:
    """How a kind of site addresses a channel; called with the view and the channel."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __call__(self, view: View, channel: Channel) -> str:
        return channel.url or self.pattern.format(slug=channel.slug)


def pick(view: View, count: int) -> list[Post]:
    """The newest posts, for sidebars."""
    return [p for p in view.posts if not p.pinned][:count]
