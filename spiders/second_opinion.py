"""When the second reader is asked: on a share of the pages every night, and wherever the first one may have missed
something."""

from __future__ import annotations

import hashlib
from datetime import date

from crawler.facts import Reading
from spiders.reading.agreement import FEW, compare
from spiders.reading.bounds import BEYOND
from spiders.reading.decode import decode
from spiders.reading.second import has_days, look_again

AGREE = "agree"
SHARE = 40          # one page of this many is checked whatever the first reader says
MANY_LINKS = 60     # raw links on a page whose list has next to no items
_CHECKED = frozenset({"list", "article", "empty_list", "unknown", "lost", "page"})
_DOUBTFUL = frozenset({"empty_list", "unknown", "lost"})


def second_opinion(
    reading: Reading, body: bytes, url: str, content_type: str | None, hosts: frozenset[str], night: date
) -> str | None:
    """None when the page was not checked, AGREE, or what the second reader says against the first."""
    if reading.why[:1] and reading.why[0].startswith(BEYOND):
        return None
    if reading.kind not in _CHECKED or not (is_doubtful(reading) or is_drawn(url, night)):
        return None
    text, _ = decode(body, content_type)
    if text.lstrip()[:1] != "<":
        return None
    if reading.kind in _DOUBTFUL and not has_days(text, FEW):  # nothing that it could hold against the first reader
        return AGREE
    return compare(reading, look_again(text, url, hosts)) or AGREE


def is_doubtful(reading: Reading) -> bool:
    """The first reader found nothing, or next to nothing beside many links in the raw markup."""
    few = reading.kind == "list" and len(reading.items) <= 2 and reading.next is None
    return reading.kind in _DOUBTFUL or (few and reading.raw_links >= MANY_LINKS)


def is_drawn(url: str, night: date) -> bool:
    """A share of the addresses, another one each night."""
    digest = hashlib.sha256(f"{night} {url}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % SHARE == 0
