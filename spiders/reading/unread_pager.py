"""A pager that is there but names no address we can ask for: the list has further pages that stay unseen."""

from __future__ import annotations

import re

from spiders.reading.page import Page
from spiders.reading.paging import shows_last
from spiders.reading.tree import Node

_NUMBER = re.compile(r"^\W*(?:trang\s*|page\s*)?(\d{1,4})\W*$", re.I)
_WORD = re.compile(
    r"^\W*(tải thêm|hiển thị thêm|xem thêm (tin|bài|kết quả)?|tin cũ hơn|trang (sau|tiếp)( theo)?|load more|show more|"
    r"next page|older posts)\W*$", re.I)
#: Numbers of these are slides, tabs and days.
_OTHER = re.compile(
    r"slick|swiper|carousel|owl-|slide|gallery|tabs?\b|calendar|datepicker|lich-|rating|star|step", re.I)
#: "Trang 1/7": a list says on which of its pages we are. A place may be called Trang, and a day may follow its name.
_OF_PAGES = re.compile(
    r"\b(?:trang|page)\s*:?\s*(\d{1,4})\s*(?:/|trên|trong|của|of)\s*(?:tổng số\s*)?(\d{1,4})\b(?!\s*/)", re.I)
_LABEL = 60
_DISABLED = re.compile(r"(^|[\s_-])(disabled?|inactive|hidden|active|current|selected)($|[\s_-])", re.I)


def has_unread_pager(page: Page, after: int) -> bool:
    """Whether scripts alone lead on from the list that begins at place `after`: labels 2, 3, … in a row, a button for
    more, none with an address; or the page says that further ones follow. Only asked where no next page was found."""
    if shows_last(page):
        return False
    if _says_more_pages(page):
        return True
    for node in page.tree.css("a, button, input[type=button], [onclick]"):
        if node.at < after or not _is_scripted(page, node) or _stands_in_other(node):
            continue
        text = node.text or node.attributes.get("value") or node.attributes.get("aria-label") or ""
        if len(text) > 30:
            continue
        if _WORD.match(text):
            return True
        number = _NUMBER.match(text)
        if number and _follows_its_number(node, int(number[1])):
            return True
    return False


def _says_more_pages(page: Page) -> bool:
    """Whether a label, not a sentence or a title, says that this is not the last page."""
    if page.body is None or not any(int(here) < int(last) for here, last in _OF_PAGES.findall(page.body.text)):
        return False
    for node in page.body.traverse():
        if node.tag in ("a", "h1", "h2", "h3", "h4") or node.length > _LABEL:
            continue
        said = _OF_PAGES.search(node.text)
        if said and int(said[1]) < int(said[2]) and not _is_name(said):
            return True
    return False


def _is_name(said: re.Match[str]) -> bool:
    """Whether it ends a name: "thôn Khe Trang 3/7"."""
    return said[0][0].isupper() and said.string[:said.start()].rstrip()[-1:].isalpha()


def _is_scripted(page: Page, node: Node) -> bool:
    """Whether pressing it runs a script instead of asking for an address."""
    if "disabled" in node.attributes or node.attributes.get("aria-disabled") == "true" or _DISABLED.search(node.names):
        return False
    if node.parent is not None and _DISABLED.search(node.parent.names):
        return False
    if node.tag == "button" and (node.attributes.get("type") or "submit") == "submit" and _within(node, "form"):
        return False
    return node.tag != "a" or page.absolute(node.attributes.get("href")) is None


def _follows_its_number(node: Node, number: int) -> bool:
    """Whether the label before it is the number before: 1, 2, 3, whatever they are wrapped in."""
    current: Node | None = node
    for _ in range(3):
        before = current.prev if current is not None else None
        while before is not None and not before.text:
            before = before.prev
        if before is not None:
            found = _NUMBER.match(before.text)
            return bool(found and int(found[1]) == number - 1)
        current = current.parent if current is not None else None
    return False


def _within(node: Node, tag: str) -> bool:
    current = node.parent
    while current is not None and current.tag != tag:
        current = current.parent
    return current is not None


def _stands_in_other(node: Node) -> bool:
    current: Node | None = node
    for _ in range(5):
        if current is None or current.tag == "body":
            return False
        if current.tag in ("header", "footer") or _OTHER.search(current.names):
            return True
        current = current.parent
    return False
