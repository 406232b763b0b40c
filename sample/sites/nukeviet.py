"""Like NukeViet: `/<category>/<alias>-<id>.html`, `/page-2/`, panels, a right printed date beside wrong machine dates."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import WEEKDAYS, Address, Answer, View, clock, e, menu_html, paragraphs, pick, summary, views

address = Address("/{slug}/")
STATES = {"answered": "Đã trả lời", "awaiting_answer": "Chưa trả lời", "awaiting_acceptance": "Chờ tiếp nhận"}


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/{post.channels[0]}/{post.slug}-{post.id}.html"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return Answer(frame(view, "Trang nhất", _home(view)))
    if parts[0] == "rss":
        return _rss(view)
    channel = view.channel(parts[0])
    if channel is None:
        return None
    if len(parts) == 2 and parts[1].endswith(".html"):
        ident = parts[1].removesuffix(".html").rsplit("-", 1)[-1]
        if channel.kind == "qa":
            return _question(view, int(ident)) if ident.isdigit() else None
        post = view.by_id.get(int(ident)) if ident.isdigit() else None
        return Answer(_article(view, post)) if post else None
    if channel.kind == "page":
        text = "".join(f"<p>{e(p)}</p>" for p in channel.text)
        return Answer(frame(view, channel.title, f'<div class="panel-body"><h1 class="title">{e(channel.title)}</h1>'
                                                 f'<div class="bodytext">{text}</div></div>'))
    if channel.kind == "qa":
        return Answer(frame(view, channel.title, _questions(view)))
    number = int(parts[1][5:]) if len(parts) == 2 and parts[1].startswith("page-") and parts[1][5:].isdigit() else 1
    return Answer(frame(view, channel.title, _list(view, channel, number)))


def frame(view: View, title: str, content: str, head: str = "") -> str:
    side = "".join(f'<li class="clearfix"><a class="show" href="{post_url(view, p)}">{e(p.title)}</a></li>'
                   for p in pick(view, 5))
    hot = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a></li>' for p in view.posts[5:10])
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><meta name="generator" content="NukeViet v4.5">
<title>{e(title)} - {e(view.site.name)}</title>{head}<link rel="alternate" type="application/rss+xml" href="/rss/"></head>
<body><header><div class="site-banner">{e(view.site.name)}</div></header><nav id="menu-site-default">
{menu_html(view, address, "nav navbar-nav", "dropdown-menu")}</nav><div class="theme-time">{clock(view.now)}</div>
<div class="row"><div class="col-md-16">{content}</div><div class="col-md-8"><div class="panel panel-default"><div
class="panel-heading">Tin mới nhất</div><div class="panel-body"><ul class="block_tophits">{side}</ul></div></div><div
class="panel panel-default"><div class="panel-heading">Xem nhiều</div><ul>{hot}</ul></div><div class="panel">Thống kê: đang
truy cập {views()}</div></div></div><footer id="footer">© {e(view.site.name)} {view.now:%Y}</footer></body></html>"""


def _home(view: View) -> str:
    parts = []
    for channel in [c for c in view.site.channels if c.kind == "list"][:4]:
        posts = view.lists.get(channel.slug, [])[:4]
        rows = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a></li>' for p in posts[1:])
        first = f'<h3><a href="{post_url(view, posts[0])}">{e(posts[0].title)}</a></h3>' if posts else ""
        parts.append(f'<div class="news_column panel"><div class="panel-heading"><h4><a href="/{channel.slug}/">'
                     f'{e(channel.title)}</a></h4></div><div class="panel-body">{first}<ul class="related">{rows}</ul></div></div>')
    return "".join(parts)


def _list(view: View, channel: Channel, number: int) -> str:
    posts, pages = view.page(channel.slug, number)
    if not posts:
        return f"<h1>{e(channel.title)}</h1><div class='alert'>Chưa có bài viết nào trong chuyên mục này</div>"
    rows = "".join(
        f'<div class="news_column panel panel-default {"sticky" if p.pinned else ""}"><div class="panel-body"><a '
        f'href="{post_url(view, p)}"><img src="/t/{p.id}.jpg" alt="{e(p.title)}"></a><h2><a href="{post_url(view, p)}" '
        f'title="{e(p.title)}">{e(p.title)}</a></h2><div class="text-muted"><ul class="list-unstyled list-inline"><li><em '
        f'class="fa fa-clock-o">&nbsp;</em> {p.stated_at(view.now):%d/%m/%Y %H:%M:%S}</li><li><em class="fa fa-eye">&nbsp;'
        f"</em> Đã xem: {views()}</li></ul></div>{e(summary(p))} <a href='{post_url(view, p)}'>Xem tiếp...</a></div></div>"
        for p in posts)
    pager = "".join(
        f'<li class="page-item active"><a class="page-link" href="#">{n}</a></li>' if n == number else
        f'<li class="page-item"><a class="page-link" rel="next" href="/{channel.slug}/{f"page-{n}/" if n > 1 else ""}">{n}'
        "</a></li>" for n in range(1, pages + 1))
    return rows + (f'<div class="text-center"><ul class="pagination">{pager}</ul></div>' if pages > 1 else "")


def _article(view: View, post: Post) -> str:
    at = post.stated_at(view.now)
    head = (f'<meta property="article:published_time" content="{at:%Y-%m-%d}+07{at:%H:%M}:00">'
            f'<meta property="og:type" content="article">')
    text = "".join(f"<p>{e(p)}</p>" for p in paragraphs(post, view.now))
    related = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a> <span class="date">({p.stated_at(view.now):%d/%m/%Y})'
                      "</span></li>" for p in view.lists.get(post.channels[0], [])[:5] if p.id != post.id)
    file = (f'<div class="news-download-file"><a href="{view.files}/uploads/{post.id}.docx">Tệp đính kèm</a></div>'
            if post.attachment else "")
    content = (f'<div class="panel-body"><h1 class="title margin-bottom-lg" itemprop="headline">{e(post.title)}</h1><div '
               f'class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">{WEEKDAYS[at.weekday()]} - '
               f'{at:%d/%m/%Y %H:%M}</span></div></div><div id="news-bodyhtml" class="bodytext">{text}</div>{file}<p '
               f'class="h5 text-right"><strong>Tác giả: </strong>Ban biên tập</p></div><div class="panel"><h4>Những tin mới hơn'
               f'</h4><ul class="related list-items">{related}</ul></div>')
    return frame(view, post.title, content, head)


def _questions(view: View) -> str:
    rows = "".join(
        f'<div class="faq-item"><h3><a href="/hoi-dap/{q.id}-{q.id}.html">{e(q.title)}</a></h3><p>Ngày gửi: '
        f"{q.asked:%d/%m/%Y} - Trạng thái: {STATES[q.state(view.now)]}</p></div>"
        for q in view.site.questions if q.asked <= view.now.date())
    return f"<h1>Hỏi đáp</h1>{rows}"


def _question(view: View, ident: int) -> Answer | None:
    q = next((q for q in view.site.questions if q.id == ident and q.asked <= view.now.date()), None)
    if q is None:
        return None
    done = q.state(view.now) == "answered" and q.answered
    answer = (f"<div class='answer'><p>Người trả lời: {q.answerer}</p><p>Chức vụ: {q.position}</p><p>Ngày trả lời: "
              f"{q.answered:%d/%m/%Y}</p><p>Nội dung trả lời: UBND trả lời ông/bà theo quy định hiện hành.</p></div>"
              if done else "<p>Trạng thái: Chưa trả lời</p>")
    return Answer(frame(view, q.title, f"<h1>{e(q.title)}</h1><p>Người hỏi: Công dân {q.id}</p><p>Ngày gửi: "
                                       f"{q.asked:%d/%m/%Y}</p><p>Câu hỏi: {e(q.title)}</p>{answer}"))


def _rss(view: View) -> Answer:
    items = "".join(f"<item><title>{e(p.title)}</title><link>{view.base}{post_url(view, p)}</link><pubDate>"
                    f"{p.stated_at(view.now):%a, %d %b %Y %H}:{p.stated_at(view.now):%m}:00 +0700</pubDate></item>"
                    for p in pick(view, 20))
    return Answer(f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>{items}</channel></rss>',
                  type="application/rss+xml; charset=utf-8")
