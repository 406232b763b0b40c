"""The list that its pager stands beside: on a last page with few rows a box of other posts may look better."""

from __future__ import annotations

from spiders.reading.choice import LEAST
from spiders.reading.groups import shape_of
from spiders.reading.lists import ALL_DATED, Candidate, dated_share
from spiders.reading.lone_rows import single_row
from spiders.reading.page import Page
from spiders.reading.page_numbers import is_own_page
from spiders.reading.paging import find_next
from spiders.reading.row_links import Link, Row, links_in
from spiders.reading.rows import read_item
from spiders.reading.tree import Node

_ENDS = ("body", "html")


def list_of_pager(
    page: Page, links: list[Link], menu: set[str], chosen: Candidate | None, lists: list[Candidate]
) -> Candidate | None:
    """The chosen list, unless this is the last page and the part of it that holds the pager has posts of its own: full
    pages have more rows than any box beside them, a last one may have a single row."""
    pager = next((link.node for link in links if is_own_page(page, link.url)), None)
    if chosen is None or pager is None or _holds(chosen.container, pager) or find_next(page) is not None:
        return chosen
    part = _part_without(pager, chosen.container)
    if part is None:
        return chosen
    inside = [c for c in lists if _holds(part, c.container) and dated_share(c) >= ALL_DATED]
    alike = inside[0] if inside else _rows_alike(page, links, part, chosen)
    found = alike or single_row(page, links, menu, lists, part)
    if found is not None:
        found.of_pager = True
    return found or chosen


def _rows_alike(page: Page, links: list[Link], part: Node, chosen: Candidate) -> Candidate | None:
    """Posts in a part of the page that are built like the rows of the chosen block, as far as that says something."""
    model = chosen.rows[0].nodes[0]
    if model.tag != "article" and not model.attributes.get("class"):
        return None
    rows = [Row([node], links_in(links, node)) for node in page.tree.css(model.tag or "*")
            if _holds(part, node) and shape_of(node) == shape_of(model)]
    items = {item.key: item for row in rows if row.links and (item := read_item(page, row)) is not None}
    return Candidate(part, rows, list(items.values()), LEAST) if items else None


def _part_without(pager: Node, other: Node) -> Node | None:
    """The largest element around the pager that does not hold the other block."""
    part: Node | None = None
    current = pager.parent
    while current is not None and current.tag not in _ENDS and not _holds(current, other):
        part, current = current, current.parent
    return part


def _holds(outer: Node, inner: Node) -> bool:
    return outer.at <= inner.at < outer.end
