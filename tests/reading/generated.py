"""Generated pages: broken markup for the reader to survive, and whole pages that can be written in many equal ways."""

import random
import unicodedata
from dataclasses import dataclass, field

from hypothesis import strategies as st

TITLES = (
    "Hội nghị triển khai nhiệm vụ phát triển kinh tế - xã hội quý IV",
    "Lãnh đạo xã kiểm tra công tác phòng chống thiên tai tại thôn Nậm Cang",
    "Thông báo lịch tiếp công dân định kỳ của Chủ tịch Ủy ban nhân dân xã",
    "Ra quân xây dựng nông thôn mới tại các thôn vùng cao",
    "Tập huấn kỹ năng số cho cán bộ và tổ công nghệ số cộng đồng",
    "Khánh thành nhà văn hóa thôn Bản Phố",
    "Trao quà cho hộ nghèo nhân Ngày hội Đại đoàn kết toàn dân tộc",
    "Tăng cường quản lý, bảo vệ rừng trong mùa hanh khô",
    "Công khai danh mục thủ tục hành chính tiếp nhận tại Bộ phận Một cửa",
)
TEXTS = (
    "Ủy ban nhân dân xã tổ chức hội nghị đánh giá kết quả thực hiện nhiệm vụ và bàn giải pháp cho thời gian tới.",
    "Các đại biểu đã thảo luận nhiều nội dung quan trọng, tập trung vào công tác giảm nghèo bền vững ở vùng cao.",
    "Phát biểu tại buổi làm việc, đồng chí Chủ tịch đề nghị các thôn chủ động rà soát, báo cáo trước kỳ họp.",
)
MENU = ("Giới thiệu", "Tin tức - Sự kiện", "Chỉ đạo điều hành", "Văn bản", "Thủ tục hành chính", "Liên hệ")
LETTERS = "bdfghjkqvwxz"
_TAGS = ("div", "p", "span", "a", "ul", "li", "table", "tr", "td", "h1", "h2", "h3", "article", "time", "form", "b",
         "nav", "header", "footer", "aside", "main", "section", "dl", "dt", "dd", "select", "option", "svg", "template",
         "script", "style", "title", "textarea", "noscript", "iframe", "font", "center", "br", "img", "input", "meta",
         "link", "base", "body", "html", "head", "plaintext", "math", "frameset")
_ATTRIBUTES = (
    'href="/tin/bai-1"', "href=#", 'href="javascript:__doPostBack(\'a\',\'Page$2\')"', 'href="?page=2"', "href='//['",
    'href="http://[::1"', 'href="http://a:99999999/x"', 'class="date"', 'class="pagination"', 'class="menu nav"',
    'class=""', "class", 'id="content"', 'datetime="2026-11-20T08:05:00+07:00"', 'datetime="2026-99-99"', 'rel="next"',
    'name="description" content="x"', 'property="article:published_time" content="2026-11-19+0720:30:00"',
    'title="Xem tiếp"', 'itemprop="datePublished" content="x"', 'type="password"', 'type="hidden" name="__VIEWSTATE"',
    'onclick="location.href=\'/x\'"', 'data-url="/tai-them?trang=2"', 'type="application/ld+json"', 'lang="en-US"',
    'http-equiv="refresh"', 'colspan="0"', 'href="tel:1"', 'href="\x00"', 'href="&#x110000;"', "href=' /a\n/b '")
_SNIPPETS = (
    *TITLES, *TEXTS, "20/11/2026", "31/02/2026", "99/99/9999", "20-11-2026 08:05 SA", "Thứ Sáu, 20/11/2026 | 08:05",
    "2 giờ trước", "Hôm qua", "vài ngày trước", "Th3 05, 2026", "ngày 05 tháng 3 năm 2026", "T6, 20/11/26", "1", "2",
    "3", "»", "Trang sau", "Xem thêm", "Câu hỏi:", "Trả lời:", "Ngày hỏi: 20/11/2026", "Chưa có bài viết", "&nbsp;",
    "&#55296;", "&#0;", "\ud800", "\x00", "\ufffe", "{", '{"@type":"NewsArticle","datePublished":[1]}', "[[[[", "<!--",
    "-->", "<![CDATA[", "]]>", "<", ">", "&", "<a", "</", "<!doctype html>", "1471/QĐ-UBND", "Đang cập nhật", "𝕏" * 3,
    "a" * 300, "một " * 80, "Vui lòng đợi 30 giây", "404", "\u0301\u0323", "\u202e", "9" * 40, "99999 ngày trước",
    "999 năm trước", "0/0/00")


@st.composite
def markup(draw):
    """A page of loose pieces: tags that are not closed, closed twice, crossed, with odd attributes and texts."""
    dice = random.Random(draw(st.integers(0, 2**32 - 1)))
    return loose_pieces(dice, dice.choice((1, 5, 20, 60, 150)))


def loose_pieces(dice, count):
    """So many pieces of markup one after the other."""
    return "".join(_piece(dice) for _ in range(count))


def _piece(dice):
    choice = dice.random()
    tag = dice.choice(_TAGS)
    if choice < 0.4:
        attributes = " ".join(dice.choice(_ATTRIBUTES) for _ in range(dice.randrange(3)))
        return f"<{tag} {attributes}>" if attributes else f"<{tag}>"
    if choice < 0.6:
        return f"</{tag}>"
    if choice < 0.65:
        count = dice.randrange(1, 8)
        return f"<{tag}>" * count + dice.choice(_SNIPPETS) + f"</{tag}>" * count
    if choice < 0.75:
        return f'<li><a href="/tin/{dice.randrange(20)}">{dice.choice(TITLES)}</a> {dice.choice(_SNIPPETS)}</li>'
    return dice.choice(_SNIPPETS)


@dataclass(repr=False)
class Element:
    """A piece of a page that is written out later, in one of many equal ways."""

    tag: str
    attributes: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    def __repr__(self):
        return write(self, Way(random.Random(0)))


@dataclass
class Way:
    """How a page is written: order of attributes, white space, wrappers, class names, Unicode form."""

    dice: random.Random
    shuffle: bool = False
    space: bool = False
    wrap: int = 0
    rename: dict = field(default_factory=dict)
    form: str = "NFC"


_BLOCKS = {"div", "ul", "table", "tbody", "tr", "section", "body", "html", "head", "article", "nav"}


def write(element, way):
    if isinstance(element, str):
        return unicodedata.normalize(way.form, element)
    attributes = list(element.attributes.items())
    if way.shuffle:
        way.dice.shuffle(attributes)
    text = "".join(f' {k}="{_value(k, v, way)}"' for k, v in attributes)
    between = "\n  \t" if way.space and element.tag in _BLOCKS else ""
    inner = between.join(write(child, way) for child in element.children)
    if element.tag == "body":
        inner = "<div>" * way.wrap + inner + "</div>" * way.wrap
    return f"<{element.tag}{text}>{between}{inner}{between}</{element.tag}>"


def _value(name, value, way):
    if name == "class":
        return " ".join(way.rename.get(word, word) for word in value.split())
    return unicodedata.normalize(way.form, value) if name != "href" else value


def rename_classes(dice):
    """Every class name of generated pages to another of meaningless letters."""
    names = [f"c{n}" for n in range(12)]
    return {name: "".join(dice.choices(LETTERS, k=7)) for name in names}


@dataclass
class ListPage:
    """A generated list with what it says."""

    page: Element
    rows: list  # (title, address, day or None)
    next: str | None


@st.composite
def list_pages(draw):
    """A list page as `make_list` makes them."""
    dice = random.Random(draw(st.integers(0, 2**32 - 1)))
    return make_list(dice)


def make_list(dice, count=None):
    """A list page: rows of one of several shapes, a menu, a banner with a clock, a sidebar with dates, a pager."""
    has_dates = dice.random() < 0.5
    rows, made = [], []
    shape = dice.choice((_card, _line, _table_row, _heading_row))
    for number in range(count or dice.randrange(4, 9)):
        title = f"{TITLES[number % len(TITLES)]} đợt {number + 1}"
        day = (2026, dice.randrange(1, 11), dice.randrange(1, 29)) if has_dates else None
        address = f"/tin/bai-viet-so-{number + 1}"
        rows.append((title, address, day))
        made.append(shape(title, address, _print_day(dice, day) if day else None, dice))
    outer = {"_card": "div", "_line": "ul", "_table_row": "table", "_heading_row": "div"}[shape.__name__]
    pager = dice.random() < 0.6
    main = [Element("h1", {"class": "c0"}, ["Tin tức - Sự kiện"]), Element(outer, {"class": "c1"}, made)]
    if pager:
        links = [Element("a", {"href": f"/tin?page={n}", "class": "c2"}, [str(n)]) for n in (2, 3, 4)]
        main.append(Element("div", {"class": "pagination"}, [Element("span", {"class": "current"}, ["1"]), *links]))
    return ListPage(frame(main), rows, "/tin?page=2" if pager else None)


def _print_day(dice, day):
    year, month, number = day
    return dice.choice((f"{number:02d}/{month:02d}/{year}", f"{number}-{month}-{year} 08:05",
                        f"Thứ Sáu, {number:02d}/{month:02d}/{year}", f"ngày {number} tháng {month} năm {year}"))


def _card(title, address, day, dice):
    link = Element("a", {"href": address, "class": "c4", "title": title}, [title])
    children = [Element("h3", {"class": "c3"}, [link])]
    if day:
        children.append(Element("span", {"class": "c5"}, [day]))
    return Element("div", {"class": "c6 c7"}, [*children, Element("p", {"class": "c8"}, [dice.choice(TEXTS)])])


def _line(title, address, day, dice):
    return Element("li", {"class": "c6"}, [Element("a", {"href": address}, [title]),
                                           *([Element("span", {"class": "c5"}, [f"({day})"])] if day else [])])


def _table_row(title, address, day, dice):
    return Element("tr", {"class": "c6"}, [Element("td", {"class": "c9"}, ["*"]),
                                           Element("td", {}, [Element("a", {"href": address}, [title])]),
                                           Element("td", {"class": "c5"}, [day or ""])])


def _heading_row(title, address, day, dice):
    return Element("div", {"class": "c6"}, [
        Element("a", {"href": address, "class": "c10"}, [Element("img", {"src": "/a.jpg", "alt": ""})]),
        *([Element("div", {"class": "c5"}, [day])] if day else []),
        Element("h2", {"class": "c3"}, [Element("a", {"href": address}, [title])])])


def frame(main):
    """A whole page around its content: a banner clock, a menu, a sidebar with dated rows, a footer with a date."""
    menu = [Element("li", {}, [Element("a", {"href": f"/muc-{n}"}, [name])]) for n, name in enumerate(MENU)]
    aside = [Element("li", {}, [Element("a", {"href": f"/tin/cu-{n}"}, [f"Tin đã đưa số {n} của xã"]),
                                Element("span", {}, [f"0{n + 1}/11/2026"])]) for n in range(4)]
    return Element("html", {"lang": "vi"}, [
        Element("head", {}, [Element("title", {}, ["Tin tức - Sự kiện"])]),
        Element("body", {}, [
            Element("div", {"class": "header", "id": "top"}, ["Thứ Sáu, 20/11/2026 01:30"]),
            Element("ul", {"class": "main-menu", "id": "menu"}, menu),
            Element("div", {"class": "c11", "id": "giua"}, main),
            Element("div", {"class": "sidebar", "id": "phai"}, [
                Element("h3", {}, ["Xem nhiều"]), Element("ul", {}, aside)]),
            Element("div", {"class": "footer", "id": "cuoi"}, ["Bản quyền 2026. Cập nhật ngày 19/11/2026"]),
        ])])


@st.composite
def article_pages(draw):
    """(page, title, day or None): one post, its date beside the headline or nowhere."""
    dice = random.Random(draw(st.integers(0, 2**32 - 1)))
    title = f"{dice.choice(TITLES)} năm nay"
    day = (2026, dice.randrange(1, 11), dice.randrange(1, 29)) if dice.random() < 0.5 else None
    stated = [Element("div", {"class": "c5"}, [f"Ngày đăng: {_print_day(dice, day)}"])] if day else []
    text = [Element("p", {}, [dice.choice(TEXTS)]) for _ in range(dice.randrange(4, 9))]
    main = [Element("h1", {"class": "c0"}, [title]), *stated, Element("div", {"class": "c1"}, text)]
    return frame(main), title, day
