"""What all kinds share: a site's view at one moment, templates, and answers whose counters differ at every request."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from sample.model import Asked, Channel, Post, Site

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
FILES_HOST = "127.1.1.1"
COUNT = "\ue000"  # stands for a counter until the answer is sent
_TITLE, _HEAD, _CONTENT = "\ue001", "\ue002", "\ue003"
STATES = {"answered": "Đã trả lời", "awaiting_answer": "Chờ trả lời", "awaiting_acceptance": "Chờ tiếp nhận"}
CORRECTION = "Nội dung đã được đính chính: thời gian và địa điểm tổ chức có thay đổi so với thông tin ban đầu."


@dataclass(slots=True)
class Answer:
    """What a portal answers; `validator` changes when and only when the content does."""

    body: str
    status: int = 200
    type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    validator: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of site: the folder of its templates, and how it addresses channels and posts (paths on the site)."""

    name: str
    address: Callable[[View, Channel], str]
    post_url: Callable[[View, Post, str | None], str]


@dataclass(slots=True)
class View:
    """One site at one moment: what is visible, sorted once, and the frame around every page, rendered once."""

    site: Site
    now: datetime
    port: int
    posts: list[Post]
    by_id: dict[int, Post]
    lists: dict[str, list[Post]]
    frames: dict[str, str] = field(default_factory=dict)

    @property
    def base(self) -> str:
        return f"http://{self.site.host}:{self.port}"

    @property
    def files(self) -> str:
        return f"http://{FILES_HOST}:{self.port}"

    @property
    def questions(self) -> list[Asked]:
        return [q for q in self.site.questions
                if q.asked <= self.now.date() and (q.removed_at is None or self.now < q.removed_at)]

    def channel(self, slug: str) -> Channel | None:
        return next((c for c in self.site.channels if c.slug == slug and c.slug), None)

    def post(self, ident: str) -> Post | None:
        return self.by_id.get(int(ident)) if ident.isdecimal() else None

    def question(self, ident: str) -> Asked | None:
        return next((q for q in self.questions if str(q.id) == ident), None)

    def page(self, slug: str, number: int, per_page: int) -> tuple[list[Post], int]:
        """(posts of a page counted from 1, number of pages); pinned posts stand first on the first page."""
        posts = self.lists.get(slug, [])
        return posts[(number - 1) * per_page: number * per_page], max(1, -(-len(posts) // per_page))

    def newest(self, count: int) -> list[Post]:
        """For sidebars and home pages."""
        return [p for p in self.posts if not p.pinned][:count]

    def related(self, post: Post, count: int = 5) -> list[Post]:
        return [p for p in self.lists.get(post.channels[0], []) if p.id != post.id][:count]

    def menu(self) -> list[tuple[str, Channel | None, list[Channel]]]:
        """First-level entries in order: (title, its channel when it has one, entries below)."""
        own = {c.title: c for c in self.site.channels if c.parent is None}
        order = dict.fromkeys(c.parent or c.title for c in self.site.channels)
        below = {t: [c for c in self.site.channels if c.parent == t] for t in order}
        return [(title, own.get(title), below[title]) for title in order]


def make_view(site: Site, now: datetime, port: int) -> View:
    posts = site.visible(now)
    lists: dict[str, list[Post]] = {}
    for post in posts:
        for slug in post.channels:
            lists.setdefault(slug, []).append(post)
    for slug, members in lists.items():
        lists[slug] = sorted(members, key=lambda p: not p.pinned)
    return View(site, now, port, posts, {p.id: p for p in posts}, lists)


def show(kind: Kind, view: View, template: str, title: str, head: str = "", **values: Any) -> Answer:  # noqa: ANN401
    """A page of the site: the template's content in the site's frame. `head` is markup of ours."""
    skin = f"{kind.name}_new" if view.site.is_redesigned(view.now) else kind.name
    shared = _shared(kind, view)
    content = _environment(skin, kind.name).get_template(template).render(**shared, title=title, **values)
    if skin not in view.frames:
        view.frames[skin] = _environment(skin, kind.name).get_template("frame.html").render(
            **shared, title=Markup(_TITLE), head=Markup(_HEAD), content=Markup(_CONTENT))
    body = view.frames[skin].replace(_TITLE, str(escape(title))).replace(_HEAD, head).replace(_CONTENT, content)
    mark = hashlib.sha1(f"{title}{head}{content}".encode()).hexdigest()
    return Answer(body, validator=mark)


def _shared(kind: Kind, view: View) -> dict[str, Any]:
    def url(post: Post, channel: str | None = None) -> str:
        return kind.post_url(view, post, channel)

    def to(channel: Channel) -> str:
        return channel.url or kind.address(view, channel)

    def day(post: Post) -> datetime:
        return post.stated_at(view.now)

    def text(post: Post) -> list[str]:
        return [*post.body, CORRECTION] if post.is_edited(view.now) else list(post.body)

    return {"view": view, "site": view.site, "now": view.now, "url": url, "to": to, "day": day, "text": text}


@lru_cache(maxsize=32)
def _environment(skin: str, kind: str) -> Environment:
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(TEMPLATES / skin), FileSystemLoader(TEMPLATES / kind)]),
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined)
    environment.filters.update(fmt=_fmt, nfd=nfd, brief=_brief)
    environment.globals.update(COUNT=COUNT, WEEKDAYS=WEEKDAYS, STATES=STATES, clock=clock)
    return environment


def _fmt(moment: date, pattern: str) -> str:
    return f"{moment:{pattern}}"


def _brief(post: Post) -> str:
    """The opening of a body, as lists show it."""
    return post.body[0][:140].rsplit(" ", 1)[0] + "…"


def clock(now: datetime) -> str:
    """Today's date, as nearly every banner prints it."""
    return f"{WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y %H:%M}"


def nfd(text: str, site: Site) -> str:
    """Some systems store decomposed letters: here every fifth site."""
    return unicodedata.normalize("NFD", text) if site.number % 5 == 0 else text


def page_number(query: dict[str, str], name: str, first: int = 1) -> int:
    """The page asked for, counted from 1, where the site counts from `first`."""
    value = query.get(name, "")
    return max(1, int(value) - first + 1) if value.isdecimal() else 1
