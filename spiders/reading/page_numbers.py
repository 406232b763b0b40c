"""Which page of a list an address stands for, and whether one comes later than another."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spiders.reading.identity import key_of
from spiders.reading.page import Page

_PARAMETER = re.compile(r"^(page|paged|p|pg|trang|pagina|pageindex|pagenum|pageno|pagenumber|page_?id|"
                        r"currentpage|_?cur|\w*_cur|curpage|tr)$", re.I)


def page_number(url: str) -> int | None:
    """The page number that an address carries, as far as it does."""
    parts = urlsplit(url)
    for name, value in parse_qsl(parts.query):
        if _PARAMETER.match(name) and value.isdigit():
            return int(value)
    found = re.search(r"/(?:page|trang|p)[-/]?(\d{1,4})(?:/|\.\w+)?$", parts.path, re.I)
    return int(found[1]) if found else None


def is_later(page: Page, url: str) -> bool:
    """Not the page itself, not an earlier page, not another site."""
    if key_of(url) == key_of(page.url) or not page.is_internal(url):
        return False
    own, other = page_number(page.url), page_number(url)
    return own is None or other is None or other > own


def with_number(url: str, number: int) -> str:
    """The address with its page number replaced: the query's, else the path's."""
    parts = urlsplit(url)
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    if any(_PARAMETER.match(name) for name, _ in pairs):
        pairs = [(name, str(number) if _PARAMETER.match(name) else value) for name, value in pairs]
        return urlunsplit(parts._replace(query=urlencode(pairs)))
    path = re.sub(r"(/(?:page|trang|p)[-/]?)\d+(/?(?:\.\w+)?)$", rf"\g<1>{number}\2", parts.path, flags=re.I)
    return urlunsplit(parts._replace(path=path))
