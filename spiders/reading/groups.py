"""Repeated blocks of a page: siblings of one shape that hold links, and equal blocks that continue one another."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from spiders.reading.date_texts import is_date
from spiders.reading.page import Page
from spiders.reading.row_links import Link, Row
from spiders.reading.tree import Node

#: Class names that tell rows of one list apart (its first, its pinned, the eleventh of category 4), and numbers.
_NOISE_CLASS = re.compile(
    r"(?<!\S)(?:\S*[-_])?(?:odd|even|first|last|active|current|hover|sticky|pinned|pin|ghim)(?:[-_\d]\S*)?(?!\S)|"
    r"(?<!\S)(?:category|tag|post)-\S+|\d+", re.I)
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption")
_NO_BLOCK = frozenset({"tr", "td", "th", "p", "span", "a", "li", "body", "h1", "h2", "h3", "h4", "b", "strong", "font"})
_NO_ROW = frozenset({"a", "span", "b", "strong", "font", "i", "em", "td", "th", "br", "img", "ul", "ol", "tbody",
                     "table"})
_NO_HEADING = frozenset({"caption", "thead", "colgroup", "script", "style"})
_DEEP = 14  # levels between a link and the block that repeats it
_APART = 4  # levels between equal blocks and what holds them together
_LONGEST_HEADING = 80

Block = tuple[Node, Node, list[Row]]  # what holds the rows, the branch it stands in, the rows


@dataclass
class Group:
    """Rows of one shape, and the element that holds them; `merged` from several equal `blocks`. `dates` holds the
    heading over a row, by the row's first element, where that heading is a date."""

    page: Page
    container: Node
    blocks: list[list[Row]]
    merged: bool = False
    dates: dict[int, str] | None = None

    def whole_rows(self) -> list[Row]:
        """The rows with all that belongs to them, the asker's own; most groups are a menu's and nobody asks."""
        return [row for block in self.blocks for row in with_tails(self.page, block)]

    @property
    def keys(self) -> tuple[frozenset[str], ...]:
        """Where each row's links lead."""
        return tuple(frozenset([link.key for link in row.links]) for block in self.blocks for row in block)


def find_groups(page: Page, links: list[Link]) -> list[Group]:
    """Containers with the children that hold links, grouped by their shape; then blocks that belong together."""
    containers = _containers(links)
    shapes: dict[int, str] = {}
    found: list[Group] = []
    parts: list[tuple[Node, str, list[Row]]] = []
    for container, rows in containers:
        by_shape: dict[str, list[Row]] = {}
        for row in rows:
            by_shape.setdefault(_shape(row.nodes[0], shapes), []).append(row)
        for shape, group in by_shape.items():
            parts.append((container, shape, group))
            if len(group) >= 2:
                found.append(Group(page, container, [group]))
        if len(rows) >= 2 and len(by_shape) > 1 and container.tag in ("ul", "ol", "tbody", "table"):
            found.append(Group(page, container, [rows]))
        elif len(by_shape) > 1:
            found += [Group(page, container, [group]) for group in _by_common_class(rows, by_shape)]
    return [*found, *_merge(page, parts, shapes)]


def _by_common_class(rows: list[Row], by_shape: dict[str, list[Row]]) -> Iterator[list[Row]]:
    """Rows of one tag that share a class name and differ in others: the first one "featured", or each with a name of
    its own."""
    shared: dict[str, list[Row]] = {}
    for row in rows:
        node = row.nodes[0]
        for name in dict.fromkeys((node.attributes.get("class") or "").split()) if node.tag not in _NO_ROW else ():
            shared.setdefault(f"{node.tag} {name}", []).append(row)
    seen = {len(group) for group in by_shape.values()}
    for group in shared.values():
        if len(group) >= 3 and len(group) > max(seen):
            seen.add(len(group))
            yield group


def _containers(links: list[Link]) -> list[tuple[Node, list[Row]]]:
    """Elements around links, each with those of its children that hold some."""
    found: dict[int, tuple[Node, dict[int, Row]]] = {}
    around: dict[int, list[Row]] = {}  # by an element's place: the rows that it and all above it stand in
    for link in links:
        rows: list[Row] = []
        places: list[int] = []
        child, parent = link.node, link.node.parent
        while len(rows) < _DEEP and parent is not None and parent.tag != "html":
            container = found.get(parent.at)
            if container is None:
                container = found[parent.at] = parent, {}
            row = container[1].get(child.at)
            if row is None:
                row = container[1][child.at] = Row([child])
            rows.append(row)
            known = around.get(parent.at)
            if known is not None:  # the way up is that of a link before
                rows += known[:_DEEP - len(rows)]
                break
            places.append(parent.at)
            child, parent = parent, parent.parent
        for row in rows:
            row.links.append(link)
        if len(rows) < _DEEP:  # else a link that lies less deep has rows farther up
            for number, place in enumerate(places, 1):
                around[place] = rows[number:]
    return [(container, list(rows.values())) for container, rows in found.values()]


def _shape(node: Node, known: dict[int, str]) -> str:
    key = node.at
    if key not in known:
        known[key] = shape_of(node)
    return known[key]


def shape_of(node: Node) -> str:
    """An element's tag and class names, without those that tell rows of one list apart."""
    return f"{node.tag} {_without_noise(node.attributes.get('class') or '')}"


@lru_cache(maxsize=2048)
def _without_noise(names: str) -> str:
    return " ".join(sorted(_NOISE_CLASS.sub("", names).split()))


def is_row_of_cells(cells: list[Row]) -> bool:
    """Whether each cell of a table's row holds something to read of its own, so that the cells are the rows."""
    names = [{link.key for link in cell.links if len(link.text) >= 20} for cell in cells]
    row = cells[0].nodes[0].parent
    if cells[0].nodes[0].tag != "td" or row is None or not all(names) or len(set.union(*names)) < len(cells):
        return False
    return sum(bool(cell.text) for cell in row.iter() if cell.tag == "td") == len(cells)


def with_tails(page: Page, group: list[Row]) -> list[Row]:
    """Rows with the siblings that follow them up to the next row: a heading's text, a second table row, `dd`; not
    the day that stands over the next rows as one stands over the first."""
    heads = {row.nodes[0].at for row in group}
    parting = _parting(group, heads)
    over = _day_over(page, group[0].nodes[0])
    rows = []
    for row in group:
        tail: list[Node] = _before_link(row.nodes[0], heads, parting) if parting else []
        sibling = row.nodes[0].next
        while sibling is not None and sibling.at not in heads and len(tail) < 8:
            if parting and _is_break(sibling, parting):
                break
            if _ends_row(sibling, row.nodes[0]) or (sibling.tag in ("nav", "ul", "ol") and len(sibling.css("a")) > 3):
                break
            if sibling.tag == row.nodes[0].tag and _names_a_page(sibling):
                break
            if over and _shape(sibling, {}) == over and is_date(sibling.text, page):
                break
            tail.append(sibling)
            sibling = sibling.next
        last = not parting and (sibling is None or sibling.at not in heads)
        rows.append(Row(row.nodes + ([] if last and len(tail) > 4 else tail), row.links))
    return rows


def _day_over(page: Page, first: Node) -> str:
    """The shape of the element just before the first row when it says a day and nothing else."""
    before = first.prev
    while before is not None and not before.is_element_node:
        before = before.prev
    if before is None or before.length > _LONGEST_HEADING or not is_date(before.text, page):
        return ""
    return _shape(before, {})


def _is_break(node: Node, parting: str) -> bool:
    """Whether a node ends a row: a rule, a line break ("line"), or one that follows another ("blank")."""
    if node.tag != "br" or parting == "line":
        return node.tag in ("br", "hr")
    before = node.prev
    while before is not None and before.is_text_node and not before.raw.strip():
        before = before.prev
    return before is not None and before.tag == "br"


def _parting(group: list[Row], heads: set[int]) -> str:
    """How the links of a text are parted in old pages: by an empty line ("blank"), by one line break each ("line"),
    or not ("")? What stands before a link may then belong to it."""
    if len(group) < 3 or group[0].nodes[0].tag != "a":
        return ""
    blank = line = 0
    for row in group[:-1]:
        between = list(_up_to_next(row.nodes[0], heads))
        blank += any(_is_break(node, "blank") for node in between)
        line += sum(node.tag == "br" for node in between) == 1
    most = 0.6 * (len(group) - 1)
    return "blank" if blank >= most else "line" if line >= most else ""


def _up_to_next(head: Node, heads: set[int]) -> Iterator[Node]:
    sibling = head.next
    while sibling is not None and sibling.at not in heads:
        yield sibling
        sibling = sibling.next


def _before_link(head: Node, heads: set[int], parting: str) -> list[Node]:
    found: list[Node] = []
    sibling = head.prev
    while sibling is not None and sibling.at not in heads and not _is_break(sibling, parting) and len(found) < 5:
        found.append(sibling)
        sibling = sibling.prev
    return found if len(found) < 5 else []


def _ends_row(node: Node, head: Node) -> bool:
    """Whether a heading begins something new: under a row's own heading a lower one still belongs to the row."""
    return node.tag in HEADINGS and (head.tag not in HEADINGS or (node.tag or "") <= (head.tag or ""))


def _names_a_page(node: Node) -> bool:
    """Whether an element after a row is a row of its own kind rather than the row's second part."""
    return any(len(a.text) >= 20 for a in node.css("a[href]"))


def _merge(
    page: Page, parts: list[tuple[Node, str, list[Row]]], shapes: dict[int, str]
) -> Iterator[Group]:
    """Equal blocks under one element, such as the rows of a grid or the days of an archive, as one list. Blocks under
    headings of their own are different lists, unless the headings are dates."""
    together: dict[tuple[int, str], tuple[Node, list[Block]]] = {}
    for container, shape, rows in parts:
        cells = container.tag == "tr" and is_row_of_cells(rows)
        if not cells and (container.tag in _NO_BLOCK or rows[0].nodes[0].tag in _NO_ROW):
            continue
        path = f"{shape} < {_shape(container, shapes)}"
        branch, above = container, container.parent
        for _ in range(_APART):
            if above is None or above.tag in ("html", None):
                break
            entry = together.setdefault((above.at, path), (above, []))
            entry[1].append((container, branch, rows))
            path += f" < {_shape(above, shapes)}"
            branch, above = above, above.parent
    for above, blocks in _by_columns(together.values()):
        if len(blocks) < 2 or sum(len(rows) for _, _, rows in blocks) < 3:
            continue
        if len({branch.at for _, branch, _ in blocks}) < len(blocks):
            continue
        headings = [_heading_over(page, container, branch, shapes) for container, branch, _ in blocks]
        dated = [bool(h) and is_date(h, page) for h in headings]
        # one heading may stand over them all
        if any(h and not d for h, d in zip(headings[1:], dated[1:], strict=True)):
            continue
        dates = {row.nodes[0].at: heading
                 for heading, day, (_, _, rows) in zip(headings, dated, blocks, strict=True) if day for row in rows}
        yield Group(page, above, [rows for _, _, rows in blocks], True, dates)


def _by_columns(found: Iterable[tuple[Node, list[Block]]]) -> Iterator[tuple[Node, list[Block]]]:
    """Blocks of table rows apart by how many cells their rows have: a grid and the box beside it are two lists."""
    for above, blocks in found:
        alike: dict[int, list[Block]] = {}
        for block in blocks:
            alike.setdefault(_columns(block[2]), []).append(block)
        for same in alike.values():
            yield above, same


def _columns(rows: list[Row]) -> int:
    """Cells of most of the rows; 0 for rows of no table."""
    if rows[0].nodes[0].tag != "tr":
        return 0
    return statistics.mode(sum(cell.tag in ("td", "th") for cell in row.nodes[0].iter()) for row in rows)


def _heading_over(page: Page, container: Node, branch: Node, shapes: dict[int, str]) -> str:
    """The short text that stands over a block: before it inside its own branch, or just before the branch."""
    current = container
    while True:
        sibling = current.prev
        while sibling is not None:
            if sibling.is_element_node and sibling.tag not in _NO_HEADING:
                if _shape(sibling, shapes) == _shape(current, shapes):
                    break
                text = sibling.text
                if 2 < len(text) <= _LONGEST_HEADING:
                    return text
                if len(text) > _LONGEST_HEADING:
                    break
            sibling = sibling.prev
        parent = current.parent
        if current.at == branch.at or parent is None:
            return ""
        current = parent
