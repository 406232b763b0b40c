"""Like NukeViet: `/<category>/<alias>-<id>.html`, `/page-2/`, panels, a right printed date beside wrong machine dates."""

from __future__ import annotations

from markupsafe import Markup

from sample.model import Channel, Post
from sample.sites.common import Answer, Kind, View, show

PER_PAGE = 8


def address(view: View, channel: Channel) -> str:
    return f"/{channel.slug}/"


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/{post.channels[0]}/{post.slug}-{post.id}.html"


KIND = Kind("nukeviet", address, post_url)


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return show(KIND, view, "home.html", "Trang nhất")
    if parts == ["rss"]:
        return _rss(view)
    channel = view.channel(parts[0])
    if channel is None or len(parts) > 2:
        return None
    if len(parts) == 2 and parts[1].endswith(".html"):
        return _detail(view, channel, parts[1].removesuffix(".html").rsplit("-", 1)[-1])
    if channel.kind == "page":
        return show(KIND, view, "page.html", channel.title, channel=channel)
    if channel.kind == "qa":
        return show(KIND, view, "questions.html", channel.title, channel=channel)
    number = int(parts[1][5:]) if len(parts) == 2 and parts[1].startswith("page-") and parts[1][5:].isdecimal() else 1
    posts, pages = view.page(channel.slug, number, PER_PAGE)
    template = "table.html" if channel.kind == "documents" else "list.html"
    return show(KIND, view, template, channel.title, channel=channel, posts=posts, number=number, pages=pages)


def _detail(view: View, channel: Channel, ident: str) -> Answer | None:
    if channel.kind == "qa":
        question = view.question(ident)
        return show(KIND, view, "question.html", question.title, q=question) if question else None
    post = view.post(ident)
    if post is None or channel.slug != post.channels[0]:
        return None
    if post.kind == "document":
        return show(KIND, view, "document.html", post.title, post=post)
    at = post.stated_at(view.now)
    # as the CMS prints it: the hour and the zone run into each other
    head = Markup('<meta property="og:type" content="article"><meta property="article:published_time" '
                  'content="{}">').format(f"{at:%Y-%m-%d}+07{at:%H:%M}:00")
    return show(KIND, view, "article.html", post.title, head, post=post)


def _rss(view: View) -> Answer:
    """A feed whose times carry the month in the place of the minutes, as seen in the wild."""
    item = Markup("<item><title>{}</title><link>{}{}</link><pubDate>{}</pubDate></item>")
    days = [(p, p.stated_at(view.now)) for p in view.newest(20) if p.kind == "post"]
    items = "".join(item.format(p.title, view.base, post_url(view, p), f"{at:%a, %d %b %Y %H}:{at:%m}:00 +0700") for p, at in days)
    return Answer(f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Tin</title>{items}</channel></rss>',
                  type="application/rss+xml; charset=utf-8")
