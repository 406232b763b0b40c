"""The address behind a "load more" button: in its attributes, its onclick, or the page's own script."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.facts import NextPage
from spiders.reading.identity import key_of
from spiders.reading.page import Page
from spiders.reading.page_numbers import is_later, page_number
from spiders.reading.tree import Node

_MORE = re.compile(
    r"^\W*(xem thêm|tải thêm|hiển thị thêm|xem tiếp|thêm (tin|bài)|tin cũ hơn|load more|show more|view more|more)\b",
    re.I)
_DATA = ("data-url", "data-href", "data-next", "data-next-url", "data-load", "data-api", "data-ajax-url",
         "data-endpoint", "hx-get")
_QUOTED = re.compile(r"['\"]((?:https?://|/|\?)[^'\"\s]{2,200})['\"]")
_CALL = re.compile(
    r"(?:fetch|\.get|\.getJSON|\.load|\.ajax|axios(?:\.get)?|open)\s*\(\s*(?:['\"](?:GET|POST)['\"]\s*,\s*)?"
    r"[`'\"]([^`'\"\s]{2,200})[`'\"]|\burl\s*:\s*[`'\"]([^`'\"\s]{2,200})[`'\"]", re.I)
_HOLE = re.compile(r"\$\{[^}]*\}")
_FROM_ZERO = re.compile(r"pageindex", re.I)


def find_more(page: Page) -> NextPage | None:
    """The request that the page's "load more" button makes, or None."""
    for node in page.tree.css("a, button, [data-url], [data-next], [hx-get], span, input[type=button]"):
        text = node.text or node.attributes.get("value") or ""
        if len(text) > 40 or not _MORE.match(text):
            continue
        step = _of_button(page, node) or _of_script(page, node)
        if step is not None:
            return step
    return None


def _of_button(page: Page, node: Node) -> NextPage | None:
    for name in _DATA:
        url = page.absolute(node.attributes.get(name))
        if url is not None:
            return _step(page, _with_page(node, url))
    for quoted in _QUOTED.findall(node.attributes.get("onclick") or ""):
        url = page.absolute(quoted)
        if url is not None:
            return _step(page, _with_page(node, url))
    url = page.absolute(node.attributes.get("href")) if node.tag == "a" else None
    if url is not None and page_number(url) is not None:
        return NextPage(url, "load_more") if is_later(page, url) else None
    return None


def _of_script(page: Page, node: Node) -> NextPage | None:
    """An address in the page's own script that ends where the page number goes."""
    if node.tag == "a" and page.absolute(node.attributes.get("href")) is not None:
        return None
    for script in page.tree.css("script:not([src])"):
        for first, second in _CALL.findall(script.raw_text):
            pattern = _HOLE.sub("\0", first or second)
            whole = pattern if "\0" in pattern else pattern + "\0" if pattern.endswith("=") else None
            if whole is None:
                continue
            number = _next_number(node, whole)
            url = page.absolute(whole.replace("\0", number, 1).replace("\0", ""))
            if url is not None:
                return _step(page, url)
    return None


def _next_number(node: Node, pattern: str) -> str:
    for name in ("data-page", "data-next-page", "data-offset"):
        value = node.attributes.get(name) or ""
        if value.isdigit():
            return value
    return "1" if _FROM_ZERO.search(pattern) else "2"


def _with_page(node: Node, url: str) -> str:
    """The button's address, with the page number that stands beside it when the address has none."""
    number = node.attributes.get("data-page") or node.attributes.get("data-next-page") or ""
    if number.isdigit() and page_number(url) is None:
        parts = urlsplit(url)
        return urlunsplit(parts._replace(query=urlencode([*parse_qsl(parts.query), ("page", number)])))
    return url


def _step(page: Page, url: str) -> NextPage | None:
    return NextPage(url, "load_more") if key_of(url) != key_of(page.url) and page.is_internal(url) else None
