"""A modern one: cards, "Xem thêm" that calls a JSON address found in the page, relative dates on the newest days."""

from __future__ import annotations

import json
from datetime import datetime

from sample.model import Channel, Post
from sample.sites.common import Answer, Kind, View, page_number, show

PER_PAGE = 9


def address(view: View, channel: Channel) -> str:
    return f"/chuyen-muc/{channel.slug}"


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/bai-viet/{post.slug}.{post.id}"


KIND = Kind("modern", address, post_url)


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return show(KIND, view, "home.html", "Trang chủ", ago=ago)
    if path == "/api/posts":
        return _api(view, query)
    if len(parts) != 2:
        return None
    if parts[0] == "bai-viet":
        post = view.post(parts[1].rsplit(".", 1)[-1])
        return show(KIND, view, "document.html" if post.kind == "document" else "article.html", post.title, post=post) if post else None
    if parts[0] == "cau-hoi":
        question = view.question(parts[1])
        return show(KIND, view, "question.html", question.title, q=question) if question else None
    channel = view.channel(parts[1]) if parts[0] == "chuyen-muc" else None
    if channel is None:
        return None
    if channel.kind in ("page", "qa"):
        return show(KIND, view, "page.html" if channel.kind == "page" else "questions.html", channel.title, channel=channel)
    posts, pages = view.page(channel.slug, 1, PER_PAGE)
    return show(KIND, view, "list.html", channel.title, channel=channel, posts=posts, pages=pages, ago=ago)


def ago(now: datetime, at: datetime) -> str:
    """Relative on the newest days, a plain date on older ones and on those still to come."""
    days = (now.date() - at.date()).days
    if days < 0:
        return f"{at:%d/%m/%Y}"
    if days == 0:
        return f"{max(1, int((now - at).total_seconds() // 3600))} giờ trước"
    return "Hôm qua" if days == 1 else f"{days} ngày trước" if days < 5 else f"{at:%d/%m/%Y}"


def _api(view: View, query: dict[str, str]) -> Answer:
    number = page_number(query, "page")
    posts, pages = view.page(query.get("cat", ""), number, PER_PAGE)
    rows = [{"title": p.title, "url": post_url(view, p), "published_at": p.stated_at(view.now).isoformat()} for p in posts]
    return Answer(json.dumps({"data": rows, "page": number, "has_more": number < pages}, ensure_ascii=False),
                  type="application/json; charset=utf-8")
