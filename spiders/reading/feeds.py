"""RSS, Atom and sitemaps: another door to the same posts. No outside entity is ever resolved."""

from __future__ import annotations

import gzip
import re
import zlib
from datetime import datetime
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from crawler.facts import Item, Reading
from spiders.reading.dates import attribute_date
from spiders.reading.identity import key_of, shows_version
from spiders.reading.page import Page, fold_text

_LOOKS = re.compile(rb"^\s*(<\?xml|<rss|<feed|<urlset|<sitemapindex|<rdf:RDF)", re.I)
_FEED = re.compile(r"(/rss/?$|/feed/?$|\.rss$|rss\.xml$|/rss/[\w-]+/?$)")
_UNPACKED = 20 * 2**20


def unpack(body: bytes) -> bytes:
    """A gzip file (also one sent as octet-stream) as its content, at most 20 MB of it; anything else as it is."""
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return zlib.decompressobj(31).decompress(body, _UNPACKED)
    except (zlib.error, gzip.BadGzipFile):
        return body


def is_feed(body: bytes) -> bool:
    """Whether the bytes are an XML feed or sitemap (and not XHTML)."""
    head = body[:600]
    return bool(_LOOKS.match(head.removeprefix(b"\xef\xbb\xbf"))) and b"<html" not in head.lower()


def read_feed(body: bytes, url: str, now: datetime) -> Reading:
    """Items of a feed with their dates, addresses of a sitemap, or the sitemaps of an index."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:  # LookupError: an unheard-of encoding
        return Reading("error", why=(f"XML hỏng: {type(error).__name__}",), key=key_of(url))
    name = _name(root)
    if name == "sitemapindex":
        maps = tuple(_child(e, "loc") for e in root if _child(e, "loc"))
        return Reading("sitemap", key=key_of(url), sitemaps=maps)
    if name == "urlset":
        return Reading("sitemap", key=key_of(url), items=tuple(_address(e, now) for e in root if _child(e, "loc")))
    entries = [e for e in root.iter() if _name(e) in ("item", "entry")]
    items = tuple(i for i in (_entry(e, now) for e in entries) if i is not None)
    missing = sum(not i.title for i in items)
    why = (f"{missing} mục không có tiêu đề",) if missing else ()
    return Reading("feed", key=key_of(url), items=items, why=why)


def _name(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def _child(element: Element, name: str) -> str:
    return next((fold_text(c.text or "") for c in element.iter() if _name(c) == name and c.text), "")


def _address(element: Element, now: datetime) -> Item:
    url, changed = _child(element, "loc"), _child(element, "lastmod")
    stated = _child(element, "publication_date")
    return Item(key_of(url), url, _child(element, "title"),
                attribute_date(stated, now=now, source="feed") if stated else None,
                summary=f"lastmod={changed}" if changed else "")


def _entry(element: Element, now: datetime) -> Item | None:
    links = [c for c in element if _name(c) == "link"]
    url = next((c.get("href") or "" for c in links if c.get("rel", "alternate") == "alternate" and c.get("href")),
               "") or next((fold_text(c.text or "") for c in links if c.text), "")
    if not url.startswith(("http://", "https://")) or shows_version(url):
        return None
    stated = next((v for v in (_child(element, n) for n in ("pubdate", "published", "date")) if v), "")
    return Item(key_of(url), url, _child(element, "title"),
                attribute_date(stated, now=now, source="feed") if stated else None)


def find_feeds(page: Page) -> tuple[str, ...]:
    """Feed addresses that the page names, in its head or as links that say so."""
    found: dict[str, None] = {}
    for node in page.tree.css("link[type='application/rss+xml'], link[type='application/atom+xml']"):
        url = page.absolute(node.attributes.get("href"))
        if url and page.is_internal(url) and "comment" not in url:
            found[url] = None
    for node in page.tree.css("a[href]"):
        href = node.attributes.get("href") or ""
        url = page.absolute(href) if ("rss" in href or "feed" in href) and _FEED.search(href) else None
        if url is not None and page.is_internal(url):
            found[url] = None
    return tuple(found)[:20]
