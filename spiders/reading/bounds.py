"""Pages that nobody made for people: so many links or levels that reading one would keep all other portals waiting.

Reading compares links with each other and parsers look through all open elements, so time grows with the square: 10,000
links take two seconds, 230,000 fit into 8 MiB and take a night; 100,000 levels take the parser minutes, and nothing can
interrupt it. The largest real pages seen have some 3,000 links and 60 levels.
"""

from __future__ import annotations

import re

LINKS, TAGS, LEVELS = 12_000, 300_000, 2000
BEYOND = "trang vượt mức đọc được"  # opens the reason: such a page is not read a second time either
_LINK = re.compile("<a[ \n\t]", re.I)
_NESTING = re.compile("<(/?)(?:div|span|b|i|font|center|table|ul|ol|section|blockquote|em|strong|small|big)\\b", re.I)


def too_much_markup(html: str) -> str | None:
    """Why a page is not even parsed; None for a page of this world."""
    tags = html.count("<")
    if tags < LEVELS:
        return None
    if tags > TAGS:
        return f"{BEYOND}: {tags} thẻ"
    links = sum(1 for _ in _LINK.finditer(html)) if tags > LINKS else 0
    if links > LINKS:
        return f"{BEYOND}: {links} liên kết"
    return f"{BEYOND}: hơn {LEVELS} cấp thẻ lồng nhau" if _is_deep(html) else None


def _is_deep(html: str) -> bool:
    level = 0
    for found in _NESTING.finditer(html):
        level += -1 if found[1] else 1
        if level > LEVELS:
            return True
    return False
