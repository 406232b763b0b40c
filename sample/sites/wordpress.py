"""Like WordPress: `/category/x/page/2/`, dates in `time` elements in UTC, a feed."""

from __future__ import annotations

from datetime import UTC
from email.utils import format_datetime

from sample.model import Channel, Post
from sample.sites.common import Address, Answer, View, clock, e, menu_html, paragraphs, pick, summary

MONTHS = ("Một", "Hai", "Ba", "Tư", "Năm", "Sáu", "Bảy", "Tám", "Chín", "Mười", "Mười Một", "Mười Hai")


class _Address(Address):
    def __call__(self, view: View, channel: Channel) -> str:
        if channel.url:
            return channel.url
        return f"/{channel.slug}/" if channel.kind in ("page", "qa") else f"/category/{channel.slug}/"


address = _Address("")


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/{post.stated:%Y/%m}/{post.slug}-{post.id}/"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return Answer(frame(view, view.site.name, _items(view, pick(view, 6)), "home blog"))
    if parts == ["feed"]:
        return _feed(view)
    if parts[0] == "category" and len(parts) in (2, 4) and (channel := view.channel(parts[1])):
        number = int(parts[3]) if len(parts) == 4 and parts[3].isdigit() else 1
        posts, pages = view.page(channel.slug, number)
        if number > pages:
            return None
        return Answer(frame(view, channel.title, _list(view, channel, posts, number, pages), "archive category"))
    if len(parts) == 3 and parts[0].isdigit():
        ident = parts[2].rsplit("-", 1)[-1]
        post = view.by_id.get(int(ident)) if ident.isdigit() else None
        return Answer(frame(view, post.title, _article(view, post), "single single-post")) if post else None
    channel = view.channel(parts[0]) if len(parts) == 1 else None
    if channel is None:
        return None
    content = _questions(view) if channel.kind == "qa" else "".join(f"<p>{e(p)}</p>" for p in channel.text)
    return Answer(frame(view, channel.title, f'<article class="page"><header class="entry-header"><h1 class="entry-title">'
                        f'{e(channel.title)}</h1></header><div class="entry-content">{content}</div></article>', "page"))


def frame(view: View, title: str, content: str, body: str) -> str:
    recent = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a></li>' for p in pick(view, 5))
    tags = "".join(f'<a href="/?tag={n}" class="tag-cloud-link">{t}</a>' for n, t in enumerate(("nông thôn", "y tế", "đất đai")))
    return f"""<!doctype html><html lang="vi"><head><meta charset="UTF-8"><title>{e(title)} &#8211; {e(view.site.name)}</title>
<link rel="alternate" type="application/rss+xml" href="/feed/"><link rel="stylesheet" href="/wp-content/themes/x/style.css"></head>
<body class="{body}"><header id="masthead" class="site-header"><p class="site-title">{e(view.site.name)}</p><span>{clock(view.now)}
</span><nav class="main-navigation">{menu_html(view, address)}</nav></header><div id="content"><main id="main">{content}</main>
<aside class="widget-area"><section class="widget"><h2>Bài viết mới</h2><ul>{recent}</ul></section><section class="widget">
<h2>Thẻ</h2><div class="tagcloud">{tags}</div></section></aside></div><footer class="site-footer">Tự hào được cung cấp bởi
WordPress</footer></body></html>"""


def _time(view: View, post: Post) -> str:
    at = post.stated_at(view.now)
    printed = f"{at.day} Tháng {MONTHS[at.month - 1]}, {at.year}"
    return f'<time class="entry-date published" datetime="{at.astimezone(UTC).isoformat()}">{printed}</time>'


def _items(view: View, posts: list[Post]) -> str:
    return "".join(
        f'<article class="post-{p.id} post {"sticky" if p.pinned else ""}"><header class="entry-header"><h2 class="entry-title"><a '
        f'href="{post_url(view, p)}" rel="bookmark">{e(p.title)}</a></h2></header><div class="entry-summary"><p>{e(summary(p))}</p>'
        f'</div><footer class="entry-footer">Đăng ngày {_time(view, p)} <a href="{post_url(view, p)}#respond">Để lại bình luận</a>'
        "</footer></article>" for p in posts)


def _list(view: View, channel: Channel, posts: list[Post], number: int, pages: int) -> str:
    if not posts:
        return '<section class="no-results"><h1>Không có kết quả</h1><p>Chưa có bài viết nào ở đây.</p></section>'
    links = "".join(
        f'<span aria-current="page" class="page-numbers current">{n}</span>' if n == number else
        f'<a class="page-numbers" href="/category/{channel.slug}/{f"page/{n}/" if n > 1 else ""}">{n}</a>'
        for n in range(1, pages + 1))
    older = f'<a class="next page-numbers" href="/category/{channel.slug}/page/{number + 1}/">Bài cũ hơn</a>' if number < pages else ""
    return (f'<header class="page-header"><h1 class="page-title">Danh mục: {e(channel.title)}</h1></header>{_items(view, posts)}'
            + (f'<nav class="navigation pagination"><div class="nav-links">{links}{older}</div></nav>' if pages > 1 else ""))


def _article(view: View, post: Post) -> str:
    text = "".join(f"<p>{e(p)}</p>" for p in paragraphs(post, view.now))
    file = f'<p><a href="{view.files}/wp-content/uploads/{post.id}.pdf">Tải tệp đính kèm</a></p>' if post.attachment else ""
    return (f'<article class="post"><header class="entry-header"><h1 class="entry-title">{e(post.title)}</h1></header><div '
            f'class="entry-content">{text}{file}</div><footer class="entry-footer">Đăng ngày {_time(view, post)} bởi Quản trị'
            "</footer></article>")


def _questions(view: View) -> str:
    """Questions and answers on one page, without addresses of their own."""
    parts = []
    for q in view.site.questions:
        if q.asked > view.now.date():
            continue
        done = q.state(view.now) == "answered" and q.answered is not None
        answer = (f"<p>Ngày trả lời: {q.answered:%d/%m/%Y}. Người trả lời: {q.answerer}. Chức vụ: {q.position}</p><p>Trả lời: "
                  "UBND xin trả lời ông/bà theo quy định hiện hành của pháp luật.</p>" if done and q.answered else
                  "<p>Trạng thái: Chờ trả lời</p>")
        parts.append(f"<h3>Câu hỏi: {e(q.title)}</h3><p>Ngày hỏi: {q.asked:%d/%m/%Y}</p>{answer}")
    return "".join(parts)


def _feed(view: View) -> Answer:
    items = "".join(f"<item><title>{e(p.title)}</title><link>{view.base}{post_url(view, p)}</link><pubDate>"
                    f"{format_datetime(p.stated_at(view.now))}</pubDate></item>" for p in pick(view, 10))
    return Answer(f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel>{items}</channel></rss>',
                  type="application/rss+xml; charset=UTF-8")
