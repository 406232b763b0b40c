"""Read one page: bytes in, facts out. Knows neither Scrapy nor the database, so it runs on a file.

`read` never raises on any bytes: what is not understood is classified as such.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from itertools import islice

from crawler.facts import Article, Item, NextPage, Reading
from spiders.reading.api import is_json, page_of_fragment, read_json
from spiders.reading.archives import filed_under, older_archive
from spiders.reading.articles import find_headline, read_article, with_sketch
from spiders.reading.beside_pager import list_of_pager
from spiders.reading.bounds import too_much_markup
from spiders.reading.choice import best_list, dated_rows, of_this_channel
from spiders.reading.decide import decide, is_surely_list, why_surely_article
from spiders.reading.decode import decode
from spiders.reading.feeds import find_feeds, is_feed, read_feed, unpack
from spiders.reading.groups import find_groups
from spiders.reading.home_signs import find_features, linked_hosts
from spiders.reading.identity import key_of
from spiders.reading.kinds import is_cut, is_lost, is_placeholder, main_words, special_kind
from spiders.reading.leads import find_leads, headline_leads_away
from spiders.reading.lists import Candidate, blocks_of, content_links, count_links, find_lists
from spiders.reading.lone_rows import single_row
from spiders.reading.menu import find_areas, in_menu, read_menu
from spiders.reading.named_bodies import named_bodies
from spiders.reading.page import Page
from spiders.reading.page_numbers import page_number
from spiders.reading.paging import find_next
from spiders.reading.questions import read_questions
from spiders.reading.sections import find_sections
from spiders.reading.signs import platform_of
from spiders.reading.tree import count_words
from spiders.reading.unread_pager import has_unread_pager

__all__ = ["read"]

_MARKED = re.compile(r"[ăâđêôơưạảấầậắặẹếềệịọốồộớờợụứừựýỳ]\S*")  # a word is counted once
_COMMON = re.compile(r"\b(?:the|and|of|to|in|for|is|on|with)\b")
_REACHED_FROM_LISTS = ("article", "qa")  # they repeat the menu of their list: three quarters of all that is kept
_BINARY = (b"%PDF", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"Rar!", b"RIFF", b"OggS",
           b"\x7fELF", b"MZ\x90")


def read(
    body: bytes, url: str, *, status: int = 200, content_type: str | None = None, now: datetime,
    hosts: frozenset[str] = frozenset(), platform: str = "auto", expect: str | None = None,
) -> Reading:
    """All that one response says. `now` is the aware moment of the fetch; `hosts` the portal's own; `expect` what was
    asked for (home, list, article, qa), which decides only where the page itself leaves it open."""
    body = unpack(body)
    if body.startswith(_BINARY) or _is_file(content_type):
        return Reading("binary", key=key_of(url), why=(content_type or "tệp",))
    if is_feed(body) and status < 400:
        return read_feed(body, url, now)
    text, whole = decode(body, content_type)
    if is_json(body, content_type) and status < 400:
        answer = read_json(text, url, now, hosts)
        if answer is not None and answer.why != ("html",):
            return answer
        if answer is not None:
            return _read_and_release(page_of_fragment(answer.title, url, now, hosts), 200, True, "list")
    beyond = too_much_markup(text)
    if beyond is not None:
        return Reading("lost", key=key_of(url), why=(beyond,))
    return _read_and_release(Page(text, url, now=now, hosts=hosts), status, whole, expect)


def _read_and_release(page: Page, status: int, whole: bool, expect: str | None) -> Reading:
    try:
        return _read_page(page, status, whole, expect)
    finally:
        page.tree.release()


def _is_file(content_type: str | None) -> bool:
    kind = (content_type or "").split(";")[0].strip().lower()
    return kind.startswith(("image/", "audio/", "video/")) or kind in (
        "application/pdf", "application/zip", "application/msword", "application/vnd.ms-excel")


def _read_page(page: Page, status: int, whole: bool, expect: str | None) -> Reading:
    words = main_words(page)
    base = Reading(
        "unknown", title=page.title, key=key_of(page.url), platform=platform_of(page.html), raw_links=page.raw_links,
        text_words=count_words(words), placeholder=is_placeholder(words), closed=_is_closed(page),
    )
    if not whole:
        return replace(base, kind="charset", why=("bảng mã không đọc được",))
    if is_lost(page):
        return replace(base, kind="lost", why=(f"{page.raw_links} liên kết trong mã, bộ đọc mất quá nửa",))
    special = special_kind(page, status, words, count_links(page))
    if special is not None:
        feeds = find_feeds(page) if special.kind == "js_shell" else ()  # a way in that needs no script
        return replace(base, kind=special.kind, why=(special.why,), wait_seconds=special.wait, feeds=feeds)
    if is_cut(page):
        return replace(base, kind="truncated", why=("trang kết thúc giữa chừng",))
    reading = _read_post(page, words, base) if expect == "article" else None
    reading = reading or _read_content(page, words, base, expect)
    if expect == "home":
        return replace(reading, features=find_features(page), hosts=linked_hosts(page))
    return replace(reading, named=named_bodies(words)) if reading.kind == "page" else reading


def _is_closed(page: Page) -> bool:
    robots = page.meta.get("robots", "").lower()
    return ("noindex" in robots and "nofollow" in robots) or robots.strip() == "none"


def _read_post(page: Page, words: str, base: Reading) -> Reading | None:
    """A page that was asked for as a post and surely is one; None when its lists must be looked at."""
    article = read_article(page)
    why = why_surely_article(page, article)
    if article is None or why is None:
        return None
    return replace(base, kind="article", article=with_sketch(page, article), title=article.title,
                   feeds=find_feeds(page), lang=_language(page, words), why=(why,))


def _read_content(page: Page, words: str, base: Reading, expect: str | None) -> Reading:
    links = content_links(page)
    areas = find_areas(page, links)
    menu = read_menu(page, links, areas)
    links = [link for link in links if link.key != base.key]  # the menu names the page it is on, lists do not
    menu_keys = {entry.key for entry in menu}
    groups = find_groups(page, links)
    lists = find_lists(page, groups, menu_keys)
    lists = [c for c in lists if not _is_menu(c, menu_keys) and not in_menu(areas, c.container)]
    if expect == "list":
        lists = of_this_channel(page, lists, menu)
    chosen = best_list(lists)
    if chosen is None and expect == "list":
        chosen = dated_rows(page, lists) or single_row(page, links, menu_keys, lists)
    elif expect == "list":
        chosen = list_of_pager(page, links, menu_keys, chosen, lists)
    kept = () if expect in _REACHED_FROM_LISTS else menu
    base = replace(base, menu=kept, feeds=find_feeds(page), lang=_language(page, words))
    lone = [chosen] if chosen is not None and not any(chosen is c for c in lists) else []
    questions = read_questions(page, [*lists, *lone])  # the last page of a board may hold one question
    if questions:
        step = find_next(page)
        return replace(base, kind="qa", questions=questions, next=step,
                       unread_pager=step is None and has_unread_pager(page, 0), blocks=blocks_of(lists, chosen),
                       why=(f"{len(questions)} câu hỏi",))
    article = None if expect == "list" and is_surely_list(page, chosen) else read_article(page)
    kind, why = decide(page, chosen, article, words, expect)
    if kind == "article" and expect == "list" and _is_lone_row(chosen, article):
        kind, why = "list", "danh sách chỉ có một mục"
    if chosen is not None and kind in ("article", "page", "list") and expect != "home":
        leads = find_leads(page, links, chosen)
        chosen.items[:0] = leads
        if leads and kind != "list" and headline_leads_away(find_headline(page), base.key, links):
            kind, why = "list", "tiêu đề lớn dẫn tới trang khác"
    if expect == "list" and kind in ("page", "form", "unknown") and not (article and article.published):
        base = replace(base, menu=(*menu, *find_sections(page, groups, menu_keys)))
    if kind in ("article", "document"):
        return replace(base, kind=kind, article=with_sketch(page, article),
                       title=article.title if article else base.title, next=_paging(page, expect),
                       blocks=blocks_of(lists, None), why=(why,))
    if kind == "list" and chosen is not None:
        step = _next_of_list(page, menu_keys)
        return replace(base, kind="list", items=tuple(chosen.items), next=step,
                       unread_pager=step is None and has_unread_pager(page, chosen.container.at),
                       blocks=blocks_of(lists, chosen), why=(why,))
    if kind == "page":
        return replace(base, kind="page", article=with_sketch(page, article), next=_paging(page, expect),
                       blocks=blocks_of(lists, None), items=_home_items(lists) if expect == "home" else (), why=(why,))
    return replace(base, kind=kind, blocks=blocks_of(lists, None), why=(why,))


def _next_of_list(page: Page, menu_keys: set[str]) -> NextPage | None:
    """The list's next page. Some systems call the menu's next entry "next"; that is another page, not a further one."""
    step = find_next(page)
    if step is None and filed_under(page.url) is not None:
        return older_archive(page)
    if step is not None and step.why in ("rel_next", "word", "arrow") and page_number(step.url) is None \
            and key_of(step.url) in menu_keys:
        return None
    return step


def _paging(page: Page, expect: str | None) -> NextPage | None:
    """The next page of what was asked for as a list but reads like a text: only a pager's, never a link to a post.
    A home page may be the first page of the site's only list."""
    step = find_next(page) if expect in ("list", "home") else None
    if expect == "home":
        return step if step is not None and step.method == "GET" and step.why != "load_more" else older_archive(page)
    return step if step is not None and step.why not in ("rel_next", "word", "arrow") else None


def _is_lone_row(chosen: Candidate | None, article: Article | None) -> bool:
    """Whether what looks like a short article is the only row of a list, with its summary."""
    return chosen is not None and article is not None and len(chosen.items) == 1 and article.words < 80 \
        and article.title.casefold() != chosen.items[0].title.casefold()


def _is_menu(candidate: Candidate, menu_keys: set[str]) -> bool:
    keys = {i.key for i in candidate.items}
    return len(keys & menu_keys) > 0.6 * len(keys) and sum(i.published is not None for i in candidate.items) < 3


def _home_items(lists: list[Candidate]) -> tuple[Item, ...]:
    found: dict[str, Item] = {}
    for candidate in lists:
        if candidate.score >= 1.0:
            for item in candidate.items:
                if item.published is not None:
                    found.setdefault(item.key, item)
    return tuple(found.values())


def _language(page: Page, words: str) -> str | None:
    """vi or en by the letters of at least twenty words of text; else unknown."""
    count = count_words(words)
    if count < 20:
        return None
    lower = words.lower()
    if next(islice(_MARKED.finditer(lower), int(0.12 * count), None), None) is not None:
        return "vi"
    return "en" if len(_COMMON.findall(lower)) > 0.1 * count else None
