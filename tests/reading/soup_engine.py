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

    __slots__ = ("soup",)

    def __init__(self, soup):
        self.soup = soup

    def __eq__(self, other):
        return isinstance(other, SoupNode) and self.soup is other.soup

    def __hash__(self):
        return id(self.soup)

    @property
    def at(self):
        return self.soup.__dict__["place"]

    @property
    def end(self):
        return self.soup.__dict__["after"]

    @property
    def first(self):
        return _node(self.soup.contents[0]) if isinstance(self.soup, Tag) and self.soup.contents else None

    @property
    def length(self):
        return len(self.text)

    @property
    def is_element_node(self):
        return isinstance(self.soup, Tag)

    @property
    def is_comment_node(self):
        return isinstance(self.soup, Comment)

    @property
    def is_text_node(self):
        return isinstance(self.soup, NavigableString) and not isinstance(self.soup, Comment | Doctype)

    @property
    def tag(self):
        if isinstance(self.soup, Tag):
            return self.soup.name
        return "-comment" if self.is_comment_node else "-text"

    @property
    def attributes(self):
        return self.soup.attrs if isinstance(self.soup, Tag) else {}

    @property
    def parent(self):
        parent = self.soup.parent
        return SoupNode(parent) if parent is not None and not isinstance(parent, BeautifulSoup) else None

    @property
    def next(self):
        return _node(self.soup.next_sibling)

    @property
    def prev(self):
        return _node(self.soup.previous_sibling)

    @property
    def raw(self):
        return str(self.soup) if not isinstance(self.soup, Tag) else self.raw_text

    @property
    def names(self):
        if not isinstance(self.soup, Tag):
            return ""
        return f"{self.soup.get('class') or ''} {self.soup.get('id') or ''}" if self.soup.attrs else ""

    @property
    def text(self):
        """Remembered: whoever writes a reader on BeautifulSoup does that as well."""
        known = self.soup.__dict__
        if "folded" not in known:
            known["folded"] = fold_text(" ".join(self._strings()))
        return known["folded"]

    @property
    def raw_text(self):
        return "".join(self._strings())

    def _strings(self):
        if not isinstance(self.soup, Tag):
            return [str(self.soup)]
        return [str(s) for s in self.soup.descendants if type(s) is not Comment and isinstance(s, NavigableString)]

    def iter(self, include_text=False) -> Iterator["SoupNode"]:
        for child in self.soup.children if isinstance(self.soup, Tag) else ():
            if isinstance(child, Tag) or (include_text and not isinstance(child, Doctype)):
                yield SoupNode(child)

    def traverse(self, include_text=False):
        found = self.soup.descendants if isinstance(self.soup, Tag) else ()
        return [self] + [SoupNode(node) for node in found
                         if isinstance(node, Tag) or (include_text and not isinstance(node, Doctype))]

    def css(self, query):
        """The elements that a selector names, itself included."""
        if not isinstance(self.soup, Tag):
            return []
        if _TAGS_ONLY.match(query):
            names = re.split(r"\s*,\s*", query)
            own, found = self.soup.name in names, self.soup.find_all(names)
        else:
            own, found = self.soup.css.match(query), self.soup.select(query)
        return [SoupNode(tag) for tag in ([self.soup] if own else []) + list(found)]

    def css_first(self, query):
        if not isinstance(self.soup, Tag):
            return None
        if _TAGS_ONLY.match(query):
            names = re.split(r"\s*,\s*", query)
            return self if self.soup.name in names else _node(self.soup.find(names))
        return self if self.soup.css.match(query) else _node(self.soup.select_one(query))


def _node(soup):
    return SoupNode(soup) if soup is not None else None


class SoupTree(SoupNode):
    """A parsed page, in the place of the reader's own tree."""

    __slots__ = ()

    def __init__(self, html):
        super().__init__(BeautifulSoup(html, "html.parser", multi_valued_attributes=None))
        nodes = [self.soup, *self.soup.descendants]
        for place, node in enumerate(nodes):
            node.__dict__["place"] = place
        for node in reversed(nodes):
            last = node.contents[-1] if isinstance(node, Tag) and node.contents else None
            node.__dict__["after"] = last.__dict__["after"] if last is not None else node.__dict__["place"] + 1

    def release(self):
        """Nothing to let go of here: the collector is run between two readings."""

    @property
    def root(self):
        return _node(self.soup.html)

    @property
    def body(self):
        return _node(self.soup.body)


def read_with_soup(body, url, **asked):
    """`read` with BeautifulSoup under it."""
    with patch.object(page_module, "Tree", SoupTree):
        return read(body, url, **asked)
