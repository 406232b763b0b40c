"""A plain hand-made site: tables, `font`, no classes, `list.asp?cat=…&pageindex=` from zero, dd-mm-yyyy."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import Address, Answer, View, clock, e, entries, paragraphs, pick, views

address = Address("list.asp?cat={slug}")
STATES = {"answered": "Đã trả lời", "awaiting_answer": "Chưa trả lời", "awaiting_acceptance": "Chờ tiếp nhận"}


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/view.asp?id={post.id}"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    if path in ("/", "/index.asp"):
        return Answer(frame(view, view.site.name, _home(view)))
    if path == "/view.asp" and query.get("id", "").isdigit():
        post = view.by_id.get(int(query["id"]))
        return Answer(frame(view, post.title, _article(view, post))) if post else None
    channel = view.channel(query.get("cat", "")) if path == "/list.asp" else None
    if channel is None:
        return None
    if channel.kind == "page":
        text = "<br><br>".join(e(p) for p in channel.text)
        return Answer(frame(view, channel.title, f'<font size="4"><b>{e(channel.title)}</b></font><br><font>{text}</font>'))
    if channel.kind == "qa":
        return Answer(frame(view, "Hỏi đáp", _questions(view)))
    number = int(query.get("pageindex", "0")) + 1 if query.get("pageindex", "0").isdigit() else 1
    return Answer(frame(view, channel.title, _list(view, channel, number)))


def frame(view: View, title: str, content: str) -> str:
    rows = []
    for name, channels in entries(view):
        if not name.startswith("\0"):
            rows.append(f'<tr><td bgcolor="#cc0000"><font color="white"><b>{e(name)}</b></font></td></tr>')
        rows += [f'<tr><td>&nbsp;&raquo; <a href="{e(address(view, c))}">{e(c.title)}</a></td></tr>' for c in channels]
    new = "<br>".join(f'- <a href="view.asp?id={p.id}">{e(p.title)}</a>' for p in pick(view, 4))
    return f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"><title>{e(title)}</title></head>
<body bgcolor="#ffffff"><table width="980" align="center" border="0"><tr><td colspan="3"><img src="banner.gif"><br><font
size="2">Hôm nay: {clock(view.now)}</font></td></tr><tr><td width="200" valign="top"><table width="100%">{"".join(rows)}</table>
</td><td width="580" valign="top">{content}</td><td width="200" valign="top"><b>Tin mới</b><br>{new}<br><br>Số lượt truy cập:
{views()}</td></tr><tr><td colspan="3" align="center"><font size="1">Trang tin của {e(view.site.name)}</font></td></tr></table>
</body></html>"""


def _home(view: View) -> str:
    parts = []
    for channel in [c for c in view.site.channels if c.kind == "list"][:3]:
        rows = "".join(f'<tr><td><a href="view.asp?id={p.id}"><b>{e(p.title)}</b></a></td></tr>'
                       for p in view.lists.get(channel.slug, [])[:4])
        parts.append(f'<table width="100%"><tr><td bgcolor="#eeeeee"><a href="list.asp?cat={channel.slug}">{e(channel.title)}</a>'
                     f"</td></tr>{rows}</table>")
    return "".join(parts)


def _list(view: View, channel: Channel, number: int) -> str:
    posts, pages = view.page(channel.slug, number)
    if not posts:
        return f'<font size="4"><b>{e(channel.title)}</b></font><br><i>Đang cập nhật</i>'
    rows = "".join(
        f'<tr><td width="90"><font size="2">{p.stated_at(view.now):%d-%m-%Y}</font></td><td>'
        f'{f"<b>{p.number}</b> " if p.number else ""}<a href="view.asp?id={p.id}"><font color="#000080">{e(p.title)}</font></a>'
        "</td></tr>" for p in posts)
    pager = " | ".join(f"<b>{n}</b>" if n == number else f'<a href="list.asp?cat={channel.slug}&pageindex={n - 1}">{n}</a>'
                       for n in range(1, pages + 1))
    return (f'<font size="4"><b>{e(channel.title)}</b></font><table width="100%">{rows}</table>'
            + (f"<center>Trang: {pager}</center>" if pages > 1 else ""))


def _article(view: View, post: Post) -> str:
    text = "<br><br>".join(e(p) for p in paragraphs(post, view.now))
    file = f'<br>Tải về: <a href="{view.files}/files/{post.id}.doc">tại đây</a>' if post.attachment else ""
    others = "<br>".join(f'+ <a href="view.asp?id={p.id}">{e(p.title)}</a> ({p.stated_at(view.now):%d-%m-%Y})'
                         for p in view.lists.get(post.channels[0], [])[:4] if p.id != post.id)
    return (f'<font size="4" color="#990000"><b>{e(post.title)}</b></font><br><font size="2"><i>Ngày đăng: '
            f"{post.stated_at(view.now):%d-%m-%Y}</i></font><br><br><div align='justify'>{text}</div>{file}<hr><b>Các tin khác:"
            f"</b><br>{others}")


def _questions(view: View) -> str:
    rows = "".join(
        f"<tr><td><b>Câu hỏi: {e(q.title)}</b><br>Ngày gửi: {q.asked:%d-%m-%Y}<br>" + (
            f"Trả lời: Theo quy định hiện hành, đề nghị ông/bà liên hệ UBND.<br>Người trả lời: {q.answerer}<br>Chức vụ: {q.position}"
            f"<br>Ngày trả lời: {q.answered:%d-%m-%Y}" if q.state(view.now) == "answered" and q.answered else
            f"Trạng thái: {STATES[q.state(view.now)]}") + "<hr></td></tr>"
        for q in view.site.questions if q.asked <= view.now.date())
    return f'<font size="4"><b>Hỏi đáp</b></font><table width="100%">{rows}</table>'
