"""The dates that machines are told: JSON-LD, meta, `time` elements, the address. Real systems get them wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from crawler.facts import StatedDate
from spiders.reading.dates import attribute_date
from spiders.reading.page import Page
from spiders.reading.tree import Node

_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.created",
              "dc.date", "pubdate", "publishdate", "publish-date", "sailthru.date", "parsely-pub-date", "date",
              "citation_publication_date", "article.published")
_MODIFIED = ("article:modified_time", "og:updated_time", "lastmod", "last-modified")
_UPDATED_TIME = re.compile(r"(updat|modif|edited|cap-?nhat)", re.I)
_NO_POST = re.compile(r"WebSite|Organization|Comment|Review|Answer")
_CARD = 600  # letters of a row or card; the row of a layout table holds half the page
_NAMED = 20  # letters of a link that names a post
_POST = re.compile(r"\"@type\"\s*:\s*\[?\s*\"\w*(Article|Posting|Report)\"")
_LD_DATE = re.compile(r"\"(datePublished|dateModified)\"\s*:\s*\"([^\"]{8,40})\"")


def machine_dates(page: Page) -> tuple[list[StatedDate], list[StatedDate]]:
    """(publication, update) as JSON-LD, meta and, failing these, the first `time` element say; best first."""
    published: list[StatedDate] = []
    updated: list[StatedDate] = []
    for data in _json_ld(page):
        _take(page, published, data.get("datePublished"), "json_ld")
        _take(page, updated, data.get("dateModified"), "json_ld")
    for name in _PUBLISHED:
        _take(page, published, page.meta.get(name), "meta")
    for name in _MODIFIED:
        _take(page, updated, page.meta.get(name), "meta")
    for node in page.tree.css("[itemprop=datePublished]"):
        value = node.attributes.get("content") or node.attributes.get("datetime") or node.text
        _take(page, published, value, "meta")
    if not published:
        for node in _times(page)[:1]:
            _take(page, published, node.attributes.get("datetime"), "time_tag")
    return published, updated


def best_machine_date(published: list[StatedDate]) -> StatedDate | None:
    """The first of the stated publication dates; only likely where they disagree."""
    if not published:
        return None
    best = published[0]
    agreed = len({s.on for s in published}) == 1
    return best if agreed else StatedDate(best.on, best.raw, best.source, "likely", best.at)


def date_in_address(page: Page) -> StatedDate | None:
    """`/2026/11/20/` in the address: the day on which the page was filed."""
    found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)", page.url)
    if not found:
        return None
    stated = attribute_date(f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}", now=page.now, source="url")
    return StatedDate(stated.on, stated.raw, "url", "likely") if stated is not None and stated.on is not None else None


def linked_item(node: Node) -> bool:
    """A date beside a link to another post is that post's: a row of related items. A link around the date alone is
    the post's own permanent address."""
    if _follows_one_of_several(node):
        return True
    current = node.parent
    for _ in range(3):
        if current is None or current.tag in ("body", "article", "main"):
            return False
        if current.tag == "a":
            whole = current.text
            return len(whole) > 40 or whole != node.text
        if (current.tag in ("li", "tr") or _has_twin(current)) and len(current.text) < _CARD and any(
                len(a.text) > _NAMED for a in current.css("a[href]")):
            return True
        current = current.parent
    return False


def _follows_one_of_several(node: Node) -> bool:
    """Whether a text stands right behind one of several long links, without an element around the pair:
    `- <a>…</a> (14/11/2026)<br>- <a>…</a> (11/11/2026)<br>`."""
    before, parent = node.prev, node.parent
    if before is None or parent is None or before.tag != "a" or before.length <= _NAMED:
        return False
    return sum(child.tag == "a" and child.length > _NAMED for child in parent.iter()) > 1


def _has_twin(node: Node) -> bool:
    """Whether the element beside one has the same tag and class: cards of other posts."""
    name = node.attributes.get("class")
    for step in ("next", "prev"):
        sibling = getattr(node, step)
        while sibling is not None and not sibling.is_element_node:
            sibling = getattr(sibling, step)
        if name and sibling is not None and sibling.tag == node.tag and sibling.attributes.get("class") == name:
            return True
    return False


def _times(page: Page) -> list[Node]:
    return [n for n in page.tree.css("time[datetime]") if not page.in_frame(n) and not linked_item(n)
            and not _UPDATED_TIME.search(f"{n.attributes.get('class') or ''} {n.attributes.get('itemprop') or ''}")]


def _take(page: Page, into: list[StatedDate], value: Any, source: str) -> None:  # noqa: ANN401 - JSON-LD holds anything
    if not isinstance(value, str):
        return
    stated = attribute_date(value, now=page.now, source=source, foreign=not page.vietnamese)
    if stated is not None and stated.on is not None:
        into.append(stated)


def _json_ld(page: Page) -> Iterator[dict[str, Any]]:
    """Posts in the page's JSON-LD; where a script is no valid JSON, the first of its dates."""
    for node in page.tree.css("script[type='application/ld+json']"):
        text = node.raw_text
        try:
            data = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            if _POST.search(text):
                yield dict(reversed(_LD_DATE.findall(text)))
            continue
        yield from _posts_in(data)


def _posts_in(data: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - JSON-LD
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, list):
            stack += item
        elif isinstance(item, dict):
            if "datePublished" in item and not _NO_POST.search(str(item.get("@type", ""))):
                yield item
            stack += [v for k, v in item.items() if k in ("@graph", "mainEntity", "mainEntityOfPage")]
