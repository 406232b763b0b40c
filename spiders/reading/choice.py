"""Which of a page's candidate lists is its own: the best that is no other block; of several alike, the newest."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import urlsplit

from crawler.facts import MenuEntry
from spiders.reading.lists import ALL_DATED, ASIDE, Candidate, dated_share, where
from spiders.reading.page import Page

#: Headings of blocks that are never the page's own list, however good they look.
_OTHERS = re.compile(
    r"^\W*(tin|bài|bài viết|tin tức|văn bản)?\W*(được )?(xem|đọc|quan tâm) (nhiều|nhất)|"
    r"(tin|bài|bài viết|văn bản|nội dung) (liên quan|cùng chuyên mục|cùng loại|đã đưa)|"
    r"^\W*(các )?(tin|bài)( viết)? khác\W*$|liên kết (website|web|trang)|"
    r"^\W*(related|most (read|viewed|popular))\b", re.I)
LEAST = 1.6  # score below which a block is no list
_ALIKE = 0.5  # share of the best list's score from which a list of the same build is its equal


def is_aside(heading: str) -> bool:
    """Whether a block under this heading is not the page's own list, however it is built."""
    return bool(ASIDE.search(heading) or _OTHERS.search(heading))


def best_list(candidates: list[Candidate]) -> Candidate | None:
    """The page's list, or None when no block looks like one."""
    best = next((c for c in candidates if c.score >= LEAST and not _OTHERS.search(c.heading)), None)
    return _newest_alike(best, candidates) if best is not None else None


def of_this_channel(page: Page, candidates: list[Candidate], menu: tuple[MenuEntry, ...]) -> list[Candidate]:
    """The blocks of a channel's page without those under the name of another channel of the menu: "Thông báo" beside
    every page. Where nothing else is dated they are kept when there are several: an overview of its channels."""
    own = urlsplit(page.url).path.rstrip("/")
    places = [(entry, urlsplit(entry.url).path.rstrip("/")) for entry in menu if entry.url]
    here = {entry.title.casefold() for entry, path in places if path == own}
    others = {entry.title.casefold() for entry, path in places
              if path != own and here.isdisjoint(title.casefold() for title in entry.path)} - here
    if not here:
        return candidates
    foreign = [c for c in candidates if c.heading.casefold() in others]
    rest = [c for c in candidates if c.heading.casefold() not in others]
    return rest if len(foreign) == 1 or any(dated_share(c) >= ALL_DATED for c in rest) else candidates


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
    return next((c for c in dated if not is_aside(c.heading)
                 and not page.in_frame(c.container)), None)
