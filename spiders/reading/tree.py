"""One walk over the parser's tree into plain objects in document order: what is asked of a page is then a slice.

The parser costs next to nothing; asking it again and again for texts, attributes and descendants was the whole cost.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from selectolax.lexbor import LexborHTMLParser

from spiders.reading.selectors import Alternative, alternatives_of, select


def fold_text(text: str) -> str:
    """NFC, white space folded."""
    return " ".join((text if text.isascii() else unicodedata.normalize("NFC", text)).split())


def count_words(folded: str) -> int:
    """Words of a text that `fold_text` has folded: counted, not cut out."""
    return folded.count(" ") + 1 if folded else 0


class Node:
    """An element. `at` is its place in document order and `end` the first place after what is in it; `start` and `stop`
    cut its text out of the page's; `names` are class and id, for patterns. Its neighbours are of every kind."""

    __slots__ = ("at", "attributes", "end", "last", "names", "next", "parent", "prev", "start", "stop", "tag", "tree")

    is_element_node = True
    is_text_node = is_comment_node = False
    raw = ""

    def __init__(self, tree: Tree, tag: str, at: int, parent: Node | None, attributes: dict[str, str | None],
                 letters: int) -> None:
        self.tree, self.tag, self.at, self.parent, self.attributes = tree, tag, at, parent, attributes
        self.names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}" if attributes else " "
        self.start = self.stop = letters
        self.end = at + 1
        self.last: Node | None = None
        self.next: Node | None = None
        self.prev: Node | None = None
        if parent is not None:
            before = self.prev = parent.last
            parent.last = self
            if before is not None:
                before.next = self

    @property
    def text(self) -> str:
        """Its text, NFC and folded, words of neighbouring elements kept apart."""
        return self.tree.letters[self.start:self.stop - 1] if self.stop > self.start else ""

    @property
    def length(self) -> int:
        """Letters of its text."""
        return self.stop - self.start - 1 if self.stop > self.start else 0

    @property
    def first(self) -> Node | None:
        """Its first child, of any kind."""
        return self.tree.nodes[self.at + 1] if self.last is not None else None

    @property
    def raw_text(self) -> str:
        """Its text as it stands in the page: for scripts."""
        return "".join(node.raw for node in self.tree.nodes[self.at:self.end])

    def iter(self, include_text: bool = False) -> Iterator[Node]:
        """Its children: elements, or with `include_text` texts and comments as well."""
        nodes, at = self.tree.nodes, self.at + 1
        while at < self.end:
            node = nodes[at]
            if include_text or node.is_element_node:
                yield node
            at = node.end

    def traverse(self, include_text: bool = False) -> list[Node]:
        """Itself and all that is in it, in document order."""
        found = self.tree.nodes[self.at:self.end]
        return found if include_text else [node for node in found if node.is_element_node]

    def css(self, query: str) -> list[Node]:
        """The elements that a selector names, itself included, each once and in document order."""
        places, found = self.tree.index(query)
        return found[bisect_left(places, self.at):bisect_left(places, self.end)] if places else []

    def css_first(self, query: str) -> Node | None:
        """The first of those that a selector names."""
        places, found = self.tree.index(query)
        first = bisect_left(places, self.at) if places else 0
        return found[first] if first < len(places) and places[first] < self.end else None


class Text(Node):
    """A text between elements; `raw` as it stands in the page."""

    __slots__ = ("raw",)

    is_element_node, is_text_node = False, True


class Comment(Node):
    """A comment, which says nothing but is a neighbour."""

    __slots__ = ()

    is_element_node, is_comment_node = False, True


class Tree:
    """A parsed page: `nodes` in document order, and the folded text of all of them as one string."""

    def __init__(self, html: str) -> None:
        parsed = LexborHTMLParser(html)
        self.nodes: list[Node] = []
        self.letters = ""
        self._indexes: dict[str, tuple[list[int], list[Node]]] = {}
        self._by_tag: dict[str, list[Node]] = defaultdict(list)
        self._by_attribute: dict[str, list[Node]] = defaultdict(list)
        self._take(parsed)
        self._close()
        self.root = self.nodes[0]

    def _take(self, parsed: LexborHTMLParser) -> None:
        known: dict[int, Node] = {}
        nodes, by_tag, by_attribute = self.nodes, self._by_tag, self._by_attribute
        pieces: list[str] = []
        letters = 0
        for at, found in enumerate(parsed.root.traverse(include_text=True) if parsed.root is not None else ()):
            above = found.parent
            parent = known.get(above.mem_id) if above is not None else None
            if found.is_text_node:
                text = Text(self, "-text", at, parent, _NONE, letters)
                nodes.append(text)
                text.raw = found.text_content or ""
                if piece := fold_text(text.raw):
                    pieces.append(piece)
                    letters += len(piece) + 1
                    text.stop = letters
            elif found.is_element_node:
                attributes = found.attributes
                tag = found.tag or "-"
                node = known[found.mem_id] = Node(self, tag, at, parent, attributes, letters)
                by_tag[tag].append(node)
                for name in attributes:
                    by_attribute[name].append(node)
                nodes.append(node)
            else:
                nodes.append(Comment(self, "-comment", at, parent, _NONE, letters))
        if not nodes:
            nodes.append(Node(self, "html", 0, None, _NONE, 0))
        self.letters = " ".join(pieces)

    def _close(self) -> None:
        """Where each element ends: where its last child does."""
        for node in reversed(self.nodes):
            last = node.last
            if last is not None:
                node.end, node.stop = last.end, last.stop

    def release(self) -> None:
        """Let go of a page that has been read: its nodes hold one another, and the collector would have to find that
        out, which cost a fifth of all reading."""
        for node in self.nodes:
            node.last = node.next = node.prev = None
        self.nodes = []
        self._indexes, self._by_tag, self._by_attribute = {}, {}, {}

    @property
    def body(self) -> Node | None:
        return next(iter(self._by_tag.get("body", ())), None)

    def css(self, query: str) -> list[Node]:
        """The elements of the page that a selector names."""
        return self.index(query)[1]

    def css_first(self, query: str) -> Node | None:
        """The first of them."""
        return next(iter(self.index(query)[1]), None)

    def index(self, query: str) -> tuple[list[int], list[Node]]:
        """(places, elements) of all that a selector names; looked for once per page."""
        known = self._indexes.get(query)
        if known is None:
            nodes = self._selected(query)
            known = self._indexes[query] = [node.at for node in nodes], nodes
        return known

    def _selected(self, query: str) -> list[Node]:
        alternatives = alternatives_of(query)
        if len(alternatives) == 1:
            return self._named(alternatives[0])
        found = {node.at: node for alternative in alternatives for node in self._named(alternative)}
        return [found[at] for at in sorted(found)]

    def _named(self, alternative: Alternative) -> list[Node]:
        named = self._by_tag.get(alternative.tag, []) if alternative.tag else \
            self._by_attribute.get(alternative.tests[0].name, [])
        return select(named, alternative.tests) if alternative.tests else named


_NONE: dict[str, str | None] = {}
