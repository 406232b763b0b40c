"""Posts that stand before their list in a shape of their own: the newest one, printed large over the others."""

from __future__ import annotations

from itertools import takewhile

from crawler.facts import Item
from spiders.reading.lists import Candidate, heading_around
from spiders.reading.names import saying
from spiders.reading.page import Page
from spiders.reading.row_links import Link, Row, links_in
from spiders.reading.rows import read_item
from spiders.reading.tree import Node

_UP = 6        # levels between a heading and its article element
_MOST = 3
_SHORTEST = 12
_BESIDE = 1    # levels above what holds the list's rows' container
_is_show = saying(  # other posts' places
    r"(?:^|[\s_-])(slid\w*|carousel|swiper|owl|xem-?nhieu|doc-?nhieu|noi-?bat|popular|hot)(?:$|[\s_-])")


def find_leads(page: Page, links: list[Link], chosen: Candidate) -> list[Item]:
    """Dated posts with a linked heading that stand alone before the list: `article` elements where the list is made of
    such, else blocks beside the list under headings of the same rank as its rows'."""
    articles = any(_has_article(node) for row in chosen.rows for node in row.nodes)
    rank = None if articles else _rank(chosen)
    if not articles and rank is None:
        return []
    known = {item.key for item in chosen.items}
    start = chosen.rows[0].nodes[0].at
    found: dict[str, Item] = {}
    for link in takewhile(lambda x: x.node.at < start, links):  # what comes after the list is a sidebar's
        if not link.heading or not link.internal or link.key in known or len(link.text) < _SHORTEST:
            continue
        if articles:
            node = _article_around(link.node)
        else:
            node = _block_beside(page, links, link, chosen.container) if heading_around(link.node) == rank else None
        if node is None or _within(node, chosen.container) or (articles and not _stands_alone(node)):
            continue
        item = read_item(page, Row([node], links_in(links, node)))
        if item is not None and item.key == link.key and item.published is not None:
            found.setdefault(item.key, item)
    return list(found.values()) if len(found) <= _MOST else []


def _rank(chosen: Candidate) -> str | None:
    """The heading that most rows have their link in; None when they have none."""
    ranks = [next((heading_around(link.node) for link in row.links if link.heading), None) for row in chosen.rows]
    best = max(set(ranks), key=ranks.count)
    return best if 2 * ranks.count(best) > len(ranks) else None


def _block_beside(page: Page, links: list[Link], link: Link, container: Node) -> Node | None:
    """The block of one post in an element that stands beside the list, at most two levels up."""
    above = {node.at for node in (container.parent, *_parents(container.parent, _BESIDE)) if node is not None}
    branch = link.node
    while branch.parent is not None and branch.parent.at not in above:
        branch = branch.parent
    if branch.parent is None or branch.parent.tag in ("body", "html") or _is_show(branch.names) \
            or page.in_frame(branch):
        return None
    heads = {x.key for x in links_in(links, branch) if x.heading}
    return branch if heads == {link.key} else None


def _parents(node: Node | None, levels: int) -> list[Node]:
    found: list[Node] = []
    while node is not None and node.parent is not None and len(found) < levels:
        node = node.parent
        found.append(node)
    return found


def headline_leads_away(headline: Node | None, own: str, links: list[Link]) -> bool:
    """Whether the headline links to another page of the site: the page shows that post, it is not that post."""
    if headline is None:
        return False
    inside = {a.at for a in headline.css("a")}
    parent = headline.parent
    if parent is not None and parent.tag == "a":
        inside.add(parent.at)
    return any(x.node.at in inside and x.internal and x.key != own for x in links)


def _has_article(node: Node) -> bool:
    return node.is_element_node and (node.tag == "article" or node.css_first("article") is not None)


def _article_around(node: Node) -> Node | None:
    current = node.parent
    for _ in range(_UP):
        if current is None or current.tag in ("body", "nav", "footer"):
            return None
        if current.tag == "article":
            return current
        current = current.parent
    return None


def _within(node: Node, container: Node) -> bool:
    current: Node | None = node
    while current is not None:
        if current.at == container.at:
            return True
        current = current.parent
    return False


def _stands_alone(node: Node) -> bool:
    """Several articles side by side are a list of their own (a sidebar's, another channel's)."""
    parent = node.parent
    return parent is not None and sum(child.tag == "article" for child in parent.iter()) == 1
