"""Like SharePoint: `/Pages/<channel>.aspx?Page=2`, `/noidung/tintuc/Pages/…aspx?ItemID=`, tables of documents."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import Answer, Kind, View, page_number, show

PER_PAGE = 8


def address(view: View, channel: Channel) -> str:
    return f"/Pages/{channel.slug}.aspx"


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/noidung/{'vanban' if post.kind == 'document' else 'tintuc'}/Pages/chitiet.aspx?ItemID={post.id}"


KIND = Kind("sharepoint", address, post_url)


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    ident = query.get("ItemID", "")
    if path in ("/", "/Pages/default.aspx"):
        return show(KIND, view, "home.html", "Trang chủ")
    if path == "/noidung/hoidap/Pages/chitiet.aspx":
        question = view.question(ident)
        return show(KIND, view, "question.html", question.title, q=question) if question else None
    if path in ("/noidung/tintuc/Pages/chitiet.aspx", "/noidung/vanban/Pages/chitiet.aspx"):
        post = view.post(ident)
        if post is None or not post_url(view, post).startswith(path):
            return None
        return show(KIND, view, "document.html" if post.kind == "document" else "article.html", post.title, post=post)
    channel = view.channel(path.removeprefix("/Pages/").removesuffix(".aspx")) if path.startswith("/Pages/") else None
    if channel is None:
        return None
    if channel.kind in ("page", "qa"):
        return show(KIND, view, "page.html" if channel.kind == "page" else "questions.html", channel.title, channel=channel)
    number = page_number(query, "Page")
    posts, pages = view.page(channel.slug, number, PER_PAGE)
    template = "table.html" if channel.kind == "documents" else "list.html"
    return show(KIND, view, template, channel.title, channel=channel, posts=posts, number=number, pages=pages)
