"""A list of one: the last page of a walk may hold a single post."""

from __future__ import annotations

from spiders.reading.bodies import body_text, find_body, prose_words
from spiders.reading.choice import LEAST, is_aside
from spiders.reading.identity import key_of
from spiders.reading.lists import Candidate, heading_around
from spiders.reading.page import Page
from spiders.reading.row_links import Link, Row, links_in
from spiders.reading.rows import read_item
from spiders.reading.tree import Node

_FEW_WORDS = 40  # what the list is about, the day of the last change


def single_row(
    page: Page, links: list[Link], menu: set[str], lists: list[Candidate], part: Node | None = None
) -> Candidate | None:
    """The only post of the page or of a part of it, which a heading, a dated card or a bullet of its own links to."""
    links = links_in(links, part) if part is not None else links
    heads = [link for link in links if link.heading and len(link.text) >= 12 and not page.in_frame(link.node)]
    named = bool(heads)
    aside = {x.node.at for c in lists if is_aside(c.heading) for row in c.rows for x in row.links}
    highest = min((heading_around(link.node) or "h1" for link in heads), default="")
    heads = [link for link in heads if (heading_around(link.node) or "h1") == highest]  # its meta line may be an h6
    if not heads:
        heads = [x for x in links if len(x.text) >= 20 and x.internal and not page.in_frame(x.node)
                 and not _in_prose(x.node) and x.node.length >= 20]
        heads = [x for x in heads if x.key not in menu and x.node.at not in aside and "://" not in x.text]
    if len({link.key for link in heads}) != 1:
        return None
    lone = _lone_bullet(page, heads[0])
    row = lone or _card_around(page, links, heads[0].node, aside, part)
    item = read_item(page, Row([row], links_in(links, row)))
    if item is None or item.key != heads[0].key:
        return None
    below = named and item.key.startswith(key_of(page.url).split("?")[0] + "/")
    if item.published is None and not below and lone is None:
        return None
    return Candidate(row, [Row([row], [heads[0]])], [item], LEAST)


def _in_prose(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "p"


def _card_around(page: Page, links: list[Link], node: Node, aside: set[int], part: Node | None) -> Node:
    """The largest element around a link that still looks like one row and holds nothing of the boxes beside it."""
    row = node
    while node.parent is not None and node.parent.tag not in ("body", "main", "html") and node is not part:
        node = node.parent
        inside = links_in(links, node)
        if len({link.key for link in inside}) > 6 or node.length > 1200 or any(x.node.at in aside for x in inside):
            break
        if page.is_frame(node) or any(page.is_frame(child) for child in node.iter()):
            break
        row = node
    return row


def _lone_bullet(page: Page, link: Link) -> Node | None:
    """The bullet that a link fills, on a page without running text."""
    row = link.node.parent
    while row is not None and row.tag not in ("li", "body"):
        row = row.parent
    if row is None or row.tag != "li" or row.length > len(link.text) + 30:
        return None
    body = find_body(page)
    return row if body is None or prose_words(page, body, body_text(page, body)) <= _FEW_WORDS else None
