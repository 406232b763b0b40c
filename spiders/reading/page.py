"""One parsed page: its tree, its address, the moment it was fetched, and the few questions every reader asks of it."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cached_property, lru_cache
from itertools import islice
from urllib.parse import urljoin, urlsplit

from spiders.reading.names import saying
from spiders.reading.tree import Node, Tree, fold_text

__all__ = ["FRAME_TAGS", "Page", "fold_text"]

#: Begins with a digit and only then looks back: the engine passes over all else three times as fast.
_NUMERIC = re.compile(r"(\d(?<![\d/-]\d)\d?)([/-])(\d{1,2})\2(?:19|20)?\d\d(?![\d/-])")
_VIETNAMESE = re.compile("[ăđơưạảấầẩậắằặẹẻẽếềểệỉịọỏốồổộớờởợụủứừửựỳỷỹ]", re.I)
_RAW_LINK = re.compile(r"<a[\s>]", re.I)
#: Parts of a page that frame its content.
FRAME_TAGS = frozenset({"nav", "header", "footer", "aside"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NO_PAGE = re.compile(r"(?i)(javascript|mailto|tel|sms|data|file|about|zalo|viber|ftp):")
_PLAIN_PATH = re.compile(r"/(?!/)[\w%/-]*(?:\.\w+)?(?:\?[\w%=&-]+)?", re.ASCII)
_PLAIN_ADDRESS = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,4})?/[\w%/-]*(?:\.\w+)?(?:\?[\w%=&-]+)?", re.ASCII)
_PLAIN_HOST = re.compile(r"https?://([a-z0-9.-]+)(?::\d{1,4})?(?=[/?#])", re.ASCII)
_is_own_header = saying(
    r"(^|[\s_-])(entry|post|article|content|news|detail|single|item|card|panel|accordion|faq|question)-?_?"
    r"(header|head|meta|title|footer)")
_is_framing = saying(
    r"(?:^|[\s_-])((?:nav|menu|side|sidebar)(?![_-](?:content|main|body))|navbar|mainmenu|topmenu|header|footer|foot|aside|breadcrumbs?|banner|topbar|"
    r"copyright|(?<!elementor-)widget(?:-area)?(?![_-](?:content|main|body))|lienket|lien-ket|weblink|quang-cao|tagcloud|tag-cloud|share|social|related)(?:$|[\s_-])")


@lru_cache(maxsize=4096)  # the menu of a site stands on each of its pages
def _resolve(base: str, href: str) -> str | None:
    href = href.strip().replace("\n", "").replace("\r", "").replace("\t", "")
    if not href or href.startswith("#") or _NO_PAGE.match(href):
        return None
    url = _join(base, href)
    return url if url.startswith(("http://", "https://")) else None


def _join(base: str, href: str) -> str:
    if _PLAIN_PATH.fullmatch(href) and base.endswith("/") and base.count("/") == 3:  # joining changes nothing
        return base[:-1] + href
    if _PLAIN_ADDRESS.fullmatch(href):
        return href
    try:
        joined = urljoin(base, href)
        urlsplit(joined).port  # noqa: B018 - raises on an impossible port
    except ValueError:
        return ""
    return joined.split("#", 1)[0] if "#!" not in joined else joined


@lru_cache(maxsize=4096)
def _host_of(url: str) -> str:
    plain = _PLAIN_HOST.match(url)
    return plain[1] if plain else (urlsplit(url).hostname or "").lower()


class Page:
    """`tree` is the parsed page; `hosts` are the portal's own; `now` is the aware moment of the fetch."""

    def __init__(self, html: str, url: str, *, now: datetime, hosts: frozenset[str] = frozenset()) -> None:
        self.html, self.url, self.now = html, url, now
        self.tree = Tree(html)
        self.hosts = hosts or frozenset({(urlsplit(url).hostname or "").lower()})
        self._frames: dict[Node, bool] = {}

    @cached_property
    def base(self) -> str:
        node = self.tree.css_first("base[href]")
        return _join(self.url, (node.attributes.get("href") or "") if node else "") or self.url

    @cached_property
    def origin(self) -> str:
        """Scheme and host of the base address: enough to resolve a path, and the same for all pages of a site."""
        return _join(self.base, "/") or self.base

    @cached_property
    def body(self) -> Node | None:
        return self.tree.body

    @cached_property
    def raw_links(self) -> int:
        return len(_RAW_LINK.findall(self.html))

    @cached_property
    def lang(self) -> str:
        """The page's own statement (`<html lang>`), lower case, possibly empty."""
        node = self.tree.css_first("html")
        return ((node.attributes.get("lang") or "") if node else "").lower()

    @cached_property
    def meta(self) -> dict[str, str]:
        """Contents of the page's meta elements by name or property, lower case; the first of each."""
        found: dict[str, str] = {}
        for node in self.tree.css("meta[content]"):
            name = node.attributes.get("property") or node.attributes.get("name") or node.attributes.get("http-equiv")
            if name:
                found.setdefault(name.lower(), fold_text(node.attributes.get("content") or ""))
        return found

    @cached_property
    def vietnamese(self) -> bool:
        """Whether the page's text is Vietnamese, by its letters; the language it states is often the CMS's default."""
        letters = _VIETNAMESE.finditer(self.html, 0, 200_000)
        return next(islice(letters, 40, None), None) is not None

    @cached_property
    def day_first(self) -> bool:
        """Day before month, unless a page that is not Vietnamese shows months first in dates that leave no choice, or
        is American and shows nothing to the contrary."""
        if self.vietnamese:
            return True
        pairs = [(int(a), int(b)) for a, _, b in _NUMERIC.findall(self.html)]
        months_first = self.lang == "en-us" or any(b > 12 >= a for a, b in pairs)
        return not months_first or any(a > 12 >= b for a, b in pairs)

    @cached_property
    def title(self) -> str:
        node = self.tree.css_first("title")
        return node.text if node else ""

    def absolute(self, href: str | None) -> str | None:
        """The absolute http(s) address of a link; None for anchors, scripts, mail and what cannot be one."""
        if not href:
            return None
        path = href.startswith("/") and not href.startswith("//")
        return _resolve(self.origin if path else self.base, href)

    def is_internal(self, url: str) -> bool:
        return _host_of(url) in self.hosts

    def is_frame(self, node: Node) -> bool:
        """Whether an element frames the content (navigation, header, footer, sidebar), by its tag, role, class or id;
        remembered."""
        known = self._frames.get(node)
        if known is None:
            known = self._frames[node] = _is_frame(node)
        return known

    def in_frame(self, node: Node, depth: int = 12) -> bool:
        """Whether a node stands inside a frame part of the page."""
        current: Node | None = node
        for _ in range(depth):
            if current is None or current.tag in ("body", "html", "main", "article"):
                return False
            if self.is_frame(current):
                return True
            current = current.parent
        return False


def _within(node: Node, tags: tuple[str, ...]) -> bool:
    current = node.parent
    while current is not None and current.tag != "body":
        if current.tag in tags:
            return True
        current = current.parent
    return False


def _is_frame(node: Node) -> bool:
    attributes = node.attributes
    classes = attributes.get("class") or ""
    if classes and _is_own_header(classes):
        return False
    if node.tag in ("header", "footer") and _within(node, ("article", "main")):
        return False
    if node.tag in FRAME_TAGS:
        return True
    if node.tag in _HEADINGS:  # "header-title", "page-header": what it heads may be framed, it frames nothing
        return False
    if (attributes.get("role") or "") in ("navigation", "banner", "contentinfo", "complementary", "search"):
        return True
    return len(node.names) > 1 and _is_framing(node.names)
