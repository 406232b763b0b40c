"""One walk over the parser's tree into plain objects in document order: what is asked of a page is then a slice.

The parser costs next to nothing; asking it again and again for texts, attributes and descendants was the whole cost.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.selectors import Alternative, alternatives_of, matches


def fold_text(text: str) -> str:
    """NFC, white space folded."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


class Node:
    """An element, text or comment. `at` is its place in document order and `end` the first place after what is in it;
    `start` and `stop` cut its text out of the
    page's; `names` are class and id, for patterns. Neighbours are all nodes, texts and comments too."""

    __slots__ = ("at", "attributes", "end", "last", "names", "next", "parent", "prev", "raw", "start", "stop", "tag",
                 "tree")

    def __init__(self, tree: Tree, tag: str, at: int, parent: Node | None, attributes: dict[str, str | None]) -> None:
        self.tree, self.tag, self.at, self.parent, self.attributes = tree, tag, at, parent, attributes
        self.end = at + 1
        self.start = self.stop = 0
        self.raw = ""
        self.last: Node | None = None
        self.next: Node | None = None
        self.prev: Node | None = None
        self.names = ""
        if attributes and ("class" in attributes or "id" in attributes):
            self.names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if parent is not None:
            before = parent.last
            if before is not None:
                before.next, self.prev = self, before
            parent.last = self

    @property
    def mem_id(self) -> int:
        return self.at

    @property
    def is_text_node(self) -> bool:
        return self.tag == "-text"

    @property
    def is_element_node(self) -> bool:
        return self.tag[0] != "-"

    @property
    def is_comment_node(self) -> bool:
        return self.tag == "-comment"

    @property
    def text(self) -> str:
        """Its text, NFC and folded, words of neighbouring elements kept apart."""
        return self.tree.letters[self.start:self.stop - 1] if self.stop > self.start else ""

    @property
    def text_content(self) -> str:
        return self.raw

    @property
    def raw_text(self) -> str:
        """Its text as it stands in the page: for scripts."""
        return "".join(node.raw for node in self.tree.nodes[self.at:self.end])

    def iter(self, include_text: bool = False) -> Iterator[Node]:
        """Its children: elements, or with `include_text` texts and comments as well."""
        nodes, at = self.tree.nodes, self.at + 1
        while at < self.end:
            node = nodes[at]
            if include_text or node.tag[0] != "-":
                yield node
            at = node.end

    def traverse(self, include_text: bool = False) -> Iterator[Node]:
        """Itself and all that is in it, in document order."""
        for node in self.tree.nodes[self.at:self.end]:
            if include_text or node.tag[0] != "-":
                yield node

    def css(self, query: str) -> list[Node]:
        """The elements that a selector names, itself included, each once and in document order."""
        places, found = self.tree.index(query)
        return found[bisect_left(places, self.at):bisect_left(places, self.end)]

    def css_first(self, query: str) -> Node | None:
        places, found = self.tree.index(query)
        first = bisect_left(places, self.at)
        return found[first] if first < len(places) and places[first] < self.end else None


class Tree:
    """A parsed page: `nodes` in document order, and the folded text of all of them as one string."""

    def __init__(self, html: str) -> None:
        parsed = LexborHTMLParser(html)
        self.nodes: list[Node] = []
        self._indexes: dict[str, tuple[list[int], list[Node]]] = {}
        self._by_tag: dict[str, list[Node]] = {}
        pieces: list[str] = []
        self._take(parsed, pieces)
        self.letters = " ".join(pieces)
        self._close()
        self.root = self.nodes[0]

    def _take(self, parsed: LexborHTMLParser, pieces: list[str]) -> None:
        known: dict[int, Node] = {}
        nodes, letters = self.nodes, 0
        for at, found in enumerate(parsed.root.traverse(include_text=True) if parsed.root is not None else ()):
            above, tag = found.parent, found.tag or "-"
            node = Node(self, tag, at, known.get(above.mem_id) if above is not None else None,
                        found.attributes if tag[0] != "-" else {})
            node.start = letters
            if tag == "-text":
                node.raw = found.text_content or ""
                if piece := fold_text(node.raw):
                    pieces.append(piece)
                    letters += len(piece) + 1
            else:
                known[found.mem_id] = node
                self._by_tag.setdefault(tag, []).append(node)
            node.stop = letters
            nodes.append(node)
        if not nodes:
            nodes.append(Node(self, "html", 0, None, {}))
    def _close(self) -> None:
        """Where each element ends: where its last child does."""
        for node in reversed(self.nodes):
            if node.last is not None:
                node.end, node.stop = node.last.end, node.last.stop

    @property
    def body(self) -> Node | None:
        return next(iter(self._by_tag.get("body", ())), None)

    def css(self, query: str) -> list[Node]:
        return self.index(query)[1]

    def css_first(self, query: str) -> Node | None:
        return next(iter(self.index(query)[1]), None)

    def index(self, query: str) -> tuple[list[int], list[Node]]:
        """(places, elements) of all that a selector names; found once per page."""
        known = self._indexes.get(query)
        if known is None:
            found = {node.at: node for alternative in alternatives_of(query) for node in self._named(alternative)}
            places = sorted(found)
            known = self._indexes[query] = places, [found[at] for at in places]
        return known

    def _named(self, alternative: Alternative) -> list[Node]:
        if alternative.tag:
            named = self._by_tag.get(alternative.tag, [])
            return [n for n in named if matches(n.attributes, alternative.tests)] if alternative.tests else named
        return [n for n in self.nodes if n.attributes and matches(n.attributes, alternative.tests)]
