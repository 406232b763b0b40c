"""A plain hand-made site: tables, `font`, no classes, `list.asp?cat=…&pageindex=` from zero, dd-mm-yyyy."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import Answer, Kind, View, page_number, show

PER_PAGE = 10


def address(view: View, channel: Channel) -> str:
    return f"list.asp?cat={channel.slug}"


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/view.asp?id={post.id}"


KIND = Kind("handmade", address, post_url)


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    if path in ("/", "/index.asp"):
        return show(KIND, view, "home.html", view.site.name)
    if path == "/view.asp":
        post = view.post(query.get("id", ""))
        return show(KIND, view, "article.html", post.title, post=post) if post else None
    channel = view.channel(query.get("cat", "")) if path == "/list.asp" else None
    if channel is None:
        return None
    if channel.kind in ("page", "qa"):
        return show(KIND, view, "page.html" if channel.kind == "page" else "questions.html", channel.title, channel=channel)
    number = page_number(query, "pageindex", 0)
    posts, pages = view.page(channel.slug, number, PER_PAGE)
    template = "table.html" if channel.kind == "documents" else "list.html"
    return show(KIND, view, template, channel.title, channel=channel, posts=posts, number=number, pages=pages)
