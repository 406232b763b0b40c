"""A page's title without the name of its site, which most systems put behind it."""

from __future__ import annotations

import re

from spiders.reading.page import Page

_PARTING = re.compile(r"\s+[-–—|»·:]+\s+")
_SHORTEST = 12


def without_site(page: Page, title: str) -> str:
    """The part of a title that the page itself prints alone somewhere (in its crumbs, in a line of its own); else the
    title as it is, for a headline may have a dash in it."""
    for parting in reversed(list(_PARTING.finditer(title))):
        for part in (title[:parting.start()], title[parting.end():]):
            if len(part) >= _SHORTEST and _stands_alone(page, part):
                return part
    return title


def _stands_alone(page: Page, text: str) -> bool:
    """Whether an element outside the page's frame says just this and leads nowhere: links are to other pages."""
    return any(node.text == text and node.css_first("a[href]") is None and not page.in_frame(node)
               for node in page.tree.css("span, li, p, div, td, h1, h2, h3, h4, strong, b, font, a:not([href])")
               if node.length == len(text))
