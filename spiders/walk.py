"""Where to go next: pure decisions of the walk through one portal, without Scrapy and without the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlsplit

from crawler.facts import Item, MenuEntry, Reading
from crawler.known import Known
from crawler.limits import LIMITS
from spiders.reading.identity import key_of

#: Endings of addresses that are files, not pages: listed as posts or attachments, never fetched as pages.
FILES = (
    ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".ppt", ".pptx", ".zip", ".rar", ".7z", ".jpg", ".jpeg", ".png", ".gif",
    ".webp", ".svg", ".mp3", ".mp4", ".avi", ".wmv", ".exe", ".apk", ".odt", ".ods", ".css", ".js", ".ico",
)


@dataclass(slots=True)
class ListWalk:
    """What has been seen of one list in this night."""

    keys: set[str] = field(default_factory=set)


def is_file(url: str) -> bool:
    return urlsplit(url).path.lower().endswith(FILES)


def end_of_walk(
    reading: Reading, walk: ListWalk, page: int, known: Mapping[str, Known], window_start: date, full: bool
) -> str | None:
    """Why the walk of a list ends at this page, or None when it goes on; adds the page's items to `walk`.

    `single_page`, `last_page` and `date_window_reached` are proven ends. Pinned posts do not stop the walk: it ends
    on dates only when every row of the page that is not pinned is known and older than the window.
    """
    rows = [(i.key, i.published.on if i.published else None, i.pinned) for i in reading.items]
    rows += [(q.key, q.asked_on or q.answered_on, False) for q in reading.questions]
    new = {key for key, _, _ in rows} - walk.keys
    walk.keys |= new
    filed = reading.next is not None and reading.next.why == "archive"  # this month's posts may all be on page 1
    if page > 1 and not new and not filed:
        if not rows and reading.kind not in ("list", "empty_list"):
            return "page_unread"  # the pager led here: posts that are not seen are not an end
        return "no_new_items" if rows else "last_page"
    plain = [(key, on) for key, on, pinned in rows if not pinned]
    old = bool(plain) and not full and all(_old_and_known(key, on, known, window_start) for key, on in plain)
    if reading.next is None and not reading.unread_pager:
        return "single_page" if page == 1 else "last_page"
    if reading.next is None:
        return "date_window_reached" if old else "pager_unread"
    if page >= LIMITS.pages_per_list:
        return "page_cap"
    return "date_window_reached" if old else None


def _old_and_known(key: str, on: date | None, known: Mapping[str, Known], window_start: date) -> bool:
    seen = known.get(key)
    if seen is None or not seen.settled:
        return False
    stated = on or seen.published_on
    return stated is not None and stated < window_start


def wants_article(item: Item, known: Mapping[str, Known], night: date) -> bool:
    """Whether an item's own page is to be read: not yet read, not a file, undated or of the last year."""
    if is_file(item.url):
        return False
    seen = known.get(item.key)
    if seen is not None and seen.seen_on is not None:
        return False
    stated = item.published.on if item.published else None
    return stated is None or stated >= night - timedelta(days=LIMITS.article_days)


def channel_entries(reading: Reading) -> Iterable[MenuEntry]:
    """The menu entries of a page that lead to pages of the portal itself, and headings of its blocks that do. A block's
    heading may lead to its post (a card's) or to its feed."""
    seen: set[str] = set()
    posts = {item.key for block in reading.blocks for item in block.items}
    headed = (
        MenuEntry(block.heading, block.heading_url, ("Trang chủ",), "") for block in reading.blocks
        if block.heading_url and block.heading_url not in reading.feeds and key_of(block.heading_url) not in posts
    )
    for entry in (*reading.menu, *headed):
        if entry.url and not entry.external and not is_file(entry.url) and entry.url not in seen:
            seen.add(entry.url)
            yield entry


def due_tonight(key: str, kind: str | None, night: date, full: bool) -> bool:
    """Whether a menu entry is visited tonight: lists and the pages that alone name further sections always, single
    pages and forms once in a while, in turns."""
    if full or kind not in ("page", "form", "external"):
        return True
    return _has_turn(key, night, LIMITS.page_every)


def rests_tonight(portal: str, until: date | None, night: date, every: int, full: bool) -> bool:
    """Whether a list is left for another night: nothing hangs on it (`until`, monitor/rests.py), and it is not the
    night on which all lists of its portal are asked together, so that every k-th night sees the portal whole."""
    if full or every <= 1 or until is None or night > until:
        return False
    return not _has_turn(portal, night, every)


def _has_turn(key: str, night: date, every: int) -> bool:
    turn = int(hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest(), 16)
    return (night.toordinal() + turn) % every == 0
