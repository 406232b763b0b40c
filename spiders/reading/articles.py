"""One article: title, body, the day it states for its publication, author, source, attachments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from crawler.facts import Article, Attachment
from crawler.sketch import sketch
from spiders.reading.article_dates import find_dates, scope_of
from spiders.reading.bodies import body_text, find_body, hash_text, prose_words
from spiders.reading.documents import document_fields, label_of
from spiders.reading.page import Page
from spiders.reading.titles import without_site
from spiders.reading.tree import Node

_PERMALINK = re.compile(r"\s*¶$|\s+[#§]$")  # a headline's link to itself
_FILE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|rtf|csv)(?:$|[?#])", re.I)
_SIZE = re.compile(r"([\d.,]+)\s*(KB|MB|GB|Kb|Mb)\b")
_SOURCE = re.compile(r"^\W*(?:nguồn(?: tin)?|theo)\s*:\s*(.{2,80})$", re.I)
_AUTHOR = re.compile(
    r"^\W*(?:tác giả|người (?:đăng|viết)|bài(?: và ảnh)?|đăng bởi|by|author)\s*:?\s+(.{2,60})$", re.I)


@lru_cache(maxsize=1)  # asked for before the page's lists are looked at, and after
def read_article(page: Page) -> Article | None:
    """The page as one article, or None when it has neither a headline nor running text nor says that it is
    one."""
    headline = find_headline(page)
    body = find_body(page)
    fields = document_fields(label_pairs(page), page.now)
    if headline is None and body is None and "number" not in fields and "article:published_time" not in page.meta:
        return None
    named = _str(fields.get("abstract")) or _meta(page, "og:title") or page.title
    title = _PERMALINK.sub("", headline.text) if headline is not None else without_site(page, named)
    text = body_text(page, body) if body is not None else ""
    published, updated = find_dates(page, headline, body)
    scope = scope_of(page, headline, body)
    return Article(
        title=title, published=published, updated=updated, body_hash=hash_text(text),
        words=prose_words(page, body, text), kind="document" if "number" in fields else "post",
        author=_labelled(page, scope, _AUTHOR),
        source=_labelled(page, scope, _SOURCE), attachments=tuple(attachments(page, scope)),
        pictures=len(body.css("img")) if body is not None else 0, number=_str(fields.get("number")),
        issuer=_str(fields.get("issuer")), issued_on=_day(fields.get("issued")),
        effective_on=_day(fields.get("effective")),
    )


def with_sketch(page: Page, article: Article | None) -> Article | None:
    """The article with the sketch of its text: most pages are read for other things and need none."""
    body = find_body(page)
    if article is None or body is None:
        return article
    return replace(article, sketch=sketch(body_text(page, body)))


def find_headline(page: Page) -> Node | None:
    """The headline: the heading whose text the page's own title begins with, else the only h1 of the content."""
    names = [n for n in (page.title, _meta(page, "og:title")) if n]
    marked = page.tree.css("h1, h2, h3, [itemprop=headline], .title, .tieude")
    headings = [n for n in marked if 8 <= n.length <= 400]
    for node in headings:
        text = node.text.casefold()
        if len(text) >= 12 and any(name.casefold().startswith(text[:60]) for name in names) and not page.in_frame(node):
            return node
    ones = [n for n in headings if n.tag == "h1" and not page.in_frame(n) and n.css_first("img") is None]
    if len(ones) == 1:
        return ones[0]
    marked = [n for n in headings if n.attributes.get("itemprop") == "headline"] or ones
    seconds = [n for n in headings if n.tag == "h2" and n.length >= 25 and not page.in_frame(n)
               and n.css_first("a") is None and (n.parent is None or n.parent.tag != "a")]
    return marked[0] if marked else seconds[0] if len(seconds) == 1 else _plain_headline(page, names)


def _plain_headline(page: Page, names: list[str]) -> Node | None:
    """A headline in no heading element, as old portals write it: the innermost element that says what the page's
    title begins with, and is no link."""
    for node in page.tree.css("div, p, span, td, strong, b, font"):
        if not 20 <= node.length <= 400:
            continue
        text = node.text
        if any(name.casefold().startswith(text.casefold()) for name in names) \
                and not page.in_frame(node) and node.css_first("a") is None and not _stands_in_link(node):
            return next((child for child in node.css("span, strong, b, font") if child.text == text), node)
    return None


def _stands_in_link(node: Node) -> bool:
    current: Node | None = node
    while current is not None and current.tag not in ("a", "body"):
        current = current.parent
    return current is not None and current.tag == "a"


def _meta(page: Page, name: str) -> str:
    return page.meta.get(name, "")


def label_pairs(page: Page) -> list[tuple[str, str]]:
    """(label, value) pairs of two-column tables, definition lists and "Label: value" lines with document labels."""
    pairs: list[tuple[str, str]] = []
    for row in page.tree.css("tr"):
        cells = [c.text for c in row.iter() if c.tag in ("td", "th")]
        if len(cells) in (2, 4):
            pairs += [(cells[i], cells[i + 1]) for i in range(0, len(cells), 2)
                      if label_of(cells[i]) and not label_of(cells[i + 1])]  # a row of column headings is no pair
    for term in page.tree.css("dt"):
        value = term.next
        while value is not None and value.tag != "dd":
            value = value.next
        if value is not None and label_of(term.text):
            pairs.append((term.text, value.text))
    for node in page.tree.css("li, p, div"):
        label, colon, said = node.text.partition(":") if node.length < 300 else ("", "", "")
        if colon and label_of(label):
            pairs.append((label, said.strip()))
        elif not colon and node.length < 300 and (pair := _label_in_front(node)) is not None:
            pairs.append(pair)
    return pairs


def _label_in_front(node: Node) -> tuple[str, str] | None:
    """(label, value) of an element whose first child is a label and which says one thing more, as columns of a grid
    do."""
    head = node.first
    while head is not None and not head.text:
        head = head.next
    if head is None or not head.is_element_node or not label_of(head.text):
        return None
    said = node.text[len(head.text):].strip()
    return (head.text, said) if said and label_of(said) is None else None


def attachments(page: Page, scope: Node | None) -> Iterator[Attachment]:
    """Files that the article links to, also on other hosts, with the size that the page prints."""
    seen: set[str] = set()
    for node in scope.css("a[href]") if scope is not None else ():
        url = page.absolute(node.attributes.get("href"))
        found = _FILE.search(url or "")
        if url is None or not found or url in seen:
            continue
        seen.add(url)
        around = node.parent.text if node.parent is not None and node.parent.length < 200 else ""
        yield Attachment(url, node.text or url.rsplit("/", 1)[-1], found[1].lower(), _size(around))


def _size(text: str) -> int | None:
    found = _SIZE.search(text)
    if not found:
        return None
    number = found[1].replace(".", "").replace(",", ".") if found[1].count(",") == 1 else found[1].replace(",", "")
    try:
        return int(float(number) * {"K": 1024, "M": 1024**2, "G": 1024**3}[found[2][0].upper()])
    except ValueError:
        return None


def _labelled(page: Page, scope: Node | None, pattern: re.Pattern[str]) -> str | None:
    for node in scope.css("p, div, span, li, strong, em, b, i") if scope is not None else ():
        if node.length <= 100 and (found := pattern.match(node.text)):
            return found[1].strip()
    return None


def _str(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: object) -> Any:  # noqa: ANN401 - date or None
    return value if value is not None and not isinstance(value, str) else None
