"""BeautifulSoup(html.parser) in the place of the reader's tree: the same reader on it reads the same facts."""

import re
from collections.abc import Iterator
from unittest.mock import patch

from bs4 import BeautifulSoup, Comment, Doctype, NavigableString, Tag

from spiders.reading import page as page_module
from spiders.reading import read
from spiders.reading.tree import fold_text

_TAGS_ONLY = re.compile(r"^[a-z0-9]+(\s*,\s*[a-z0-9]+)*$")


class SoupNode:
    """One node with the attributes of a `Node` that the reader uses."""

    __slots__ = ("raw",)

    def __init__(self, raw):
        self.raw = raw

    def __eq__(self, other):
        return isinstance(other, SoupNode) and self.raw is other.raw

    def __hash__(self):
        return id(self.raw)

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
        return str(self.raw) if not isinstance(self.raw, Tag) else self.raw_text

    @property
    def names(self):
        if not isinstance(self.raw, Tag):
            return ""
        return f"{self.raw.get('class') or ''} {self.raw.get('id') or ''}" if self.raw.attrs else ""

    @property
    def text(self):
        """Remembered: whoever writes a reader on BeautifulSoup does that as well."""
        known = self.raw.__dict__
        if "folded" not in known:
            known["folded"] = fold_text(" ".join(self._strings()))
        return known["folded"]

    @property
    def raw_text(self):
        return "".join(self._strings())

    def _strings(self):
        if not isinstance(self.raw, Tag):
            return [str(self.raw)]
        return [str(s) for s in self.raw.descendants if type(s) is not Comment and isinstance(s, NavigableString)]

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
        """The elements that a selector names, itself included."""
        if not isinstance(self.raw, Tag):
            return []
        if _TAGS_ONLY.match(query):
            names = re.split(r"\s*,\s*", query)
            own, found = self.raw.name in names, self.raw.find_all(names)
        else:
            own, found = self.raw.css.match(query), self.raw.select(query)
        return [SoupNode(tag) for tag in ([self.raw] if own else []) + list(found)]

    def css_first(self, query):
        if not isinstance(self.raw, Tag):
            return None
        if _TAGS_ONLY.match(query):
            names = re.split(r"\s*,\s*", query)
            return self if self.raw.name in names else _node(self.raw.find(names))
        return self if self.raw.css.match(query) else _node(self.raw.select_one(query))


def _node(raw):
    return SoupNode(raw) if raw is not None else None


class SoupTree(SoupNode):
    """A parsed page, in the place of the reader's own tree."""

    __slots__ = ()

    def __init__(self, html):
        super().__init__(BeautifulSoup(html, "html.parser", multi_valued_attributes=None))

    @property
    def root(self):
        return _node(self.raw.html)

    @property
    def body(self):
        return _node(self.raw.body)


def read_with_soup(body, url, **asked):
    """`read` with BeautifulSoup under it."""
    with patch.object(page_module, "Tree", SoupTree):
        return read(body, url, **asked)
