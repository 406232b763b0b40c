"""Like WordPress: `/category/x/page/2/`, on some sites `?paged=2`, dates in `time` elements in UTC, a feed."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

from markupsafe import Markup

from sample.model import Channel, Post
from sample.sites.common import Answer, Kind, View, page_number, show

PER_PAGE = 8
MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")


def address(view: View, channel: Channel) -> str:
    return f"/{channel.slug}/" if channel.kind in ("page", "qa") else f"/category/{channel.slug}/"


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/{post.stated:%Y/%m}/{post.slug}-{post.id}/"


KIND = Kind("wordpress", address, post_url)


def page_url(view: View, channel: Channel, number: int) -> str:
    """The address of a page of a list; a third of the sites has no pretty links for them."""
    start = address(view, channel)
    if number == 1:
        return start
    return f"{start}?paged={number}" if view.site.number % 9 == 0 else f"{start}page/{number}/"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return show(KIND, view, "home.html", view.site.name, time=utc_time)
    if parts == ["feed"]:
        return _feed(view)
    if parts[0] == "category" and len(parts) in (2, 4):
        return _list(view, parts, query)
    if len(parts) == 3 and parts[0].isdecimal():
        post = view.post(parts[2].rsplit("-", 1)[-1])
        return show(KIND, view, "article.html", post.title, post=post, time=utc_time) if post else None
    channel = view.channel(parts[0]) if len(parts) == 1 else None
    if channel is None or channel.kind not in ("page", "qa"):
        return None
    return show(KIND, view, "page.html" if channel.kind == "page" else "questions.html", channel.title, channel=channel)


def _list(view: View, parts: list[str], query: dict[str, str]) -> Answer | None:
    channel = view.channel(parts[1])
    if channel is None or channel.kind in ("page", "qa"):
        return None
    number = int(parts[3]) if len(parts) == 4 and parts[3].isdecimal() else page_number(query, "paged")
    posts, pages = view.page(channel.slug, number, PER_PAGE)
    if number > pages:
        return None
    return show(KIND, view, "list.html", channel.title, channel=channel, posts=posts, number=number, pages=pages, time=utc_time,
                page_url=page_url)


def utc_time(at: datetime) -> Markup:
    """A `time` element that carries UTC and prints the local day."""
    return Markup('<time class="entry-date published" datetime="{}">{} Tháng {}, {}</time>').format(
        at.astimezone(UTC).isoformat(), at.day, MONTHS[at.month - 1], at.year)


def _feed(view: View) -> Answer:
    item = Markup("<item><title>{}</title><link>{}{}</link><pubDate>{}</pubDate></item>")
    items = "".join(item.format(p.title, view.base, post_url(view, p), format_datetime(p.stated_at(view.now))) for p in view.newest(10))
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>',
                  type="application/rss+xml; charset=UTF-8")
