"""Like the provincial platform: `/<channel>/<slug>-<id>`, `ul.ArticleList`, questions in a WebForms grid."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import Answer, Kind, View, page_number, show

PER_PAGE, QUESTIONS_A_PAGE = 8, 5


def address(view: View, channel: Channel) -> str:
    return f"/{channel.slug}"


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/{channel or post.channels[0]}/{post.slug}-{post.id}"


KIND = Kind("vnpt", address, post_url)


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return show(KIND, view, "home.html", "Trang chủ")
    channel = view.channel(parts[0])
    if channel is None or len(parts) > 2:
        return None
    if len(parts) == 2:
        post = view.post(parts[1].rsplit("-", 1)[-1])
        return show(KIND, view, "article.html", post.title, post=post) if post and channel.slug in post.channels else None
    if channel.kind == "page":
        return show(KIND, view, "page.html", channel.title, channel=channel)
    if channel.kind == "qa":
        question = view.question(query.get("cauhoi", ""))
        if question:
            return show(KIND, view, "question.html", question.title, q=question)
        return _grid(view, channel, form)
    number = page_number(query, "pageindex", 0)
    posts, pages = view.page(channel.slug, number, PER_PAGE)
    return show(KIND, view, "list.html", channel.title, channel=channel, posts=posts, number=number, pages=pages)


def _grid(view: View, channel: Channel, form: dict[str, str]) -> Answer:
    """A grid paged by posting the form back, as WebForms does. Without its hidden fields a post shows page 1."""
    argument = form.get("__EVENTARGUMENT", "")
    asked = form.get("__EVENTTARGET", "").endswith("gvQuestionList") and "__VIEWSTATE" in form
    number = int(argument[5:]) if asked and argument.startswith("Page$") and argument[5:].isdecimal() else 1
    first = (number - 1) * QUESTIONS_A_PAGE
    pages = max(1, -(-len(view.questions) // QUESTIONS_A_PAGE))
    return show(KIND, view, "grid.html", channel.title, channel=channel, questions=view.questions[first:first + QUESTIONS_A_PAGE],
                total=len(view.questions), number=number, pages=pages)
