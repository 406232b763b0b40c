"""The site's navigation: menu entries with their parents, from any markup that nests or follows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import urljoin

from crawler.facts import MenuEntry
from spiders.reading.archives import filed_under
from spiders.reading.dates import all_dates
from spiders.reading.identity import key_of
from spiders.reading.names import saying
from spiders.reading.page import Page, fold_text
from spiders.reading.page_numbers import is_own_page
from spiders.reading.row_links import Link, links_in
from spiders.reading.tree import Node

_is_menu = saying(
    r"(^|[\s_-])(nav(?![_-](?:content|main|body))|navbar|"
    r"navigation|menu\w*|mainmenu|topmenu|megamenu|main-?nav|sf-menu)($|[\s_-])")
_is_no_menu = saying(
    r"(^|[\s_-])(breadcrumbs?|pagination|pager|paging|phan-?trang|tags?|tagcloud|tag-cloud|social|share|langs?|"
    r"languages?|ngon-?ngu|lien-?ket|weblinks?|footer-?social|related|comments?|slider|carousel)($|[\s_-])")
_HOME = re.compile(r"^(trang chủ|home|trang chu|trang nhất|)$", re.I)
_SKIP = re.compile(r"^(bỏ qua|skip to|đi đến nội dung|lên đầu trang|back to top|[«»‹›<>.\d\s|-]*)", re.I)
_is_foot = saying(r"(^|[\s_-])foot(er)?")
_BLOCKS = frozenset({"ul", "ol", "div", "table", "dl", "section", "dd", "td"})
_COUNT = re.compile(r"(?<=\w)\s*\(\d{1,3}(?:[.,]\d{3})*\)$")  # of a channel's posts: it is no part of the name
_LONGEST = 90
_HEADLINE = 45  # letters that names have on average when they are headlines, not entries
_LEAST, _LEAST_NAV = 4, 3  # links of a menu; the element made for it may hold fewer, two are "back" and "forth"
_NO_SCRIPT = re.compile(r"javascript:\s*(void\s*\(?\s*0?\s*\)?|//|return|;|$)", re.I)
#: Scripts that are tools of the page, not addresses.
_TOOL = re.compile(
    r"print|lang|log-?in|log-?out|signin|dang-?nhap|search|font|close|toggle|share|zoom|scroll|top|menu|history", re.I)


@dataclass(slots=True)
class Area:
    node: Node
    links: list[Link]
    named: bool
    footer: bool
    above: dict[int, tuple[str, ...]] = field(default_factory=dict)  # place of a block: titles of the entries above it


def in_menu(areas: list[Area], node: Node) -> bool:
    """Whether a block stands in a menu: its rows are entries, or the headlines that one opens into."""
    return any(area.named and area.node.at < node.at < area.node.end for area in areas)


def read_menu(page: Page, links: list[Link], areas: list[Area] | None = None) -> tuple[MenuEntry, ...]:
    """Entries of the page's navigation in order, each address once; the footer's menu only when there is no other."""
    areas = find_areas(page, links) if areas is None else areas
    chosen = [a for a in areas if not a.footer] or areas
    found: dict[str, MenuEntry] = {}
    home = key_of(urljoin(page.url, "/"))
    for area in chosen:
        for link in area.links:
            title = _COUNT.sub("", link.text)
            if _HOME.match(title) or len(title) > _LONGEST or _is_skip(title) or link.key == home:
                continue
            found.setdefault(link.key, MenuEntry(
                title, link.url, _parents(link.node, area), link.key, not link.internal))
        for node in area.node.css("[onclick]"):
            _add_scripted(page, node, found)
        for entry in _headings_without_address(page, area):
            found.setdefault("#" + " / ".join((*entry.path, entry.title)), entry)
    return tuple(found.values())


@lru_cache(maxsize=2048)  # a menu stands on each page of its site
def _is_skip(title: str) -> bool:
    found = _SKIP.match(title)
    return bool(found and len(found[0]) >= min(len(title), 8))


def find_areas(page: Page, links: list[Link]) -> list[Area]:
    """Navigation areas: elements that say so, else the block of many short links that comes first."""
    nodes = [n for n in page.tree.css("nav, [role=navigation], [class], [id]") if _says_menu(n)]
    areas: list[Area] = []
    end = 0
    for node in nodes:
        if node.at < end:  # inside the area before
            continue
        members = [link for link in links_in(links, node) if not is_own_page(page, link.url)]
        if _mean(members) > _HEADLINE:
            members = _shallowest(node, members)
        members = _without_headlines(node, members)
        short = [m for m in members if len(m.text) <= _LONGEST]
        least = _LEAST_NAV if node.tag == "nav" else _LEAST
        if len({m.key for m in short}) < least or len(short) < 0.7 * len(members):
            continue
        if _mean(short) > _HEADLINE:
            continue
        if sum(filed_under(m.url) is not None for m in short) > 0.5 * len(short):
            continue  # months and years: the way back in time, no channels
        end = node.end
        areas.append(Area(node, members, True, _is_footer(node)))
    if not any(not a.footer for a in areas):
        unnamed = _first_block(page, links)
        if unnamed is not None:
            areas.insert(0, unnamed)
    return areas


def _mean(links: list[Link]) -> float:
    return sum(len(link.text) for link in links) / max(1, len(links))


def _shallowest(top: Node, links: list[Link]) -> list[Link]:
    """Entries of the first level: some systems open every entry of the menu into the headlines of its posts."""
    depth = {link.node.at: _lists_around(link.node, top) for link in links}
    least = min(depth.values(), default=0)
    return [link for link in links if depth[link.node.at] == least]


def _without_headlines(top: Node, links: list[Link]) -> list[Link]:
    """Entries without a list of headlines that stands beside them, such as the newest posts in a sidebar's menu."""
    lists: dict[int, list[Link]] = {}
    for link in links:
        lists.setdefault(_list_around(link.node, top), []).append(link)
    heads = [m for m in lists.values() if len({link.key for link in m}) >= _LEAST_NAV and _mean(m) > _HEADLINE]
    gone = {link.node.at for members in heads for link in members}
    return [link for link in links if link.node.at not in gone]


def _list_around(node: Node, top: Node) -> int:
    current = node.parent
    while current is not None and current is not top and current.tag not in ("ul", "ol"):
        current = current.parent
    return current.at if current is not None else top.at


def _lists_around(node: Node, top: Node) -> int:
    count, current = 0, node.parent
    while current is not None and current is not top:
        count += current.tag in ("ul", "ol")
        current = current.parent
    return count


def _says_menu(node: Node) -> bool:
    if node.tag in ("a", "body", "html", "li", "input", "button", "form") or _is_no_menu(node.names):
        return False
    return node.tag == "nav" or (node.attributes.get("role") or "") == "navigation" or _is_menu(node.names)


def _is_footer(node: Node) -> bool:
    current: Node | None = node
    while current is not None and current.tag != "body":
        if current.tag == "footer" or _is_foot(current.names):
            return True
        current = current.parent
    return False


def _first_block(page: Page, links: list[Link]) -> Area | None:
    """No element says that it is a menu: the first block of at least five short links to the site's own pages."""
    counts: dict[int, tuple[Node, list[Link]]] = {}
    for link in links:
        current = link.node.parent
        for _ in range(6):
            if current is None or current.tag in ("body", "html"):
                break
            counts.setdefault(current.at, (current, []))[1].append(link)
            current = current.parent
    best: Area | None = None
    for node, members in counts.values():
        internal = [m for m in members if m.internal and 1 < len(m.text) <= 50]
        short = [m for m in members if 1 < len(m.text) <= 50]
        if len({m.key for m in internal}) < 5 or len(internal) < 0.3 * len(members) or len(members) > len(short) + 1:
            continue
        text = node.text
        if len(text) > 1.6 * sum(len(m.text) for m in members) + 60:
            continue
        if 2 * len(all_dates(text, now=page.now)) >= len(members):  # dated entries are posts
            continue
        if best is None or len(members) > len(best.links):
            first = links.index(members[0])
            if best is None or first <= links.index(best.links[0]):
                best = Area(node, members, False, _is_footer(node))
    return best


def _parents(node: Node, area: Area) -> tuple[str, ...]:
    """Titles of the entries above one, outermost first: at each level, a short heading that comes before the block it
    stands in. What is above a block is asked once for all that is in it."""
    passed: list[Node] = []
    current = node.parent
    while current is not None and current.at != area.node.at and current.at not in area.above:
        passed.append(current)
        current = current.parent
    titles = area.above.get(current.at, ()) if current is not None else ()
    for block in reversed(passed):
        title = _title_before(block) if block.tag in _BLOCKS and block.parent is not None else ""
        titles = area.above[block.at] = (*titles, title) if title else titles
    return titles


def _title_before(block: Node) -> str:
    """The entry that opens a submenu: the nearest element before it with one link or a short text."""
    sibling = block.prev
    for _ in range(4):
        if sibling is None:
            return ""
        if sibling.is_element_node and sibling.tag not in ("script", "style", "input", "i", "img", "svg", "button"):
            link = sibling if sibling.tag == "a" else sibling.css_first("a")
            if len(sibling.css("a")) > 1:
                return ""
            text = link.text if link is not None else sibling.text
            if 0 < len(text) <= _LONGEST:
                return text
        sibling = sibling.prev
    return ""


def _add_scripted(page: Page, node: Node, found: dict[str, MenuEntry]) -> None:
    """An entry that is opened by a script: `onclick="location.href='/x'"`."""
    script = re.search(r"location(?:\.href)?\s*=\s*['\"]([^'\"]+)['\"]", node.attributes.get("onclick") or "")
    url = page.absolute(script[1]) if script else None
    title = node.text
    if url is not None and 1 < len(title) <= _LONGEST:
        found.setdefault(key_of(url), MenuEntry(fold_text(title), url, (), key_of(url), not page.is_internal(url)))


def _headings_without_address(page: Page, area: Area) -> list[MenuEntry]:
    """Entries that lead nowhere (`href="#"`): present in the menu, without an address."""
    found = []
    for node in area.node.css("a"):
        href = (node.attributes.get("href") or "").strip().lower()
        title = _COUNT.sub("", node.text)
        if node.parent is not None and node.parent.tag == "h1":
            continue  # the site's name, which leads nowhere on its own home page
        script = href.startswith("javascript:") and not _NO_SCRIPT.match(href)
        if script and not _TOOL.search(href) and 1 < len(title) <= _LONGEST and not _is_skip(title):
            path = _parents(node, area)  # it leads somewhere, but only a browser can follow
            found.append(MenuEntry(title, href[:200], path, "#" + " / ".join((*path, title))))
        elif (href in ("", "#") or href.startswith("javascript:")) \
                and 1 < len(title) <= _LONGEST and not _is_skip(title) \
                and not _HOME.match(title):
            found.append(MenuEntry(title, None, _parents(node, area)))
    return found
