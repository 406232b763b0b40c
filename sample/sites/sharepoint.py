"""Like SharePoint: `/Pages/<channel>.aspx?Page=2`, `?ItemID=`, document tables."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import Address, Answer, View, clock, e, menu_html, nfd, paragraphs, pick, summary, views

address = Address("/Pages/{slug}.aspx")


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/noidung/tintuc/Pages/chitiet.aspx?ItemID={post.id}"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    if path in ("/", "/Pages/default.aspx"):
        return Answer(frame(view, "Trang chủ", _home(view)))
    ident = query.get("ItemID", "")
    if path == "/noidung/tintuc/Pages/chitiet.aspx":
        post = view.by_id.get(int(ident)) if ident.isdigit() else None
        return Answer(frame(view, post.title, _article(view, post))) if post else None
    if path == "/noidung/hoidap/Pages/chitiet.aspx":
        return _question(view, int(ident)) if ident.isdigit() else None
    channel = view.channel(path.removeprefix("/Pages/").removesuffix(".aspx")) if path.startswith("/Pages/") else None
    if channel is None:
        return None
    if channel.kind == "page":
        text = "".join(f"<p>{e(p)}</p>" for p in channel.text)
        return Answer(frame(view, channel.title, f'<h1 class="pagetitle">{e(channel.title)}</h1><div class="ms-rtestate-field">'
                                                 f"{text}</div>"))
    if channel.kind == "qa":
        return Answer(frame(view, channel.title, _questions(view)))
    number = int(query.get("Page", "1")) if query.get("Page", "1").isdigit() else 1
    render = _table if channel.kind == "documents" else _list
    return Answer(frame(view, channel.title, render(view, channel, number)))


def frame(view: View, title: str, content: str) -> str:
    side = "".join(f'<div class="item"><a href="{post_url(view, p)}">{e(p.title)}</a></div>' for p in pick(view, 5))
    return f"""<!DOCTYPE html><html lang="vi-vn"><head><meta charset="utf-8"><meta name="GENERATOR" content="Microsoft SharePoint">
<title>{e(title)}</title><script src="/_layouts/15/init.js"></script></head><body><div id="s4-workspace"><div class="ms-header">
<span id="ngaythang">{clock(view.now)}</span></div><div class="main-menu">{menu_html(view, address, "root static", "dynamic")}</div>
<div id="ctl00_m_g_0a1b2c3d_content" class="ms-webpart-zone main-content">{content}</div><div class="right-column sidebar"><div
class="ms-webpart-titleText">Tin nổi bật</div>{side}</div><div class="footer">Bản quyền thuộc về {e(view.site.name)}. Lượt truy
cập: {views()}</div></div></body></html>"""


def _home(view: View) -> str:
    return "".join(
        f'<div class="webpart"><h2><a href="/Pages/{c.slug}.aspx">{e(c.title)}</a></h2>' + "".join(
            f'<div class="news-row"><a href="{post_url(view, p)}">{e(p.title)}</a></div>' for p in view.lists.get(c.slug, [])[:5]
        ) + "</div>" for c in [c for c in view.site.channels if c.kind == "list"][:4])


def _list(view: View, channel: Channel, number: int) -> str:
    posts, pages = view.page(channel.slug, number)
    if not posts:
        return f'<h1 class="pagetitle">{e(channel.title)}</h1><p>Không có dữ liệu</p>'
    rows = "".join(
        f'<div class="news-item"><div class="news-title"><a href="{post_url(view, p)}">'
        f'{e(nfd(p.title, view.site.number % 3 == 0))}</a> <span class="news-date">({p.stated_at(view.now):%d-%m-%Y})</span></div>'
        f'<div class="news-brief">{e(summary(p))}</div></div>' for p in posts)
    return f'<h1 class="pagetitle">{e(channel.title)}</h1>{rows}{_pager(channel, number, pages)}'


def _table(view: View, channel: Channel, number: int) -> str:
    posts, pages = view.page(channel.slug, number)
    if not posts:
        return f'<h1 class="pagetitle">{e(channel.title)}</h1><p>Chưa có văn bản</p>'
    rows = "".join(
        f'<tr class="item-vanban"><td>{i}</td><td><a href="{post_url(view, p)}">{p.number}</a></td><td>'
        f'{p.stated_at(view.now):%d/%m/%Y}</td><td><a href="{post_url(view, p)}">{e(p.title)}</a></td><td><a '
        f'href="{view.files}/vb/{p.id}.pdf">Tải về</a></td></tr>' for i, p in enumerate(posts, 1))
    return (f'<h1 class="pagetitle">{e(channel.title)}</h1><table class="table-vb"><tr><th>STT</th><th>Số ký hiệu</th><th>Ngày '
            f"ban hành</th><th>Trích yếu</th><th>Tệp</th></tr>{rows}</table>{_pager(channel, number, pages)}")


def _pager(channel: Channel, number: int, pages: int) -> str:
    links = "".join(f'<b>{n}</b> ' if n == number else f'<a href="/Pages/{channel.slug}.aspx?Page={n}">{n}</a> '
                    for n in range(1, pages + 1))
    following = f'<a href="/Pages/{channel.slug}.aspx?Page={number + 1}">Trang sau</a>' if number < pages else ""
    return f'<div class="phantrang">{links}{following}</div>' if pages > 1 else ""


def _article(view: View, post: Post) -> str:
    at = post.stated_at(view.now)
    half = "SA" if at.hour < 12 else "CH"
    text = "".join(f"<p>{e(p)}</p>" for p in paragraphs(post, view.now))
    others = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a> ({p.stated_at(view.now):%d-%m-%Y})</li>'
                     for p in view.lists.get(post.channels[0], [])[:5] if p.id != post.id)
    file = f'<div>Tệp đính kèm: <a href="{view.files}/vb/{post.id}.pdf">{post.id}.pdf</a></div>' if post.attachment else ""
    hour = at.hour if at.hour <= 12 else at.hour - 12
    return (f'<div class="chitiet"><h1 class="news-title-detail">{e(post.title)}</h1><div class="news-date-detail">'
            f'{at:%d-%m-%Y} {hour:02d}:{at:%M} {half}</div><div class="news-content">{text}</div>{file}</div><div '
            f'class="cactinkhac"><div class="title">Các tin khác</div><ul>{others}</ul></div>')


STATES = {"answered": "Đã trả lời", "awaiting_answer": "Chờ trả lời", "awaiting_acceptance": "Chờ tiếp nhận"}


def _questions(view: View) -> str:
    rows = "".join(
        f'<tr><td>{i}</td><td><a href="/noidung/hoidap/Pages/chitiet.aspx?ItemID={q.id}">{e(q.title)}</a></td><td>'
        f"{q.asked:%d/%m/%Y}</td><td>{STATES[q.state(view.now)]}</td></tr>"
        for i, q in enumerate((q for q in view.site.questions if q.asked <= view.now.date()), 1))
    return (f'<h1 class="pagetitle">Hỏi đáp</h1><table class="hoidap"><tr><th>STT</th><th>Câu hỏi</th><th>Ngày hỏi</th><th>'
            f"Trạng thái</th></tr>{rows}</table>")


def _question(view: View, ident: int) -> Answer | None:
    q = next((q for q in view.site.questions if q.id == ident and q.asked <= view.now.date()), None)
    if q is None:
        return None
    done = q.state(view.now) == "answered" and q.answered is not None
    answer = (f"<tr><td>Người trả lời:</td><td>{q.answerer}</td></tr><tr><td>Chức vụ:</td><td>{q.position}</td></tr><tr><td>"
              f"Ngày trả lời:</td><td>{q.answered:%d/%m/%Y}</td></tr><tr><td>Nội dung trả lời:</td><td>Theo quy định hiện hành, "
              f"đề nghị công dân liên hệ bộ phận một cửa.</td></tr>") if done and q.answered else ""
    return Answer(frame(view, q.title, f"<h1 class='pagetitle'>Hỏi đáp</h1><table><tr><td>Câu hỏi:</td><td>{e(q.title)}</td></tr>"
                                       f"<tr><td>Ngày hỏi:</td><td>{q.asked:%d/%m/%Y}</td></tr>{answer}</table>"))
