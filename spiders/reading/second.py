"""A second, independent reader: another parser (html.parser through BeautifulSoup) and another method, to check the
first. It is slow and coarse, and never the source of a fact: it only says whether the first reader can be right."""

from __future__ import annotations

import itertools
import re
import unicodedata
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag, XMLParsedAsHTMLWarning
from bs4.element import NavigableString

from spiders.reading.identity import key_of

_DAY = re.compile(
    r"(?<![\d/.-])(?:(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4})|(?P<iso>\d{4}-\d{2}-\d{2})"
    r"|(?P<dw>\d{1,2})\s+tháng\s+(?P<mw>\d{1,2})(?:,|\s+năm)?\s+(?P<yw>\d{4}))(?!\d)", re.I)
_OTHER_SCHEME = re.compile(r"(?!https?:)[a-z][a-z0-9+.-]*:", re.I)
_FRAME = ("nav", "header", "footer", "aside", "script", "style", "noscript", "template", "select", "svg")
_LONG = 22        # letters of a link's text that make it a title
_ROW_TEXT = 700   # letters around a title beyond which it is no row any more


@dataclass(frozen=True, slots=True)
class SecondView:
    """What the second reader saw. `items`: identity of each title of the largest group -> its day, if one stands
    beside it; `links`: identities of every link of the page; `published`: the first day after the headline."""

    items: dict[str, date | None] = field(default_factory=dict)
    links: frozenset[str] = frozenset()
    headline: str = ""
    published: date | None = None


def look_again(html: str, url: str, hosts: frozenset[str]) -> SecondView:
    """Read a page the other way: titles are links with long texts, a list is the group of them that stands at the
    same path of tag names and holds most text, a row is the largest element around one title alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", XMLParsedAsHTMLWarning)  # XHTML declares itself as XML
        soup = BeautifulSoup(html, "html.parser")
    base = soup.find("base", href=True)
    base_url = urljoin(url, str(base["href"])) if isinstance(base, Tag) else url
    links = frozenset(key for _, key in _links(soup, base_url))
    for tag in soup.find_all(_FRAME):
        tag.decompose()
    headline, published = _headline(soup)
    return SecondView(_largest_group(soup, base_url, hosts or frozenset({urlsplit(url).hostname or ""})), links,
                      headline, published)


def has_days(html: str, least: int) -> bool:
    """Whether the raw markup holds at least so many days; without them no dated list can be in it."""
    return sum(1 for _ in itertools.islice(_DAY.finditer(html), least)) >= least


def _links(soup: BeautifulSoup, base: str) -> Iterator[tuple[Tag, str]]:
    for tag in soup.find_all("a", href=True):
        href = str(tag["href"]).strip()
        if href and not href.startswith("#") and not _OTHER_SCHEME.match(href):
            try:
                yield tag, key_of(urljoin(base, href))
            except ValueError:  # an address that cannot be split
                continue


def _largest_group(soup: BeautifulSoup, base: str, hosts: frozenset[str]) -> dict[str, date | None]:
    groups: dict[tuple[str, ...], dict[str, Tag]] = {}
    for tag, key in _links(soup, base):
        if len(_text(tag)) >= _LONG and (urlsplit(urljoin(base, str(tag["href"]))).hostname or "").lower() in hosts:
            groups.setdefault(_path(tag), {}).setdefault(key, tag)
    best = max(groups.values(), key=lambda g: sum(min(len(_text(t)), 100) for t in g.values()), default={})
    titles = {id(tag): key for key, tag in best.items()}
    return {key: _day_beside(tag, titles) for key, tag in best.items()} if len(best) >= 2 else {}


def _path(tag: Tag) -> tuple[str, ...]:
    return tuple(parent.name for parent in tag.parents if isinstance(parent, Tag))


def _day_beside(tag: Tag, titles: dict[int, str]) -> date | None:
    """The first day in the largest element that holds this title and no other title of its group."""
    row: Tag = tag
    own = titles[id(tag)]
    for parent in tag.parents:
        if not isinstance(parent, Tag) or parent.name in ("body", "html", "[document]"):
            break
        if any(titles.get(id(a), own) != own for a in parent.find_all("a")) or len(_text(parent)) > _ROW_TEXT:
            break
        row = parent
    return _first_day(_text(row))


def _headline(soup: BeautifulSoup) -> tuple[str, date | None]:
    """(the first h1, or h2 where there is none; the first day within the 300 letters after it)."""
    head = soup.find("h1") or soup.find("h2")
    if not isinstance(head, Tag):
        return "", None
    after, size = [], 0
    for node in head.next_elements:
        if isinstance(node, NavigableString) and head not in node.parents:
            after.append(str(node))
            size += len(after[-1].strip())
        if size > 300:
            break
    return _text(head), _first_day(" ".join(after))


def _first_day(text: str) -> date | None:
    for found in _DAY.finditer(text):
        try:
            if found["iso"]:
                return date.fromisoformat(found["iso"])
            parts = ("y", "m", "d") if found["y"] else ("yw", "mw", "dw")
            return date(*(int(found[p]) for p in parts))
        except ValueError:
            continue
    return None


def _text(tag: Tag) -> str:
    return unicodedata.normalize("NFC", " ".join(tag.get_text(" ").split()))
