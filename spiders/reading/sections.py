"""Index pages: a menu entry behind which stand no posts but the names of further sections, each with its own page."""

from __future__ import annotations

from urllib.parse import urlsplit

from crawler.facts import MenuEntry
from spiders.reading.groups import Group
from spiders.reading.lists import heading_before
from spiders.reading.page import Page
from spiders.reading.page_numbers import page_number
from spiders.reading.row_links import Link, Row

_LEAST = 3
_LONGEST = 70    # letters of a section's name
_BESIDE = 300    # letters of what is said about a section


def find_sections(page: Page, groups: list[Group], known: set[str]) -> tuple[MenuEntry, ...]:
    """The sections that an index page names, as entries below its heading; none where the names are of one page's
    views (sorting, filters, pages of a list)."""
    best: list[MenuEntry] = []
    for group in groups:
        if page.in_frame(group.container):
            continue
        entries = _entries(page, group, known)
        if len(entries) > len(best):
            best = entries
    return tuple(best) if len(best) >= _LEAST else ()


def _entries(page: Page, group: Group, known: set[str]) -> list[MenuEntry]:
    rows = group.whole_rows()
    named = [(row, _name_of(page, row)) for row in rows]
    found = {link.key: link for _, link in named if link is not None and link.key not in known}
    if len(found) < 0.8 * len(named):
        return []
    heading, _ = heading_before(page, rows[0].nodes[0])
    above = (heading,) if heading else ()
    return [MenuEntry(link.text, link.url, above, key, False) for key, link in found.items()]


def _name_of(page: Page, row: Row) -> Link | None:
    """The link that opens a row and names it, or None when the row is no name with a word about it."""
    link = next((x for x in row.links if x.text), None)
    if link is None or not link.internal or not 2 < len(link.text) <= _LONGEST or len({x.key for x in row.links}) > 2:
        return None
    here, there = urlsplit(page.url), urlsplit(link.url)
    if there.path == here.path or page_number(link.url) is not None:
        return None
    text = " ".join(node.text for node in row.nodes)
    return link if text.startswith(link.text) and len(text) <= len(link.text) + _BESIDE else None
