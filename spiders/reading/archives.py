"""Posts filed by month or year: the way back in time from a page that has no pager."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.facts import NextPage
from spiders.reading.page import Page

_FILED = re.compile(r"/((?:19|20)\d\d)(?:[/-](0?[1-9]|1[0-2]))?(?:/index)?(?:\.\w{3,5})?/?$")
_LEAST = 2  # links to months or years before they are taken for an archive


def filed_under(url: str) -> tuple[int, int] | None:
    """(year, month) that an address files its posts under; month 0 for a whole year; None for other addresses."""
    found = _FILED.search(urlsplit(url).path)
    return (int(found[1]), int(found[2] or 0)) if found else None


def older_archive(page: Page) -> NextPage | None:
    """The newest archive that the page links to; on an archive's own page the next older one."""
    own = filed_under(page.url)
    found: dict[tuple[int, int], str] = {}
    for node in page.tree.css("a[href]"):
        url = page.absolute(node.attributes.get("href"))
        filed = filed_under(url) if url is not None and page.is_internal(url) else None
        if url is not None and filed is not None:
            found.setdefault(filed, url)
    months = any(month for _, month in found) if own is None else own[1] > 0
    same = {filed: url for filed, url in found.items() if bool(filed[1]) == months}
    older = [filed for filed in same if own is None or filed < own]
    if not older or (own is None and len(same) < _LEAST):
        return None
    return NextPage(same[max(older)], "archive")
