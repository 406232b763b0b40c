"""BeautifulSoup(html.parser) in the clothes of lexbor: the same reader can run on it, so both read the same facts."""

import re
from collections.abc import Iterator
from unittest.mock import patch

from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag

from spiders.reading import page as page_module
from spiders.reading import read

_TAGS_ONLY = re.compile(r"^[a-z0-9]+(\s*,\s*[a-z0-9]+)*$")


class SoupNode:
    """One node with the attributes of a LexborNode that the reader uses."""

    __slots__ = ("raw",)

    def __init__(self, raw):
        self.raw = raw

    @property
    def mem_id(self):
        return id(self.raw)

    @property
    def is_element_node(self):
        return isinstance(self.raw, Tag)

    @property
    def is_comment_node(self):
        return isinstance(self.raw, Comment)

    @property
    def is_text_node(self):
        return isinstance(self.raw, NavigableString) and not isinstance(self.raw, Comment | Doctype)

    @property
    def tag(self):
        if isinstance(self.raw, Tag):
            return self.raw.name
        return "-comment" if self.is_comment_node else "-text"

    @property
    def attributes(self):
        return self.raw.attrs if isinstance(self.raw, Tag) else {}

    @property
    def parent(self):
        parent = self.raw.parent
        return SoupNode(parent) if parent is not None and not isinstance(parent, BeautifulSoup) else None

    @property
    def next(self):
        return _node(self.raw.next_sibling)

    @property
    def prev(self):
        return _node(self.raw.previous_sibling)

    @property
    def text_content(self):
        return str(self.raw) if not isinstance(self.raw, Tag) else self.text()

    def text(self, separator="", strip=False):
        if not isinstance(self.raw, Tag):
            return str(self.raw)
        parts = [str(s) for s in self.raw.descendants if type(s) is not Comment and isinstance(s, NavigableString)]
        return separator.join(p.strip() if strip else p for p in parts)

    def iter(self, include_text=False) -> Iterator["SoupNode"]:
        for child in self.raw.children if isinstance(self.raw, Tag) else ():
            if isinstance(child, Tag) or (include_text and not isinstance(child, Doctype)):
                yield SoupNode(child)

    def traverse(self, include_text=False) -> Iterator["SoupNode"]:
        yield self
        for node in self.raw.descendants if isinstance(self.raw, Tag) else ():
            if isinstance(node, Tag) or (include_text and not isinstance(node, Doctype)):
                yield SoupNode(node)

    def css(self, query):
        if not isinstance(self.raw, Tag):
            return []
        found = self.raw.find_all(re.split(r"\s*,\s*", query)) if _TAGS_ONLY.match(query) else self.raw.select(query)
        return [SoupNode(tag) for tag in found]

    def css_first(self, query):
        if not isinstance(self.raw, Tag):
            return None
        if _TAGS_ONLY.match(query):
            return _node(self.raw.find(re.split(r"\s*,\s*", query)))
        return _node(self.raw.select_one(query))


def _node(raw):
    return SoupNode(raw) if raw is not None else None


class SoupTree(SoupNode):
    """A parsed page, in the place of LexborHTMLParser."""

    __slots__ = ()

    def __init__(self, html):
        super().__init__(BeautifulSoup(html, "html.parser", multi_valued_attributes=None))

    @property
    def body(self):
        return _node(self.raw.body)


def read_with_soup(body, url, **asked):
    """`read` with BeautifulSoup under it."""
    with patch.object(page_module, "LexborHTMLParser", SoupTree):
        return read(body, url, **asked)
