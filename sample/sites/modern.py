"""A modern one: cards, "Xem thêm" that calls a JSON address, relative dates on the newest days."""

from __future__ import annotations

import json

from sample.model import Channel, Post
from sample.sites.common import Address, Answer, View, clock, e, entries, paragraphs, pick, summary, views

STATES = {"answered": "Đã trả lời", "awaiting_answer": "Chờ trả lời", "awaiting_acceptance": "Chờ tiếp nhận"}
address = Address("/chuyen-muc/{slug}")


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/bai-viet/{post.slug}.{post.id}"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return Answer(frame(view, "Trang chủ", _home(view)))
    if path == "/api/posts":
        return _api(view, query)
    if parts[0] == "bai-viet" and len(parts) == 2:
        ident = parts[1].rsplit(".", 1)[-1]
        post = view.by_id.get(int(ident)) if ident.isdigit() else None
        return Answer(frame(view, post.title, _article(view, post))) if post else None
    if parts[0] == "cau-hoi" and len(parts) == 2 and parts[1].isdigit():
        return _question(view, int(parts[1]))
    channel = view.channel(parts[1]) if parts[0] == "chuyen-muc" and len(parts) == 2 else None
    if channel is None:
        return None
    if channel.kind == "page":
        text = "".join(f"<p>{e(p)}</p>" for p in channel.text)
        return Answer(frame(view, channel.title, f'<section class="page"><h1>{e(channel.title)}</h1><div class="prose">{text}</div>'
                                                 "</section>"))
    if channel.kind == "qa":
        return Answer(frame(view, "Hỏi đáp", _questions(view)))
    return Answer(frame(view, channel.title, _list(view, channel)))


def frame(view: View, title: str, content: str) -> str:
    groups = []
    for name, channels in entries(view):
        links = "".join(f'<a class="dropdown-item" href="{e(address(view, c))}">{e(c.title)}</a>' for c in channels)
        groups.append(links.replace("dropdown-item", "nav-link") if name.startswith("\0") else
                      f'<div class="nav-item dropdown"><span class="nav-link">{e(name)}</span><div class="dropdown-menu">{links}</div>'
                      "</div>")
    hot = "".join(f'<a class="mini-card" href="{post_url(view, p)}">{e(p.title)}</a>' for p in pick(view, 4))
    return f"""<!doctype html><html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{e(title)} | {e(view.site.name)}</title></head><body><div class="topbar">{clock(view.now)} · {views()} lượt xem</div><div
class="navbar">{"".join(groups)}</div><div class="container content">{content}</div><div class="aside-box sidebar"><h4>Đọc nhiều</h4>
{hot}</div><div class="site-footer footer"><p>{e(view.site.name)}</p></div></body></html>"""


def _home(view: View) -> str:
    return "".join(
        f'<section><h2><a href="/chuyen-muc/{c.slug}">{e(c.title)}</a></h2><div class="grid">' + "".join(
            f'<div class="card"><a href="{post_url(view, p)}">{e(p.title)}</a></div>' for p in view.lists.get(c.slug, [])[:4]
        ) + "</div></section>" for c in [c for c in view.site.channels if c.kind == "list"][:4])


def _date(view: View, post: Post) -> str:
    """Relative on the newest days, with the full date in the title, as such sites do."""
    at = post.stated_at(view.now)
    days = (view.now.date() - at.date()).days
    text = "Hôm qua" if days == 1 else f"{days} ngày trước" if 2 <= days < 5 else f"{at:%d/%m/%Y}"
    if days == 0:
        text = f"{max(1, int((view.now - at).total_seconds() // 3600))} giờ trước"
    return f'<span class="date" title="{at:%d/%m/%Y %H:%M}">{text}</span>'


def _list(view: View, channel: Channel) -> str:
    posts, pages = view.page(channel.slug, 1)
    if not posts:
        return f'<h1>{e(channel.title)}</h1><div class="empty">Chưa có dữ liệu</div>'
    cards = "".join(
        f'<div class="card"><a href="{post_url(view, p)}"><img src="/i/{p.id}.webp" alt=""></a><div class="card-body"><a '
        f'class="card-title" href="{post_url(view, p)}">{e(p.title)}</a>{_date(view, p)}<p>{e(summary(p))}</p></div></div>'
        for p in posts)
    more = (f'<button class="btn-more" data-url="/api/posts?cat={channel.slug}&page=2">Xem thêm</button>' if pages > 1 else "")
    return f'<h1>{e(channel.title)}</h1><div class="cards">{cards}</div>{more}'


def _api(view: View, query: dict[str, str]) -> Answer:
    number = int(query.get("page", "1")) if query.get("page", "1").isdigit() else 1
    posts, pages = view.page(query.get("cat", ""), number)
    data = {"data": [{"title": p.title, "url": post_url(view, p), "published_at": p.stated_at(view.now).isoformat()} for p in posts],
            "page": number, "has_more": number < pages}
    return Answer(json.dumps(data, ensure_ascii=False), type="application/json; charset=utf-8")


def _article(view: View, post: Post) -> str:
    at = post.stated_at(view.now)
    text = "".join(f"<p>{e(p)}</p>" for p in paragraphs(post, view.now))
    file = f'<a class="file" href="{view.files}/f/{post.id}.xlsx">Tải phụ lục (220 KB)</a>' if post.attachment else ""
    return (f'<div class="post-detail"><h1>{e(post.title)}</h1><div class="post-meta">Đăng lúc {at.hour}h{at:%M} ngày {at.day}/'
            f'{at.month}/{at.year} · {views()} lượt xem</div><div class="prose">{text}</div>{file}</div>')


def _questions(view: View) -> str:
    rows = "".join(
        f'<div class="qa-item"><a href="/cau-hoi/{q.id}">{e(q.title)}</a><span class="badge">{STATES[q.state(view.now)]}</span>'
        f"<span>Ngày gửi: {q.asked:%d/%m/%Y}</span></div>" for q in view.site.questions if q.asked <= view.now.date())
    return f"<h1>Hỏi đáp</h1><div>{rows}</div>"


def _question(view: View, ident: int) -> Answer | None:
    q = next((q for q in view.site.questions if q.id == ident and q.asked <= view.now.date()), None)
    if q is None:
        return None
    done = q.state(view.now) == "answered" and q.answered is not None
    answer = (f"<div><b>Người trả lời:</b> {q.answerer}</div><div><b>Chức vụ:</b> {q.position}</div><div><b>Ngày trả lời:</b> "
              f"{q.answered:%d/%m/%Y}</div><div><b>Nội dung trả lời:</b> Theo quy định hiện hành của pháp luật.</div>"
              if done and q.answered else f"<div><b>Trạng thái:</b> {STATES[q.state(view.now)]}</div>")
    return Answer(frame(view, f"Hỏi đáp: {q.title}", f"<h1>Hỏi đáp</h1><div><b>Câu hỏi:</b> {e(q.title)}</div><div><b>Ngày gửi:</b> "
                                                     f"{q.asked:%d/%m/%Y}</div>{answer}"))
