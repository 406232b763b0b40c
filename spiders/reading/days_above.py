"""Days that stand as headings over the rows of a list."""

from __future__ import annotations

from dataclasses import replace

from crawler.facts import Item
from spiders.reading.date_texts import is_date
from spiders.reading.dates import stated_date
from spiders.reading.groups import HEADINGS, Group
from spiders.reading.page import Page
from spiders.reading.row_links import Row
from spiders.reading.tree import Node


def dated_above(page: Page, group: Group, row: Row, item: Item, days: dict[Node, str]) -> Item:
    """The item with the date that stands as a heading over its row, for its own row has none."""
    text = (group.dates or {}).get(row.nodes[0].at, "") or _day_over(page, row.nodes[0], days)
    stated = stated_date(text, now=page.now, source="label", day_first=page.day_first) if text else None
    if stated is None or stated.on is None or stated.at is not None:  # with a time it is a clock, or the page's stamp
        return item
    return replace(item, published=replace(stated, grade="likely"))


def _day_over(page: Page, node: Node, known: dict[Node, str]) -> str:
    """The date that stands alone before an element, up to the next heading; each neighbour is looked at once."""
    passed: list[Node] = []
    text, sibling = "", node.prev
    while sibling is not None:
        if sibling in known:
            text = known[sibling]
            break
        passed.append(sibling)
        if sibling.is_element_node and sibling.length <= 60 and sibling.css_first("a[href]") is None:
            text = sibling.text if is_date(sibling.text, page) else ""
            if text or sibling.tag in HEADINGS:
                break
        sibling = sibling.prev
    known.update(dict.fromkeys(passed, text))
    return text
