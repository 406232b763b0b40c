"""Links that navigation offers beside the channels: tools of the page they stand on (log in and come back, history,
edit, what links here), different on every page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.facts import MenuEntry, Reading
from spiders.reading.identity import key_of, shows_version

_COMES_BACK = re.compile(
    r"[?&](?:return(?:_?to|_?url|_?path)?|came_from|redirect(?:_?to|_?url)?|back(?:_?to|_?url)?|destination)=|"
    r"[?&]next=(?:/|%2f|http)", re.I)
_NO_NAME = re.compile(r"(index|default|home|main|start|portal|view|page|trang-?chu)?(\.\w{2,5})?", re.I)
_SHORTEST = 4


def entries_of(reading: Reading) -> dict[int, int]:
    """Place and title of a page's menu entries -> identity of their address, both as this process's hashes: they are
    only compared, and the words of 161 menus would be the most that a crawl has to remember."""
    return {hash((entry.path, entry.title)): hash(entry.key) for entry in reading.menu}


def is_tool(entry: MenuEntry, page_url: str, on_home: Mapping[int, int]) -> bool:
    """Whether a menu entry of a page is a tool: it shows a version of a page, comes back to where it was clicked, or is
    the home page's entry of that name with this page's name in its address."""
    if entry.url is None or shows_version(entry.url) or _COMES_BACK.search(entry.url):
        return entry.url is not None
    own = hash(entry.key)
    return on_home.get(hash((entry.path, entry.title)), own) != own and _names(entry.url, page_url)


def _names(url: str, page_url: str) -> bool:
    """Whether an address holds the name of a page and does not lie below that page."""
    own = urlsplit(page_url)
    if key_of(url).startswith(key_of(page_url).split("?")[0] + "/"):
        return False
    whole = _plain(url)
    return any(_plain(name) in whole for name in _own_names(own.path, own.query))


def _own_names(path: str, query: str) -> list[str]:
    names = [path.rstrip("/").rsplit("/", 1)[-1], *(value for _, value in parse_qsl(query))]
    return [name for name in names if len(name) >= _SHORTEST and not _NO_NAME.fullmatch(name)]


def _plain(text: str) -> str:
    return unquote(text).replace("+", " ").replace("_", " ").casefold()
