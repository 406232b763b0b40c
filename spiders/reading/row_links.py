"""The links of a row: which one names it, which only say what they do, who wrote or when; a block's link to all."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

from spiders.reading.date_texts import tooltip_date
from spiders.reading.page import Page, fold_text
from spiders.reading.page_numbers import is_own_page
from spiders.reading.tree import Node

_ALL = re.compile(
    r"^\W*((xem|đọc|view|see|show|read)\s+)?(tất cả|toàn bộ|mọi|all|more)\b(\s+[^\W\d_]+){0,5}\W*$", re.I)
MORE = re.compile(
    r"^((xem|view|see) (tất cả|toàn bộ|mọi|all)( \w+){0,4}|xem (tiếp|thêm|chi tiết)|chi tiết|đọc (tiếp|thêm)|tiếp|"
    r"read more|more|continue reading.*|"
    r"tải (về|xuống)|download|xem|view|details?|\d+|https?://\S+|[»›>…\.\[\]()+\-]*)\W*$", re.I)
_REPLY = re.compile(r"^\W*(re|tl|trả lời|phản hồi|aw)\s*:\s*", re.I)
_BY = re.compile(r"(?<!\w)(bởi|by|tác giả|người (đăng|viết|gửi))\s*:?\s*$", re.I)


@dataclass(slots=True)
class Link:
    """A link with a usable address; `text` is what a reader would take for its name."""

    node: Node
    url: str
    key: str
    text: str
    internal: bool
    heading: bool = False


@dataclass(slots=True)
class Row:
    """A row of a candidate list: its elements (a heading may be followed by its text) and the links in them."""

    nodes: list[Node]
    links: list[Link] = field(default_factory=list)


def links_in(links: list[Link], node: Node) -> list[Link]:
    """Those of the page's links, which are in document order, that stand in an element."""
    return links[bisect_left(links, node.at, key=_place):bisect_left(links, node.end, key=_place)]


def _place(link: Link) -> int:
    return link.node.at


def find_all_link(page: Page, rows: list[Row]) -> str | None:
    """Where the link below a block's rows leads that promises all of them: "Xem mọi tin", "Tất cả tin tức »"."""
    last = rows[-1].nodes
    found = [_all_link(page, node) for node in last[1:]]  # it may have been taken for the last row's text
    current: Node | None = last[-1]
    for _ in range(3):
        if current is None or current.tag in ("body", "main", "tr"):
            break
        sibling = current.next
        for _ in range(4):
            found.append(_all_link(page, sibling) if sibling is not None else None)
            sibling = sibling.next if sibling is not None else None
        current = current.parent
    return next((url for url in found if url is not None), None)


def _all_link(page: Page, node: Node) -> str | None:
    if not node.is_element_node:
        return None
    links = [node] if node.tag == "a" else node.css("a[href]")
    named = [link for link in links if _ALL.match(link.text)]
    return page.absolute(named[0].attributes.get("href")) if named and len(links) <= 2 else None


def button_words(rows: list[Row]) -> frozenset[str]:
    """Names that the links of many rows share ("PDF", "Chi tiết", "Case details"): they name what the link does."""
    names = [link.text.casefold() for row in rows for link in row.links]
    if len(set(names)) == len(names):
        return frozenset()
    counts = Counter(word for row in rows for word in {link.text.casefold() for link in row.links})
    least = max(3, 0.4 * len(rows))
    words = frozenset(w for w, count in counts.items() if count >= least and _is_short(w))
    named = [w for row in rows if (w := {x.text.casefold() for x in row.links} - words)]
    if words and len(named) < 0.4 * len(rows):  # few rows have a named link, so even those names are not titles
        return words | {w for row in named for w in row if _is_short(w)}
    return words


def _is_short(text: str) -> bool:
    return len(text) <= 18 and len(text.split()) <= 3


def drop_shared(rows: list[Row]) -> None:
    """Take out of each row the links that most rows share (the channel, the author, a help page), if others remain."""
    keys = [link.key for row in rows for link in row.links]
    if len(set(keys)) == len(keys):
        return
    counts = Counter(key for row in rows for key in {link.key for link in row.links})
    least = max(3, 0.5 * len(rows))
    shared = {key for key, count in counts.items() if count >= least}
    for row in rows if shared else ():
        row.links = [link for link in row.links if link.key not in shared] or row.links


def _is_reply(link: Link, said: set[str]) -> bool:
    """The last answer to a row's topic bears its name after "RE:"."""
    reply = _REPLY.match(link.text)
    return reply is not None and link.text[reply.end():].casefold() in said


def _says_who_or_when(page: Page, link: Link) -> bool:
    """Whether a link is the author's name ("Thêm bởi Văn phòng") or a moment ("3 ngày", with the day as tooltip)."""
    before = link.node.prev
    if before is not None and before.is_text_node and _BY.search(before.text):
        return True
    return len(link.text) <= 24 and "title" in link.node.attributes and bool(tooltip_date(page, link.node))


def main_link(page: Page, row: Row, buttons: frozenset[str] = frozenset()) -> tuple[Link, str] | None:
    """(the row's link, its title): a heading's link before others, then the longest name. One address linked twice
    (picture, title, "Xem tiếp") is one; the longest of its names is the title. The title is empty when no link of the
    row has a name of its own."""
    names: dict[str, str] = {}
    best: dict[str, tuple[bool, float]] = {}
    first: dict[str, Link] = {}
    headed: set[str] = set()  # named by a heading: "Đọc tiếp về …" may be longer
    if len(row.links) == 1 and not is_own_page(page, row.links[0].url):
        return row.links[0], _name_of(row.links[0], buttons)
    said = {link.text.casefold() for link in row.links}
    for link in row.links:
        if _is_reply(link, said) or _says_who_or_when(page, link) or is_own_page(page, link.url):
            continue
        text = _name_of(link, buttons)
        first.setdefault(link.key, link)
        whole = link.heading and bool(text) and not text.endswith(("...", "…"))
        if (whole, len(text)) > (link.key in headed, len(names.get(link.key, ""))):
            names[link.key] = text
            headed |= {link.key} if whole else set()
        rank = (link.heading and bool(text), min(len(text), 90) * (1.0 if link.internal else 0.5))
        best[link.key] = max(best.get(link.key, (False, -1.0)), rank)
    if not best:
        return None
    order = list(best)
    key = max(order, key=lambda k: (*best[k], first[k].internal, -order.index(k)))
    return first[key], names.get(key, "")


def _name_of(link: Link, buttons: frozenset[str]) -> str:
    """What a link says of where it leads; a name that is cut off is taken from its tooltip."""
    text = link.text
    if MORE.match(text) or (buttons and text.casefold() in buttons):
        return ""
    if text.endswith(("...", "…")):
        full = fold_text(link.node.attributes.get("title") or "")
        return full if full.startswith(text.rstrip(".… ")[:20]) else text
    return text
