"""The next page of a list: numbered links, words and arrows, WebForms postbacks, "load more" addresses."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from crawler.facts import NextPage
from spiders.reading.identity import key_of
from spiders.reading.load_more import find_more
from spiders.reading.page import Page
from spiders.reading.page_numbers import is_later, number_among, page_number
from spiders.reading.tree import Node

_NEXT_WORD = re.compile(
    r"^\W*(tiếp( theo)?|trang (sau|tiếp|kế)( theo)?|kế tiếp|sau|cũ hơn|bài (viết )?cũ hơn|xem tiếp|next( page)?|older"
    r"( posts?| entries)?|nästa|weiter|nächste( seite)?|(page )?suivante?s?|(p[aá]gina )?(siguiente|successiva|próxima|"
    r"seguinte)|próxim[ao]|volgende( pagina)?|następna|наступна|далее|впер[её]д|след\w*|další|ďalšia|επόμεν\w*|"
    r"sonraki|ouder|următo\w+|"
    r"\d+ kết quả kế tiếp|下一[页頁]|次の?(ページ|頁)?へ?|다음( 페이지)?|التالي)\W*$", re.I)
#: Words that mean the next page wherever they stand.
_CLEAR_WORD = re.compile(
    r"^\W*(trang (sau|tiếp)( theo)?|next page|older (posts|entries)|(bài )?cũ hơn|pagina successiva|"
    r"página siguiente)\W*$",
    re.I)
_ARROW = re.compile(r"^[\s]*(›|→|>|&gt;|❯|⟩|▶|►|»|>>)[\s]*$")
_NUMBER = re.compile(r"^\W*(?:trang\s*|page\s*)?(\d{1,4})\W*$", re.I)
_CURRENT = re.compile(r"(^|[\s_-])(current|active|selected|on|hien-?tai|pagenow|cur)($|[\s_-])", re.I)
_DISABLED = re.compile(r"(^|[\s_-])(disabled?|inactive|hidden)($|[\s_-])", re.I)
_CALENDAR = re.compile(r"(calendar|lich-?(thang|ngay)|date-(prev|next)|datepicker|(^|[\s_-])mini($|[\s_-]))", re.I)
_DAY_ADDRESS = re.compile(r"/(?:19|20)\d\d[/-]\d{1,2}[/-]\d{1,2}(?:/|$)")
_PAGER = re.compile(r"(pag(e|er|ing|inat|enav)|phan-?trang|wp-page|nav-links|trang)", re.I)
_NOWHERE = re.compile(r"(#|javascript:\s*(void\b.*|//.*|;)?)?$", re.I)
_WRAPPED = 5
_POSTBACK = re.compile(r"__doPostBack\(\s*['\"]([^'\"]+)['\"]\s*,\s*['\"]([^'\"]*)['\"]\s*\)")


@lru_cache(maxsize=1)  # what the page is depends on it, too
def find_next(page: Page) -> NextPage | None:
    """The request for the next page, or None on the last one. Never the page itself, never an earlier one."""
    step, last = _numbered(page)
    if step is not None or last:
        return step
    return _by_rel(page) or _by_word(page) or find_more(page)


def shows_last(page: Page) -> bool:
    """Whether a pager of numbers shows that this is its last page."""
    return _numbered(page)[1]


def _numbered(page: Page) -> tuple[NextPage | None, bool]:
    """Numbered links: (the one after the current page, whether the pager shows that this is the last page). Some
    systems mark every numbered link with rel="next", so what the pager itself shows counts first."""
    groups = _without_row_pagers(page, _pagers(page))
    for group in sorted(groups, key=lambda members: -_kinship(page, members)):
        numbers: dict[int, Node] = {}
        current: int | None = None
        void: set[int] = set()
        for node in group:
            found = _NUMBER.match(node.text)
            if not found:
                continue
            number = int(found[1])
            if _is_current(page, node):
                current = number
                void |= {number} if node.tag == "a" and not _same(page, node) else set()
            elif node.tag == "a":
                numbers.setdefault(number, node)
        if not numbers or (len(numbers) == 1 and current is None) or len(void) > 1:  # days outside a calendar's month
            continue
        if current is None:
            current = _current_from_gap(page, numbers)
        if current is None:
            continue
        if current + 1 in numbers:
            step = _step(page, numbers[current + 1], "number")
            if step is not None:
                return step, False
        words = _word_in(page, group)
        if words is not None:
            return words, False
        if max(numbers) < current and set(range(max(1, current - 2), current)) <= numbers.keys():
            return None, True
    return None, False


def _without_row_pagers(page: Page, groups: list[list[Node]]) -> list[list[Node]]:
    """The pagers without those in the rows of a forum: several, none with a current page, and each leads into other
    pages than this one's."""
    own = urlsplit(page.url).path.rstrip("/").rsplit(".", 1)[0].rstrip("0123456789")
    led: list[frozenset[str]] = []
    for group in groups:
        links = [n for n in group if n.tag == "a" and _NUMBER.match(n.text)]
        urls = frozenset(url for n in links if (url := page.absolute(n.attributes.get("href"))) is not None)
        foreign = not any(urlsplit(url).path.startswith(own) for url in urls) and not any(
            _NUMBER.match(n.text) and _is_current(page, n) for n in group)
        led.append(urls if foreign else frozenset())
    if len({urls for urls in led if urls}) < 2:
        return groups
    return [group for group, urls in zip(groups, led, strict=True) if not urls]


def _kinship(page: Page, group: list[Node]) -> int:
    """How far the addresses of a pager agree with the page's own: one page may hold the pagers of several lists."""
    own = urlsplit(page.url).path.rstrip("/").split("/")
    best = 0
    for node in group:
        url = page.absolute(node.attributes.get("href")) if node.tag == "a" else None
        if url is not None:
            path = urlsplit(url).path.rstrip("/").split("/")
            best = max(best, next((n for n, (a, b) in enumerate(zip(own, path, strict=False)) if a != b),
                                  min(len(own), len(path))))
    return best


def _pagers(page: Page) -> list[list[Node]]:
    """Groups of neighbouring elements of which at least one is a numbered link."""
    groups: dict[int, list[Node]] = {}
    order: list[int] = []
    for node in page.tree.css("a"):
        if not _NUMBER.match(node.text) or _DAY_ADDRESS.search(node.attributes.get("href") or ""):
            continue
        parent = node.parent
        for _ in range(_WRAPPED):  # each number may stand in wrappers of its own
            if parent is None or parent.tag in ("body", "tr", "tbody", "table", "ul", "ol") or len(parent.css("a")) > 1:
                break
            parent = parent.parent
        if parent is None or parent.at in groups:
            continue
        members = [n for n in parent.css("a, span, strong, b, em, li, td, font") if n.length <= 30]
        groups[parent.at] = members
        order.append(parent.at)
    return [groups[key] for key in order if len(groups[key]) <= 120]


def _is_current(page: Page, node: Node) -> bool:
    attributes = node.attributes
    if attributes.get("aria-current") or _CURRENT.search(attributes.get("class") or ""):
        return node.tag == "a" or node.css_first("a[href]") is None or _same(page, node.css_first("a[href]"))
    parent = node.parent
    if node.tag == "a":
        href = (attributes.get("href") or "").strip()
        if parent is not None and parent.tag in ("li", "span") and \
                _CURRENT.search(parent.attributes.get("class") or ""):
            return True
        if not _POSTBACK.search(href) and _NOWHERE.match(href):
            return not attributes.get("onclick")
        return _same(page, node)
    return node.tag != "li" and node.tag != "td" and node.css_first("a") is None and not _within_link(node)


def _within_link(node: Node) -> bool:
    current = node.parent
    for _ in range(3):
        if current is None:
            return False
        if current.tag == "a":
            return True
        current = current.parent
    return False


def _same(page: Page, node: Node | None) -> bool:
    url = page.absolute(node.attributes.get("href")) if node is not None else None
    return url is not None and key_of(url) == key_of(page.url)


def _current_from_gap(page: Page, numbers: dict[int, Node]) -> int | None:
    """No marked page: the number that the links leave out, or page 1."""
    own = page_number(page.url)
    if own is not None and own in numbers:
        return own
    urls = {n: url for n, node in numbers.items() if (url := page.absolute(node.attributes.get("href"))) is not None}
    among = number_among(page.url, urls) if len(urls) == len(numbers) else None
    if among is not None:
        return among
    low, high = min(numbers), max(numbers)
    missing = [n for n in range(low, high) if n not in numbers]
    if low == 2:
        return 1
    return missing[0] if len(missing) == 1 else None


def _word_in(page: Page, group: list[Node]) -> NextPage | None:
    for pattern in (_NEXT_WORD, _ARROW):
        for node in group:
            if node.tag == "a" and pattern.match(_name(node)):
                step = _step(page, node, "word")
                if step is not None:
                    return step
    return None


def _name(node: Node) -> str:
    named = node.text or node.attributes.get("title") or node.attributes.get("aria-label") or ""
    picture = node.css_first("img[alt]") if not named else None
    return named or (picture.attributes.get("alt") or "" if picture is not None else "")


def _by_rel(page: Page) -> NextPage | None:
    links = page.tree.css("link[rel=next], a[rel~=next]")
    urls = {page.absolute(n.attributes.get("href")) for n in links if not _is_disabled(n)} - {None}
    if len(urls) == 1:
        url = urls.pop()
        assert url is not None
        return NextPage(url, "rel_next") if is_later(page, url) else None
    return None


def _by_word(page: Page) -> NextPage | None:
    named = [(n, name) for n in page.tree.css("a") if n.length <= 40 and len(name := _name(n)) <= 40]
    for node, name in named:
        if _NEXT_WORD.match(name) and _in_pager(node):
            step = _step(page, node, "word")
            if step is not None:
                return step
    for node, _ in named:
        if _ARROW.match(node.text) and _in_pager(node):
            step = _step(page, node, "arrow")
            if step is not None:
                return step
    for node, name in named:  # an arrow drawn by a font or a style sheet
        if not name and _in_pager(node):
            step = _step(page, node, "arrow")
            if step is not None and _is_next_number(page, step.url):
                return step
    for node, name in named:
        if _CLEAR_WORD.match(name) or _NEXT_WORD.match(name):
            step = _step(page, node, "word")
            if step is not None and (_CLEAR_WORD.match(name) or _is_next_number(page, step.url)):
                return step
    return None


def _is_next_number(page: Page, url: str) -> bool:
    """Whether an address is the page's own with the next number: then "next" means the list, wherever it stands."""
    own, other = urlsplit(page.url).path.rstrip("/"), urlsplit(url).path.rstrip("/")
    return page_number(url) == (page_number(page.url) or 1) + 1 and (
        other.startswith(own) or own.rsplit("/", 1)[0] == other.rsplit("/", 1)[0])


def _in_pager(node: Node) -> bool:
    current: Node | None = node
    for _ in range(5):
        if current is None or current.tag == "body":
            return False
        names = f"{current.attributes.get('class') or ''} {current.attributes.get('id') or ''}"
        if _CALENDAR.search(names):
            return False
        if _PAGER.search(names) or (current.attributes.get("rel") or "") == "next":
            return True
        current = current.parent
    return False


def _is_disabled(node: Node) -> bool:
    parent = node.parent
    return bool(_DISABLED.search(node.attributes.get("class") or "")) or (
        parent is not None and bool(_DISABLED.search(parent.attributes.get("class") or "")))


def _step(page: Page, node: Node, why: str) -> NextPage | None:
    """The request a pager link stands for."""
    if _is_disabled(node):
        return None
    script = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
    posted = _POSTBACK.search(script)
    if posted:
        return _postback(page, node, posted[1], posted[2])
    url = page.absolute(node.attributes.get("href"))
    return NextPage(url, why) if url is not None and is_later(page, url) else None


def _postback(page: Page, node: Node, target: str, argument: str) -> NextPage | None:
    """A WebForms pager: the form's hidden fields are sent back, as the browser would, and nothing else."""
    form: Node | None = node
    while form is not None and form.tag != "form":
        form = form.parent
    if form is None:
        form = page.tree.css_first("form")
    if form is None:
        return None
    fields = [(i.attributes.get("name") or "", i.attributes.get("value") or "")
              for i in form.css("input[type=hidden]") if i.attributes.get("name")]
    fields = [(k, v) for k, v in fields if k not in ("__EVENTTARGET", "__EVENTARGUMENT")]
    action = page.absolute(form.attributes.get("action")) or page.url
    return NextPage(action, "postback", "POST",
                    (("__EVENTTARGET", target), ("__EVENTARGUMENT", argument), *fields))
