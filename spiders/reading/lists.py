"""Which repeated block of a page is the list: found by structure, chosen by what its rows say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.facts import Block, Item
from spiders.reading.columns import with_shared_dates
from spiders.reading.days_above import dated_above
from spiders.reading.edges import trim_ends
from spiders.reading.groups import HEADINGS, Group, is_row_of_cells
from spiders.reading.identity import key_of
from spiders.reading.names import saying
from spiders.reading.page import Page, fold_text
from spiders.reading.row_links import Link, Row, button_words, drop_shared, find_all_link
from spiders.reading.rows import below_label, link_text, read_item
from spiders.reading.tree import Node

ASIDE = re.compile(
    r"^\W*(tin|bài viết|các tin|bài|tin tức)?\W*(liên quan|cùng chuyên mục|khác|mới nhất|mới|xem nhiều|đọc nhiều|"
    r"nổi bật|đã đưa|cũ hơn|liên kết.*|quảng cáo|related.*|recent.*|popular.*|most .*|latest.*|you may.*|see also)\W*$|"
    r"xem nhiều|đọc nhiều|liên kết (website|web|trang)|tin liên quan|các tin (khác|đã đưa|liên quan)|"
    r"bài viết liên quan|tin cùng|từ khóa|thẻ$|tags?$", re.I)
_SLASHED = re.compile(
    r"\d\s?[/.\-]\s?\d|tháng\s+\d|\d\s*(giờ|phút|ngày)\b|hôm (nay|qua)|\b(19|20)\d\d\b|"
    r"\d[ \-](jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", re.I)
_is_main = saying(r"(^|[\s_-])(main|content|primary|noidung|noi-dung)([\s_-]|$)")
_DATED_WORTH = 0.8
_SHARED = 0.2  # of the rows: a long list may name a page twice
_SHARED_LABEL = 3  # pages whose links open with the same text: it names their channel, not them
_LABEL = 25  # letters of a name: channels and authors have shorter ones than posts
_LONG = 10  # rows from which a dated list need not be read again by the blocks that its rows are made of
_MOST = 700  # rows of one list: an archive beyond that is read elsewhere
ALL_DATED = 0.9
ABROAD = 0.35  # worth of rows that lead to other sites


@dataclass(slots=True)
class Candidate:
    container: Node
    rows: list[Row]
    items: list[Item]
    score: float
    heading: str = ""
    heading_url: str | None = None
    of_pager: bool = False  # what is left for the last page of a list, whatever it looks like


def count_links(page: Page) -> int:
    """How many links of the page lead to pages."""
    return sum(page.absolute(node.attributes.get("href")) is not None for node in page.tree.css("a[href]"))


def content_links(page: Page) -> list[Link]:
    """All links of the page that lead to pages, its own address included, in order."""
    found: list[Link] = []
    for node in page.tree.css("a[href]"):
        url = page.absolute(node.attributes.get("href"))
        if url is None:
            continue
        found.append(Link(node, url, key_of(url), link_text(page, node), page.is_internal(url), _in_heading(node)))
    shared = Counter(text for _, text in {(link.key, link.text) for link in found})
    for link in found:
        if shared[link.text] >= _SHARED_LABEL:
            link.text = below_label(page, link.node, link.text)
    return found


def _in_heading(node: Node) -> bool:
    return heading_around(node) is not None or (
        node.end > node.at + 2 and node.css_first("h1,h2,h3,h4,h5,h6") is not None)


def heading_around(node: Node) -> str | None:
    """The tag of the heading that a link stands in."""
    current: Node | None = node
    for _ in range(3):
        current = current.parent if current is not None else None
        if current is None:
            return None
        if current.tag in HEADINGS or current.tag == "dt":
            return current.tag
    return None


def find_lists(page: Page, groups: list[Group], menu: set[str]) -> list[Candidate]:
    """All candidate lists, best first; only the best of blocks that share their items is kept. Blocks of nothing but
    the `menu` are none, and on most pages most blocks are that."""
    candidates = []
    days: dict[Node, str] = {}
    whole: set[tuple[frozenset[str], ...]] = set()
    for group in groups:
        linked = group.keys
        if all(menu.issuperset(keys) for keys in linked):
            continue
        if group.merged and linked in whole:  # the headings or the pictures of rows already read
            continue
        candidate = _judge(page, group, days)
        if candidate is not None:
            candidates.append(candidate)
            if len(linked) >= _LONG and all(item.published is not None for item in candidate.items):
                whole.add(linked)
    candidates.sort(key=lambda c: -c.score)
    kept: list[Candidate] = []
    for candidate in _without_outer(candidates):
        keys = {i.key for i in candidate.items}
        if all(len(keys & {i.key for i in k.items}) < 0.5 * min(len(keys), len(k.items)) for k in kept):
            kept.append(candidate)
    return kept


def _without_outer(candidates: list[Candidate]) -> list[Candidate]:
    """The candidates without those of which one row holds a whole dated list: cells and blocks of a layout."""
    dated = [c for c in candidates if len(c.items) >= 2 and dated_share(c) >= ALL_DATED]
    outer: set[int] = set()
    for candidate in candidates:
        rows = {node.at: row for row in candidate.rows for node in row.nodes}
        for inner in dated:
            row = next((rows[n.at] for n in _up_from(inner.container) if n.at in rows), None)
            if row is not None and dated_share(candidate) < ALL_DATED \
                    and len({i.key for i in inner.items} & {link.key for link in row.links}) >= 2:
                outer.add(id(candidate))
    return [c for c in candidates if id(c) not in outer]


def dated_share(candidate: Candidate) -> float:
    return sum(i.published is not None for i in candidate.items) / len(candidate.items)


def _up_from(node: Node) -> Iterator[Node]:
    current: Node | None = node
    while current is not None and current.tag not in ("body", "html"):
        yield current
        current = current.parent


def _judge(page: Page, group: Group, days: dict[Node, str]) -> Candidate | None:
    rows = group.whole_rows()
    if len(rows) > _MOST or _is_menu_like(page, group):
        return None
    drop_shared(rows)
    crowded = sum(_is_crowded(row) for row in rows)
    if crowded > 0.2 * len(rows):  # rows that are themselves lists: columns of a home page, cells of a layout table
        return None
    items: dict[str, Item] = {}
    above: dict[str, Item] = {}
    lines: dict[str, list[str]] = {}
    buttons, repeated = button_words(rows), 0
    for row in rows:
        item = read_item(page, row, buttons)
        if item is None or len(item.title) < 3 or item.key in items:
            repeated += item is not None and len(item.title) < _LABEL
            continue
        items[item.key] = item
        if item.published is None:
            above[item.key] = dated_above(page, group, row, item, days)
            lines[item.key] = [node.text for node in row.nodes if node.is_element_node]
    found = with_shared_dates(page, list(items.values()), lines)
    own = {item.key for item in found if item.published is not None}
    found = trim_ends([item if item.key in own else above[item.key] for item in found], own)
    if len(found) < 2 and not (len(found) == 1 and found[0].published):
        return None
    if repeated >= max(2, _SHARED * len(rows)) and sum(len(item.title) for item in found) < _LABEL * len(found):
        return None  # the channels that posts are filed under: several posts share one
    candidate = Candidate(group.container, rows, found, 0.0)
    candidate.heading, candidate.heading_url = heading_before(page, rows[0].nodes[0])
    candidate.heading_url = candidate.heading_url or find_all_link(page, rows)
    candidate.score = _score(page, candidate)
    return candidate


def _is_menu_like(page: Page, group: Group) -> bool:
    """Short names and no day anywhere: a menu, buttons, a tag cloud. Most groups of most pages are, so this is asked
    before anything that costs."""
    names = [max([len(x.text) for x in row.links]) for block in group.blocks for row in block]
    return sum(names) < 18 * len(names) and not _SLASHED.search(group.container.text)


def _is_crowded(row: Row) -> bool:
    """Whether a row holds several things to read instead of one."""
    keys = {link.key for link in row.links}
    cells = _cells(row) if row.nodes[0].tag == "tr" else []
    if len(cells) > 1 and is_row_of_cells(cells):
        return True
    return len(keys) > 6 or len({link.key for link in row.links if len(link.text) >= 25}) >= 3


def _cells(row: Row) -> list[Row]:
    """The cells of a table's row that hold links, as rows of their own."""
    found: dict[int, Row] = {}
    for link in row.links:
        cell: Node | None = link.node
        while cell is not None and cell.tag != "td":
            cell = cell.parent
        if cell is not None:
            found.setdefault(cell.at, Row([cell])).links.append(link)
    return list(found.values())


def _score(page: Page, c: Candidate) -> float:
    """How much a block looks like the page's list: long titles, dates, text beside them, own pages, main place."""
    dated = sum(i.published is not None for i in c.items)
    worth = 0.0
    for item in c.items:
        letters = len(item.title)
        worth += min(letters, 80) / 80 if letters >= 25 else letters / 160
        worth += _DATED_WORTH if item.published is not None else 0.0
        worth += 0.35 if item.summary else 0.0
        worth += 0.3 if item.number else 0.0
    share = dated / len(c.items)
    internal = sum(page.is_internal(i.url) for i in c.items) / len(c.items)
    mean = sum(len(i.title) for i in c.items) / len(c.items)
    factor = 1.0
    if mean < 18 and share <= 0.5:
        factor *= 0.12  # menu, tag cloud, buttons
    elif mean < 25 and share < 0.5:
        factor *= 0.5
    if internal < 0.5:
        factor *= ABROAD
    if page.in_frame(c.container):
        factor *= 0.25
    if ASIDE.search(c.heading):
        factor *= 0.3
    if _in_main(c.container):
        factor *= 1.3
    return worth * factor


def _in_main(node: Node) -> bool:
    current: Node | None = node
    while current is not None and current.tag != "body":
        if current.tag == "main" or (current.attributes.get("role") or "") == "main":
            return True
        if _is_main(current.names):
            return True
        current = current.parent
    return False


def heading_before(page: Page, first_row: Node) -> tuple[str, str | None]:
    """The heading just before a block's first row, inside the block or before it, and where it leads."""
    current: Node | None = first_row
    for _ in range(5):
        if current is None or current.tag in ("body", "html", "main"):
            break
        sibling = current.prev
        for _ in range(3):
            if sibling is None:
                break
            node = sibling if sibling.tag in HEADINGS else sibling.css_first("h1,h2,h3,h4,h5,legend") if \
                sibling.is_element_node else None
            text = node.text if node is not None else ""
            if not text and sibling.is_element_node:
                own = sibling.text
                if 2 < len(own) <= 60 and len(sibling.css("a")) <= 2:
                    text, node = own, sibling
            if text and node is not None:
                link = node if node.tag == "a" else node.css_first("a[href]") or _linked(node)
                url = page.absolute(link.attributes.get("href")) if link is not None else None
                return text[:120], url
            if sibling.is_element_node and sibling.length > 200:
                return "", None
            sibling = sibling.prev
        current = current.parent
    return "", None


def _linked(node: Node) -> Node | None:
    parent = node.parent
    return parent if parent is not None and parent.tag == "a" else None


def blocks_of(candidates: list[Candidate], chosen: Candidate | None) -> tuple[Block, ...]:
    """The considered blocks as facts, for people and for the channels that their headings lead to."""
    return tuple(
        Block(c.heading, c.heading_url, tuple(c.items), round(c.score, 2), where(c.container), c is chosen)
        for c in candidates[:12] if c.score >= 0.3
    )


def where(node: Node) -> str:
    parts: list[str] = []
    current: Node | None = node
    while current is not None and current.tag not in ("html", "body") and len(parts) < 5:
        name = current.tag or ""
        if current.attributes.get("id"):
            name += f"#{current.attributes['id']}"
        elif current.attributes.get("class"):
            name += "." + fold_text(current.attributes["class"] or "").replace(" ", ".")
        parts.append(name[:60])
        current = current.parent
    return " > ".join(reversed(parts))
