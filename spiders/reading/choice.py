"""Which of a page's candidate lists is its own: the best that is no other block; of several alike, the newest."""

from __future__ import annotations

import re
from datetime import date

from spiders.reading.identity import key_of
from spiders.reading.lists import ALL_DATED, ASIDE, Candidate, dated_share, heading_around, where
from spiders.reading.page import Page
from spiders.reading.rows import Link, Row, read_item
from spiders.reading.tree import Node

#: Headings of blocks that are never the page's own list, however good they look.
_OTHERS = re.compile(
    r"^\W*(tin|bài|bài viết|tin tức|văn bản)?\W*(được )?(xem|đọc|quan tâm) (nhiều|nhất)|"
    r"(tin|bài|bài viết|văn bản|nội dung) (liên quan|cùng chuyên mục|cùng loại|đã đưa)|"
    r"^\W*(các )?(tin|bài)( viết)? khác\W*$|liên kết (website|web|trang)|"
    r"^\W*(related|most (read|viewed|popular))\b", re.I)
_FEW_WORDS = 40  # a heading, a breadcrumb, the day of the last change
_LEAST = 1.6  # score below which a block is no list
_ALIKE = 0.5  # share of the best list's score from which a list of the same build is its equal


def best_list(candidates: list[Candidate]) -> Candidate | None:
    """The page's list, or None when no block looks like one."""
    best = next((c for c in candidates if c.score >= _LEAST and not _OTHERS.search(c.heading)), None)
    return _newest_alike(best, candidates) if best is not None else None


def _newest_alike(best: Candidate, candidates: list[Candidate]) -> Candidate:
    """Of several lists that are built alike, one after the other, the page's own is the one with the newest day: a
    page of years keeps the full tables of past years below the one that grows."""
    alike = [c for c in candidates if c.score >= _ALIKE * best.score and where(c.container) == where(best.container)
             and dated_share(c) >= ALL_DATED]
    return max(alike, key=lambda c: (_newest(c), c is best), default=best) if best in alike else best


def _newest(candidate: Candidate) -> date:
    return max((i.published.on for i in candidate.items if i.published and i.published.on), default=date.min)


def dated_rows(page: Page, candidates: list[Candidate]) -> Candidate | None:
    """The list of a page that was asked for as one and has no better: few rows, short names or addresses on another
    host, but each row with a day, outside the frame of the page and under no heading of another block."""
    dated = (c for c in candidates if len(c.items) >= 2 and dated_share(c) >= ALL_DATED)
    return next((c for c in dated if not ASIDE.search(c.heading) and not _OTHERS.search(c.heading)
                 and not page.in_frame(c.container)), None)


def _in_prose(node: Node) -> bool:
    parent = node.parent
    return parent is not None and parent.tag == "p"


def single_row(
    page: Page, links: list[Link], menu: set[str], lists: list[Candidate], words: str
) -> Candidate | None:
    """A list of one: the last page of a walk may hold a single post, whose heading or dated card links to it."""
    heads = [link for link in links if link.heading and len(link.text) >= 12 and not page.in_frame(link.node)]
    named = bool(heads)
    highest = min((heading_around(link.node) or "h1" for link in heads), default="")
    heads = [link for link in heads if (heading_around(link.node) or "h1") == highest]  # its meta line may be an h6
    if not heads:
        heads = [x for x in links if len(x.text) >= 20 and x.internal and not page.in_frame(x.node)
                 and not _in_prose(x.node) and len(page.text(x.node)) >= 20]
        aside = {x.node.mem_id for c in lists if ASIDE.search(c.heading) for row in c.rows for x in row.links}
        heads = [x for x in heads if x.key not in menu and x.node.mem_id not in aside]
    if len({link.key for link in heads}) != 1:
        return None
    node, row = heads[0].node, heads[0].node
    while node.parent is not None and node.parent.tag not in ("body", "main", "html"):
        node = node.parent
        inside = {a.mem_id for a in node.css("a")}
        if len({link.key for link in links if link.node.mem_id in inside}) > 6 or len(page.text(node)) > 1200:
            break
        if page.is_frame(node) or any(page.is_frame(child) for child in node.iter()):
            break
        row = node
    inside = {a.mem_id for a in row.css("a")}
    item = read_item(page, Row([row], [link for link in links if link.node.mem_id in inside]))
    if item is None or item.key != heads[0].key:
        return None
    below = named and item.key.startswith(key_of(page.url).split("?")[0] + "/")
    if item.published is None and not below and not _is_all_there_is(page, heads[0], words):
        return None
    return Candidate(row, [Row([row], [heads[0]])], [item], _LEAST)


def _is_all_there_is(page: Page, link: Link, words: str) -> bool:
    """Whether a link is the only row of a bulleted list, and the page has no text besides."""
    row = link.node.parent
    while row is not None and row.tag not in ("li", "body"):
        row = row.parent
    return row is not None and row.tag == "li" and len(page.text(row)) <= len(link.text) + 30 \
        and len(words.split()) <= len(link.text.split()) + _FEW_WORDS
