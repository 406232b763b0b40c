"""Which page of a list an address stands for: by its own number, and by what varies along a pager."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from spiders.reading.identity import key_of
from spiders.reading.page import Page

_PARAMETER = re.compile(r"^(page|paged|p|pg|trang|pagina|pageindex|pagenum|pageno|pagenumber|page_?id|"
                        r"currentpage|_?cur|\w*_cur|curpage|tr)$", re.I)


_NUMBERED_PATH = re.compile(r"/(?:page|trang)[-/]?\d{1,4}/?$", re.I)
_POSTS = frozenset({"p", "page_id", "pageid"})
_OFFSET = re.compile(r"^(\w+_)?(start|offset|skip|begin|first|from)(:int)?$", re.I)


def is_own_page(page: Page, url: str) -> bool:
    """Whether an address is another page of the list that it stands on: the same but for a number counted on or back.
    `?p=91` and `?page_id=91` are posts of some systems: they count only where the page's own address has one."""
    if "?" not in url:  # most addresses
        pages = _NUMBERED_PATH.search(url)
        return pages is not None and key_of(url[:pages.start()]) == key_of(_NUMBERED_PATH.sub("", page.url))
    parts, own = urlsplit(url), dict(parse_qsl(urlsplit(page.url).query))
    query = dict(parse_qsl(parts.query))
    counted = {name for name, value in query.items() if value.isdigit() and (
        _OFFSET.match(name) or (_PARAMETER.match(name) and (name.lower() not in _POSTS or name in own)))}
    rest = {name: value for name, value in query.items() if name not in counted}
    return bool(counted) and parts.path == urlsplit(page.url).path and rest == {
        name: value for name, value in own.items() if name not in counted}


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


def number_among(own: str, numbered: dict[int, str]) -> int | None:
    """Which of the numbered addresses of a pager a page's own one is, by the one parameter or path segment that varies
    along them, whatever its name (`?start=20`, `/p3`). An address without it is page 1."""
    if len(numbered) < 2 or min(numbered) > 2:
        return None
    queries = {n: dict(parse_qsl(urlsplit(url).query)) for n, url in numbered.items()}
    names = {name for query in queries.values() for name in query}
    varying = [name for name in sorted(names) if len({query.get(name) for query in queries.values()}) == len(queries)]
    if varying:
        if not _counts({n: query.get(varying[0], "") for n, query in queries.items()}):
            return None
        value = dict(parse_qsl(urlsplit(own).query)).get(varying[0])
        same = [n for n, query in queries.items() if query.get(varying[0]) == value]
        return same[0] if len(same) == 1 else 1 if value is None else None
    paths = {n: urlsplit(url).path.strip("/").split("/") for n, url in numbered.items()}
    length = len(next(iter(paths.values())))
    places = [i for i in range(length) if len({tuple(path[i:i + 1]) for path in paths.values()}) > 1]
    if len(places) != 1 or any(len(path) != length for path in paths.values()):
        return None
    if not _counts({n: path[places[0]] for n, path in paths.items()}):
        return None
    place, mine = places[0], urlsplit(own).path.strip("/").split("/")
    before = next(iter(paths.values()))[:place]
    if mine[:place] == before and len(mine) == length:
        return next((n for n, path in paths.items() if path == mine), None)
    return 1 if [part for part in mine if part] in (before, before[:-1]) else None


def _counts(values: dict[int, str]) -> bool:
    """Whether values count pages or the rows before them: page n is at n or n - 1 steps. A calendar's days do not."""
    found = {n: int(digits[-1]) if (digits := re.findall(r"\d+", value)) else 0 for n, value in values.items()}
    first, last = min(found), max(found)
    step, rest = divmod(found[last] - found[first], last - first)
    return step > 0 and not rest and all(v in (step * n, step * (n - 1)) for n, v in found.items())
