"""One row of a list: its title, date and document number."""

from __future__ import annotations

import re
from dataclasses import replace

from crawler.facts import Item, StatedDate
from spiders.reading.date_texts import is_date, mostly_date, tooltip_date
from spiders.reading.dates import all_dates, attribute_date, stated_date
from spiders.reading.documents import number_in
from spiders.reading.names import saying
from spiders.reading.page import Page, fold_text
from spiders.reading.page_numbers import page_number
from spiders.reading.row_links import MORE, Link, Row, main_link
from spiders.reading.tree import Node

_ISSUED = re.compile(r"(ngày (đăng|ban hành|xuất bản|hỏi|gửi)|posted|published)", re.I)
#: The day of the last change, as wikis print it; "cập nhật" alone is what lists say of a new post.
_CHANGED = re.compile(
    r"(sửa (đổi )?(lần )?cuối|cập nhật lần cuối|chỉnh sửa|\b(modified|edited|last (changed?|updated?))\b)", re.I)
_TAIL_DATE = re.compile(r"[\s,\-–|]*[(\[]\s*([^()\[\]]{6,40})\s*[)\]]\s*$")
_OPENING = re.compile(
    r"\W*(?:(?:ngày )?(?:đăng|cập nhật|posted|published)\b[^.;]{0,40}|\()\d{1,4}[/\-.]\d{1,2}[/\-.]\d{2,4}\b", re.I)
_is_pin = saying(r"(^|[\s_-])(sticky|pinned|ghim|is-pinned)($|[\s_-])")
#: "3 weeks, 1 day ago", "2 tuần trước": systems cut such spans off, so they say no day.
_VAGUE = re.compile(r"(weeks?|months?|years?|tuần|tháng|năm)\W+(\d+\W+\w+\W+)?(ago|trước)|"
                    r"\d+\W+(days?|ngày),?\W+\d+\W+\w+\W+(ago|trước)", re.I)
_is_dated = saying(r"(date|time|ngay|posted|published|thoi-?gian)")


def link_text(page: Page, node: Node) -> str:
    """The name of a link: its text, else title, aria-label or the picture's alternative text. A link around a whole
    card (picture, heading, date, summary) is named by the heading in it."""
    text = node.text
    if text:
        return _card_title(page, node, text) if len(text) > 20 and node.end > node.at + 2 else text
    for name in ("title", "aria-label"):
        if node.attributes.get(name):
            return fold_text(node.attributes[name] or "")
    image = node.css_first("img[alt]")
    return fold_text(image.attributes.get("alt") or "") if image else ""


_CARD = frozenset({"div", "p", "h1", "h2", "h3", "h4", "h5", "h6", "time", "article", "section", "ul", "figure"})


def _card_title(page: Page, node: Node, text: str) -> str:
    """The heading inside a link, else its first text that is longer than a label and no date."""
    if not any(c.tag in _CARD or c.tag == "span" for c in node.traverse() if c is not node):
        return text
    head = _card_head(node)
    if head is not None:
        return head.text
    parts = _card_parts(page, node)
    return parts[0] if parts else text


def _card_head(node: Node) -> Node | None:
    head = node.css_first("h1,h2,h3,h4,h5,h6") or node.css_first(
        ".title,.tieude,.tieu-de,[class*=title],[class*=heading]")
    return head if head is not None and head.length >= 3 else None


def _card_parts(page: Page, node: Node) -> list[str]:
    return [part for part, _ in _texts_of(page, node, None) if len(part) >= 12 and not is_date(part, page)]


def below_label(page: Page, node: Node, label: str) -> str:
    """The name of a card that opens with a label which other cards share, as the name of its channel is; else the
    label."""
    parts = _card_parts(page, node) if node.end > node.at + 2 and _card_head(node) is None else []
    return parts[1] if len(parts) > 1 and parts[0] == label else label


def read_item(page: Page, row: Row, buttons: frozenset[str] = frozenset()) -> Item | None:
    """The row as an item, or None when it has no link that could be one. Where the link is only a picture, a file
    button or a number, the title is what stands beside it."""
    chosen = main_link(page, row, buttons)
    if chosen is None or all(link.text.isdigit() and page_number(link.url) is not None for link in row.links):
        return None  # no link, or a pager's
    link, title = chosen
    chunks = [chunk for node in row.nodes for chunk in _texts_of(page, node, link) if chunk[0] != title]
    if not title or _is_code(title):
        title = _title_beside(page, row, chunks, link) or title
        chunks = [chunk for chunk in chunks if chunk[0] != title]
    if not title:
        return None
    title, tail = _split_tail(title, page)
    published = row_date(page, row, chunks) or tail
    number = next((n for n in (number_in(c) for c, _ in chunks) if n), None) or number_in(title) or number_in(link.text)
    if number_in(title):  # the linked text is the number, what it is about stands beside it
        title = max((c for c, _ in chunks if not number_in(c)), key=len, default=title)
    summary = max((c for c, _ in chunks), key=len, default="")
    return Item(
        key=link.key, url=link.url, title=title, published=published, summary=summary if len(summary) > 40 else "",
        kind="document" if number else "post", pinned=_is_pinned(row), number=number,
    )


def _is_code(text: str) -> bool:
    """A number or sign instead of a name: "A166452", "33ag/15", "MISC 18-000158"."""
    return len(text) <= 25 and sum(c.isdigit() for c in text) >= 3 and all(
        len(w) <= 2 or w.isupper() for w in re.findall(r"[^\W\d_]+", text))


def _title_beside(page: Page, row: Row, chunks: list[tuple[str, bool]], link: Link) -> str:
    """The text that names a row whose link does not: its heading, else its longest text that is neither a date nor a
    number."""
    for node in row.nodes:
        head = node.css_first("h1,h2,h3,h4,h5,h6,button,[class*=title],[class*=name]") if node.is_element_node else None
        text = head.text if head is not None else ""
        if 8 <= len(text) <= 300 and not _is_code(text) and not is_date(text, page):
            return text
    texts = [text for text, marked in chunks if not marked and len(text) <= 600 and not number_in(text)
             and not _is_code(text) and not is_date(text, page)]
    best = max(texts, key=len, default="")
    return best if len(best) >= 8 else "" if MORE.match(link.text) else link.text


def row_date(page: Page, row: Row, chunks: list[tuple[str, bool]]) -> StatedDate | None:
    """The date a row states: a date cell or label first, then a `time` element; never one from its running text, and
    never the day of an event, by the marks that calendars are read from (hCalendar, schema.org)."""
    if any(node.is_element_node and node.css_first(".dtstart, [itemprop=startDate]") is not None for node in row.nodes):
        return None
    dated = [(text, marked) for text, marked in chunks
             if len(text) < 120 and all_dates(text, now=page.now) and not _CHANGED.search(text)]
    cells = [text for text, marked in dated if marked or mostly_date(text, page)]
    cells.sort(key=lambda text: not _ISSUED.search(text))
    for text in cells:
        stated = stated_date(text, now=page.now, source="row", day_first=page.day_first)
        if stated is not None and stated.on is not None:
            machine = _time_date(page, row)
            if machine is not None and machine.on == stated.on:
                return stated
            if stated.source == "relative" and machine is None and _VAGUE.search(text):
                return StatedDate(None, text, "relative", "unknown")
            if stated.source == "relative" and machine is not None and machine.on is not None:
                return machine
            return stated
    machine = _time_date(page, row)
    if machine is not None:
        return machine
    for text, _ in chunks:
        if len(text) <= 12:
            short = stated_date(text, now=page.now, source="row", day_first=page.day_first)
            if short is not None:
                return short
    unread = [stated_date(text, now=page.now, source="row", day_first=page.day_first) for text in cells]
    return unread[0] if unread else _split_calendar(page, row) or _opening_date(page, chunks)


def _opening_date(page: Page, chunks: list[tuple[str, bool]]) -> StatedDate | None:
    """A date that opens the summary, labelled or in brackets: "Cập nhật lúc 8h15 ngày 20/11/2026. Sáng nay …"."""
    for text, _ in chunks:
        opening = _OPENING.match(text)
        stated = stated_date(opening[0], now=page.now, source="row", day_first=page.day_first) if opening else None
        if stated is not None and stated.on is not None:
            return replace(stated, grade="likely")
    return None


def _time_date(page: Page, row: Row) -> StatedDate | None:
    for node in row.nodes:
        for found in ([node] if node.tag == "time" else node.css("time[datetime], [data-time], [data-date]")):
            value = next((found.attributes.get(n) for n in ("datetime", "data-date", "data-time") if
                          found.attributes.get(n)), None)
            stated = attribute_date(
                value, now=page.now, source="row_time", foreign=not page.vietnamese) if value else None
            if stated is not None and stated.on is not None:
                return stated
        for found in node.css("[title]"):
            told = tooltip_date(page, found)
            stated = stated_date(
                told, now=page.now, source="row_time", day_first=page.day_first) if told else None
            if stated is not None and stated.on is not None:
                return stated
    return None


_CALENDAR_DAY = re.compile(r"(?<!\d)(\d{1,2})(?!\d)")


def _split_calendar(page: Page, row: Row) -> StatedDate | None:
    """A calendar leaf: day, month and year in elements of their own inside one element marked as a date."""
    for node in row.nodes:
        for found in node.css("[class]"):
            if found.length <= 30 and _is_dated(found.attributes.get("class") or ""):
                joined = re.sub(r"\s*[/\-.]\s*|\s+", "/", re.sub(r"(?i)tháng|năm|th(?=\d)", " ", found.text)).strip("/")
                stated = stated_date(joined, now=page.now, source="row")
                if stated is not None and stated.on is not None:
                    return stated
    return None


def _texts_of(page: Page, node: Node, skip: Link | None, depth: int = 0) -> list[tuple[str, bool]]:
    """(text, whether its element is marked as a date) of blocks and cells: neighbouring inline texts belong together,
    children that are blocks do not. The main link is left out."""
    if not node.length:
        return []
    if node.is_text_node:
        return [(node.text, False)]
    if node.tag in _SILENT or depth > 14:
        return []
    if node.tag == "a" and skip is not None and ((node.at == skip.node.at and node.text == skip.text)
                                                 or MORE.match(node.text)):
        return []
    inline: list[str] = []
    found: list[tuple[str, bool]] = []
    marked = node.tag == "time" or _marks_date(node)
    child = node.first
    while child is not None:
        if child.is_text_node:
            if child.length:
                inline.append(child.text)
        else:
            for text, inner in _texts_of(page, child, skip, depth + 1):
                if child.tag in _INLINE and not inner and len(text) < 40:
                    inline.append(text)
                else:
                    found.append((text, inner or (marked and len(text) < 60)))
        child = child.next
    if inline:
        text = " ".join(inline)
        found.append((text, marked and len(text) < 60))
    return found


def _marks_date(node: Node) -> bool:
    return len(node.names) > 1 and _is_dated(node.names)


_SILENT = frozenset({"script", "style", "noscript", "svg", "button", "form"})
_INLINE = frozenset({"b", "i", "em", "strong", "font", "u", "small", "sup", "sub", "abbr", "br"})


def _split_tail(title: str, page: Page) -> tuple[str, StatedDate | None]:
    """A title that ends with its date in brackets: both, apart."""
    tail = _TAIL_DATE.search(title)
    stated = stated_date(tail[1], now=page.now, source="row", day_first=page.day_first) if tail else None
    if tail is None or stated is None or stated.on is None or not mostly_date(tail[1], page):
        return title, None
    return title[: tail.start()].rstrip(), stated


def _is_pinned(row: Row) -> bool:
    return _is_pin(row.nodes[0].attributes.get("class") or "")
