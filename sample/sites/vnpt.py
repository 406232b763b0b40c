"""Like the provincial platform: `/<channel>/<slug>-<id>`, `ul.ArticleList`, questions in a WebForms grid."""

from __future__ import annotations

from sample.model import Channel, Post
from sample.sites.common import Address, Answer, View, clock, e, menu_html, nfd, paragraphs, pick, summary, views

address = Address("/{slug}")
STATES = {"answered": "Đã trả lời", "awaiting_answer": "Chờ trả lời", "awaiting_acceptance": "Chờ tiếp nhận"}
QUESTIONS_A_PAGE = 5


def post_url(view: View, post: Post, channel: str | None = None) -> str:
    return f"/{channel or post.channels[0]}/{post.slug}-{post.id}"


def route(view: View, path: str, query: dict[str, str], form: dict[str, str]) -> Answer | None:
    parts = path.strip("/").split("/")
    if parts == [""]:
        return Answer(frame(view, "Trang chủ", _home(view)))
    channel = view.channel(parts[0])
    if channel is None:
        return None
    if len(parts) == 2:
        ident = parts[1].rsplit("-", 1)[-1]
        post = view.by_id.get(int(ident)) if ident.isdigit() else None
        return Answer(frame(view, post.title, _article(view, post))) if post else None
    if channel.kind == "page":
        return Answer(frame(view, channel.title, _page(channel)))
    if channel.kind == "qa":
        return Answer(frame(view, channel.title, _grid(view, form)))
    number = int(query.get("pageindex", "0")) + 1 if query.get("pageindex", "0").isdigit() else 1
    return Answer(frame(view, channel.title, _list(view, channel, number)))


def frame(view: View, title: str, content: str) -> str:
    side = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a></li>' for p in pick(view, 6))
    links = "".join(f'<option value="http://lienket{n}.example.vn/">Liên kết {n}</option>' for n in range(8))
    return f"""<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{e(title)} - {e(view.site.name)}</title></head>
<body><form method="post" action=""><div id="banner"><img alt="image banner" src="/banner.jpg">
<span class="clock">{clock(view.now)}</span></div><div id="menu-top">{menu_html(view, address)}</div>
<div class="row"><div class="col-left">{content}</div><div class="col-right sidebar"><div class="block"><h3>Tin mới</h3>
<ul class="ListNew">{side}</ul></div><div class="block"><h3>Liên kết website</h3><select>{links}</select></div>
<div class="counter">Đang truy cập: {views()} - Tổng lượt truy cập: {views() * 37}</div></div></div>
<div id="footer"><p>Cơ quan chủ quản: {e(view.site.name)}. Địa chỉ: tỉnh Lào Cai. Điện thoại: 0214.3840.{view.site.number:03d}</p>
</div></form></body></html>"""


def _home(view: View) -> str:
    blocks = []
    for channel in [c for c in view.site.channels if c.kind == "list"][:4]:
        rows = "".join(f'<li><a href="{post_url(view, p, channel.slug)}">{e(p.title)}</a></li>'
                       for p in view.lists.get(channel.slug, [])[:5])
        blocks.append(f'<div class="box"><h2 class="Title"><a href="/{channel.slug}">{e(channel.title)}</a></h2>'
                      f'<ul class="ArticleList">{rows}</ul></div>')
    return "".join(blocks)


def _list(view: View, channel: Channel, number: int) -> str:
    posts, pages = view.page(channel.slug, number)
    if not view.lists.get(channel.slug):
        return f'<h1 class="Title">{e(channel.title)}</h1><p>Nội dung đang được cập nhật.</p>'
    rows = "".join(
        f'<li class="{"pin ghim" if p.pinned else ""}"><a href="{post_url(view, p, channel.slug)}">'
        f'<img alt="anh tin bai" src="/img/{p.id}.jpg"></a>'
        f'<h2 class="Title"><a href="{post_url(view, p, channel.slug)}">{e(nfd(p.title, view.site.number % 2 == 0))}</a></h2>'
        f'<span class="DateTime">{p.stated_at(view.now):%d/%m/%Y}</span>'
        f"{f'<span>Số: {p.number}</span>' if p.number else ''}<p>{e(summary(p))}</p></li>" for p in posts)
    pager = "".join(
        f"<span class='current'>{n}</span>" if n == number else f'<a href="/{channel.slug}?pageindex={n - 1}">{n}</a>'
        for n in range(1, pages + 1)) if pages > 1 else ""
    return f'<h1 class="Title">{e(channel.title)}</h1><ul class="ArticleList">{rows}</ul><div class="paging">{pager}</div>'


def _article(view: View, post: Post) -> str:
    text = "".join(f"<p>{e(p)}</p>" for p in paragraphs(post, view.now))
    at = post.stated_at(view.now)
    day = f"{('Thứ Hai', 'Thứ Ba', 'Thứ Tư', 'Thứ Năm', 'Thứ Sáu', 'Thứ Bảy', 'Chủ nhật')[at.weekday()]}, {at:%d/%m/%Y | %H:%M}"
    others = "".join(f'<li><a href="{post_url(view, p)}">{e(p.title)}</a> <span>({p.stated_at(view.now):%d/%m/%Y})</span></li>'
                     for p in view.lists.get(post.channels[0], [])[:6] if p.id != post.id)
    file = (f'<div class="files">Tài liệu đính kèm: <a href="{view.files}/lci/sitefolders/{post.id}.pdf">Văn bản {post.id}.pdf'
            "</a> (1,2 MB)</div>") if post.attachment else ""
    return (f'<h1 class="ArticleTitle">{e(post.title)}</h1><div class="meta"><span class="date">{day}</span> '
            f"<span>Lượt xem: {views()}</span></div><div class='ArticleContent'>{text}</div>{file}"
            f'<div class="other-news"><h3>Tin liên quan</h3><ul>{others}</ul></div>')


def _page(channel: Channel) -> str:
    return f'<h1 class="ArticleTitle">{e(channel.title)}</h1><div class="ArticleContent">' + "".join(
        f"<p>{e(p)}</p>" for p in channel.text) + "</div>"


def _grid(view: View, form: dict[str, str]) -> str:
    """A grid paged by posting the form back, as WebForms does."""
    target, argument = form.get("__EVENTTARGET", ""), form.get("__EVENTARGUMENT", "")
    number = int(argument.split("$")[1]) if target.endswith("gvQuestionList") and "$" in argument else 1
    questions = [q for q in view.site.questions if q.asked <= view.now.date()]
    pages = max(1, -(-len(questions) // QUESTIONS_A_PAGE))
    rows = []
    for q in questions[(number - 1) * QUESTIONS_A_PAGE: number * QUESTIONS_A_PAGE]:
        done = q.state(view.now) == "answered"
        answer = (f"<div>Người trả lời: {q.answerer}</div><div>Chức vụ: {q.position}</div>"
                  f"<div>Ngày trả lời: {q.answered:%d/%m/%Y}</div>") if done and q.answered else ""
        rows.append(f'<tr><td><a id="ctrl_{q.id}_lbCauHoi" href="/hoi-dap?cauhoi={q.id}">{e(q.title)}</a>'
                    f"<div>Ngày hỏi: {q.asked:%d/%m/%Y}</div>{answer}</td><td>{STATES[q.state(view.now)]}</td></tr>")
    pager = "".join(
        f"<td><span>{n}</span></td>" if n == number else
        f"<td><a href=\"javascript:__doPostBack('ctrl_173_12$gvQuestionList','Page${n}')\">{n}</a></td>"
        for n in range(1, pages + 1)) if pages > 1 else ""
    tail = f'<tr class="pager"><td colspan="2"><table><tr>{pager}</tr></table></td></tr>' if pager else ""
    return (f'<h1 class="Title">Hỏi - Đáp</h1><input type="hidden" name="__VIEWSTATE" value="dDwtNjQ5{view.site.number}">'
            f'<input type="hidden" name="__EVENTVALIDATION" value="x{number}"><span id="ctrl_173_12_lbTongCauHoi">Tổng số: '
            f'{len(questions)}</span><table id="ctrl_173_12_gvQuestionList"><tr><th>Câu hỏi</th><th>Trạng thái</th></tr>'
            f'{"".join(rows)}{tail}</table>')
