"""What is remembered for one night of how the pages of one site are built; each layout is on trial at first."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from crawler.facts import Reading
from spiders.reading.article_layout import ArticleLayout
from spiders.reading.learn_article import learn_article
from spiders.reading.page import Page
from spiders.reading.skeleton import Cut, UnlikeError, cut_page

_MOST = 10       # layouts of one site
_FAILURES = 6    # pages in vain: nothing more is learned of a site on which layouts do not hold
_TRIALS = 3      # pages of a site that layouts and the full reader both read before any layout counts
SHARE = 40       # later one page of so many
_WORDS = {"kind": "loại trang", "title": "tiêu đề", "key": "địa chỉ", "article": "bài viết", "lang": "ngôn ngữ",
          "text_words": "số chữ", "feeds": "nguồn tin", "raw_links": "số liên kết"}


@dataclass(slots=True)
class _Known:
    origin: str
    layout: ArticleLayout
    agreed: int = 0


@dataclass(slots=True)
class Layouts:
    """The layouts of one site's articles. `night` draws other pages for comparison each night."""

    night: date
    known: list[_Known] = field(default_factory=list)
    failures: int = 0
    disagreed: str | None = None  # what the last page that was compared said against its layout
    _cut: Cut | None = None
    _used: _Known | None = None

    def read(self, page: Page) -> Reading | None:
        """The facts of a page that is built as one before it; None where it has to be read in full."""
        self._cut = self._used = self.disagreed = None
        if not self.known and self.failures >= _FAILURES:
            return None
        try:
            self._cut = cut_page(page.html)
        except UnlikeError:
            return None
        for known in self.known:
            if known.origin != _origin(page.url):
                continue
            try:
                reading = known.layout.read(self._cut, page)
            except UnlikeError:
                continue
            self._used = known
            return reading
        return None

    def is_trusted(self, url: str) -> bool:
        """Whether the layout that read a page has been right often enough, and the page is not drawn for comparison."""
        if self._used is None or not self._used.agreed or _is_drawn(url, self.night):
            return False
        return sum(known.agreed for known in self.known) >= _TRIALS

    def learn(self, page: Page, full: Reading, by_layout: Reading | None) -> None:
        """Hold a full reading against the layout's own, or learn from it."""
        if self._used is not None and by_layout is not None:
            told = difference(full, by_layout)
            if told is None:
                self._used.agreed += 1
            else:
                self.disagreed = f"bố cục đã nhớ đọc khác ở {told}"
                self.known.remove(self._used)
            return
        if self._cut is None or full.kind != "article" or self.failures >= _FAILURES:
            return
        self.failures += 1
        try:
            layout = learn_article(page, full, self._cut)
            again = layout.read(self._cut, Page(page.html, page.url, now=page.now, hosts=page.hosts))
        except UnlikeError:
            return
        if difference(full, again) is None:
            self.failures -= 1
            self.known = [_Known(_origin(page.url), layout), *self.known][:_MOST]

    def take_disagreement(self) -> str | None:
        """What the last comparison found, once."""
        told, self.disagreed = self.disagreed, None
        return told


def difference(full: Reading, other: Reading) -> str | None:
    """The first fact in which two readings differ, in words; what was considered on the way is none."""
    plain, second = (replace(one, blocks=(), why=()) for one in (full, other))
    names = (name for name in Reading.__dataclass_fields__ if getattr(plain, name) != getattr(second, name))
    return next((_WORDS.get(name, name) for name in names), None)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_drawn(url: str, night: date) -> bool:
    digest = hashlib.sha256(f"layout {night} {url}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:4], "big") % SHARE == 0
