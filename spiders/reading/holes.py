"""Which hole of a page's skeleton each text and each attribute of its tree fills; no answer where that is not sure."""

from __future__ import annotations

from spiders.reading.page import Page
from spiders.reading.skeleton import Cut, UnlikeError, attribute_of, text_of
from spiders.reading.tree import Node

_RAW = ("script", "style")


class Holed:
    """Texts and attributes stand in the tree in the order of the markup, unless the parser moved them."""

    def __init__(self, page: Page, cut: Cut) -> None:
        self.page, self.values = page, cut.values
        self.texts = [n for n in page.tree.nodes if n.is_text_node and n.length and (
            n.parent is None or n.parent.tag not in _RAW)]
        holes = [(hole, text) for hole, value in enumerate(cut.values) if value[0] == ">" and (text := text_of(value))]
        if [text for _, text in holes] != [node.text for node in self.texts]:
            raise UnlikeError("texts that the parser moved")
        self._hole = {node.at: hole for node, (hole, _) in zip(self.texts, holes, strict=True)}

    def of(self, node: Node) -> tuple[int, ...]:
        """The holes of an element's texts, or of a text."""
        inside = self.page.tree.nodes[node.at:node.end]
        return tuple(self._hole[n.at] for n in inside if n.at in self._hole)

    def attributes(self, name: str) -> dict[int, Node]:
        """The elements whose attribute stands in a hole; others have it in other quotes."""
        nodes = iter(self.page.tree.css(f"[{name}]"))
        found: dict[int, Node] = {}
        for hole, value in enumerate(self.values):
            if not value.startswith(f" {name}="):
                continue
            said = attribute_of(value)
            node = next((n for n in nodes if (n.attributes.get(name) or "") == said), None)
            if node is None:
                raise UnlikeError("attributes that the parser moved")
            found[hole] = node
        return found
