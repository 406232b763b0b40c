"""What stands at the ends of a repeated block and is no row of it: a way back, a help page, a reader to install."""

from __future__ import annotations

from collections import Counter
from posixpath import splitext
from urllib.parse import parse_qsl, urlsplit

from crawler.facts import Item

_DATED = 0.6  # share of rows with a day of their own from which a row without one is suspect
_LEAST = 2
_ONE_PLACE = 0.9  # share of addresses in one folder from which the folder tells rows from tools


def trim_ends(found: list[Item], own: set[str]) -> list[Item]:
    """The items without those at either end that state no day of their own (`own` holds the keys of those that do)
    while nearly all others do, have no text, and lead to another kind of address."""
    dated = [item for item in found if item.key in own]
    if len(dated) < max(_LEAST, _DATED * len(found)) or len(dated) == len(found):
        return found
    folders = Counter(_folder_of(item.url) for item in dated)
    one_place = max(folders.values()) >= _ONE_PLACE * len(dated)
    kinds = {_kind_of(item.url, one_place) for item in dated}
    first, last = 0, len(found)
    while found[first].key not in own and _is_tool(found[first], kinds, one_place):
        first += 1
    while found[last - 1].key not in own and _is_tool(found[last - 1], kinds, one_place):
        last -= 1
    return found[first:last]


def _is_tool(item: Item, kinds: set[tuple[str, ...]], one_place: bool) -> bool:
    return not item.summary and not item.number and not item.pinned and _kind_of(item.url, one_place) not in kinds


def _folder_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path.rstrip('/').rpartition('/')[0]}"


def _kind_of(url: str, one_place: bool) -> tuple[str, ...]:
    """What the addresses of one list have in common: host, ending, names of the parameters; the folder where the
    list has only one, and the script that answers."""
    parts = urlsplit(url)
    names = sorted(name for name, _ in parse_qsl(parts.query))
    place = _folder_of(url) if one_place else parts.hostname or ""
    return (place, splitext(parts.path)[1].lower(), parts.path if names else "", *names)
