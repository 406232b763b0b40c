"""An article's layout from one page that was read in full: where each of its facts stands in the page's markup."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.facts import Reading
from spiders.reading.article_dates import LINE, is_framed_below, is_hidden, line_of, scope_of
from spiders.reading.article_layout import ArticleLayout, DateLine, FileLink, Holes
from spiders.reading.articles import find_headline, label_pairs
from spiders.reading.bodies import COUNTED, INLINE, find_body
from spiders.reading.dates import may_hold_date
from spiders.reading.decide import calls_itself, tells_list
from spiders.reading.holes import Holed
from spiders.reading.identity import key_of
from spiders.reading.kinds import main_texts
from spiders.reading.lists import Candidate, content_links, dated_share, judge_lists
from spiders.reading.machine_dates import has_twin, post_times, tells_posts
from spiders.reading.menu import read_menu
from spiders.reading.page import Page
from spiders.reading.paging import find_next
from spiders.reading.skeleton import HOLE, Cut, UnlikeError, kinds_of, text_of
from spiders.reading.tree import Node

_HEADINGS = "h1, h2, h3, [itemprop=headline], .title, .tieude"
_NAMES = "p, div, span, li, strong, em, b, i"
_LINKS, _BYTES = 25, 3000  # below these a page may be something else by what little it says
_TOPICS = 12
_ROW = 3       # levels between a date and the row of another post
_SURE = 100.0  # points of a page that says itself that it is an article
_POINTS, _WEBSITE = 3.0, -1.0  # for a stated day and for having been asked for as an article
_PAGER, _TOLD = 1.5, 1.0
_HEEDED = ("robots", "og:type", "refresh")  # of meta elements: what changes the reading where it changes
_FEEDS = ("application/rss+xml", "application/atom+xml")


def learn_article(page: Page, reading: Reading, cut: Cut) -> ArticleLayout:
    """The layout of an article. Raises UnlikeError for a page of which none can be learned."""
    article = reading.article
    headline, body = find_headline(page), find_body(page)
    if article is None or headline is None or body is None or reading.closed or reading.questions or reading.next:
        raise UnlikeError("not an article of the plain kind")
    if not all(child.tag == "p" for child in body.iter()) or any(
            child.is_text_node and child.length for child in body.iter(include_text=True)):
        raise UnlikeError("body is not paragraphs alone")
    if article.kind != "post" or label_pairs(page) or page.tree.css("input[type=password]"):
        raise UnlikeError("an article with more to it")
    if len(page.html) < _BYTES or len(content_links(page)) < _LINKS or page.base != page.url or tells_posts(page):
        raise UnlikeError("a page with too little or too much on it")
    return _Learner(page, cut, headline, body).layout(reading)


class _Learner:
    """One page, its holes, and the part of its skeleton that is the body."""

    def __init__(self, page: Page, cut: Cut, headline: Node, body: Node) -> None:
        self.page, self.cut, self.headline, self.body = page, cut, headline, body
        self.holed = Holed(page, cut)
        scope = scope_of(page, headline, body)
        inside = self.holed.of(body)
        if scope is None or not inside:
            raise UnlikeError("no scope")
        self.scope = scope
        parts = cut.skeleton.split(HOLE)
        self.first = inside[0]
        opening = parts[self.first].rfind("<p")
        if opening < 0 or not parts[inside[-1] + 1].startswith("</p"):
            raise UnlikeError("body is not paragraphs alone")
        start = sum(map(len, parts[:self.first])) + self.first + opening
        end = sum(map(len, parts[:inside[-1] + 1])) + inside[-1] + 1 + len("</p>")
        self.last = inside[-1] + 1 + (cut.skeleton[end - 1] == HOLE)
        self.prefix, self.suffix = cut.skeleton[:start], cut.skeleton[end:]

    def place(self, hole: int) -> int:
        """A hole's number where those of the body are not counted."""
        return hole if hole < self.first else hole - (self.last - self.first)

    def places(self, node: Node) -> Holes:
        return tuple(self.place(hole) for hole in self.holed.of(node))

    def outside(self, node: Node) -> bool:
        return not self.body.at <= node.at < self.body.end

    def layout(self, reading: Reading) -> ArticleLayout:
        page, values = self.page, [*self.cut.values[:self.first], *self.cut.values[self.last:]]
        texts = [n for n in self.holed.texts if self.outside(n)]
        title = page.tree.css_first("title")
        times, published = page.tree.css("time[datetime]"), post_times(page)[:1]
        moments = {node.at: self.place(hole) for hole, node in self.holed.attributes("datetime").items()}
        lists = _blocks(page)
        near = [n for n in texts if self.scope.at <= n.at < self.scope.end]
        return ArticleLayout(
            prefix=self.prefix, suffix=self.suffix, before=self.first, after=len(self.cut.values) - self.last,
            values=tuple(values), kinds=kinds_of(values),
            texts={hole: text_of(value) for hole, value in enumerate(values) if value[0] == ">"},
            links=self._links(), metas=self._metas(),
            linked=frozenset(self.place(h) for n in texts if _link_around(n) for h in self.holed.of(n)),
            title=_only(self.places(title) if title is not None else ()), headline=_only(self.places(self.headline)),
            headings=tuple(self.places(n) for n in page.tree.css(_HEADINGS)
                           if n.at < self.headline.at and not page.in_frame(n) and n.length <= 4 * LINE),
            topics=tuple(self.places(n) for n in page.tree.css("h1, h2, h3")[:_TOPICS] if not page.in_frame(n)),
            main=tuple(h for n in main_texts(page) if self.outside(n) for h in self.places(n)),
            beside=self._beside(texts),
            lines=tuple(self._lines(near)),
            undated=frozenset(h for n in near if not may_hold_date(n.raw) and self._is_beside(n)
                              for h in self.places(n)),
            small=tuple(self.places(n) for n in self.scope.css(_NAMES)
                        if self.outside(n) and not n.at <= self.body.at < n.end),
            moment=moments.get(published[0].at) if published else None,
            moments=not times or (bool(published) and published[0] is times[0] and times[0].at in moments),
            typed=page.html.count("\"@type\""),
            classes=frozenset(n.attributes.get("class") or "" for n in self.body.traverse()[1:]), meta=page.meta,
            weight=_SURE if calls_itself(page) else
            _POINTS + (_WEBSITE if page.meta.get("og:type", "").lower() == "website" else 0.0),
            against=(_PAGER if find_next(page) else 0.0) + (_TOLD if tells_list(page) else 0.0),
            strength=max((c.score for c in lists), default=0.0), dated=max(map(dated_share, lists), default=0.0),
            files=tuple(self._files()),
            facts=reading,
        )

    def _files(self) -> Iterator[FileLink]:
        """The links near the headline: any may lead to a file."""
        holes = {node.at: hole for hole, node in self.holed.attributes("href").items()}
        for node in self.scope.css("a[href]"):
            if node.at not in holes:
                raise UnlikeError("an address in other quotes")
            around = node.parent
            small = around is not None and not around.at <= self.body.at < around.end
            yield FileLink(self.place(holes[node.at]), self.places(node),
                           self.places(around) if small and around is not None else None)

    def _links(self) -> dict[int, str]:
        return {self.place(hole): "feed" if (node.attributes.get("type") or "") in _FEEDS else node.tag
                for hole, node in self.holed.attributes("href").items() if self.outside(node)}

    def _metas(self) -> dict[int, str]:
        """Holes by the names of their meta elements; of several of one name the first counts."""
        found: dict[int, str] = {}
        for hole, node in self.holed.attributes("content").items():
            told = node.attributes
            name = (told.get("property") or told.get("name") or told.get("http-equiv") or "").lower()
            if node.tag == "meta" and name not in _HEEDED and "itemprop" not in told:
                found[self.place(hole)] = name if name and name not in found.values() else f"{name} {hole}"
        return found

    def _beside(self, texts: list[Node]) -> tuple[Holes, ...]:
        """The own texts of each element that may count as running text beside the body."""
        found: dict[int, list[int]] = {}
        for node in texts:
            parent = node.parent
            while parent is not None:
                if parent.tag in COUNTED and not self.page.in_frame(parent, 10):
                    found.setdefault(parent.at, []).extend(self.places(node))
                parent = parent.parent if parent.tag in INLINE else None
        return tuple(map(tuple, found.values()))

    def _is_beside(self, node: Node) -> bool:
        return not self.headline.at <= node.at < self.headline.end

    def _lines(self, near: list[Node]) -> Iterator[DateLine]:
        for node in near:
            parent = node.parent
            if parent is not None and any(c.isdigit() for c in parent.attributes.get("title") or ""):
                raise UnlikeError("a tooltip that may hold a date")
            if may_hold_date(node.raw) and self._is_beside(node):
                yield self._line(node)

    def _line(self, node: Node) -> DateLine:
        line = line_of(node)
        around = line.parent
        wide = around is not None and around.length > LINE and not around.at <= self.body.at < around.end
        aside = is_framed_below(self.page, node, self.scope) or is_hidden(node)
        link, rows = self._around(node)
        return DateLine(
            self.places(line), node.at > self.headline.at, aside, line is not node,
            self.places(around) if wide and around is not None else (),
            self.places(node), self.places(link) if link is not None else (),
            tuple((self.places(row), tuple(self.places(a) for a in row.css("a[href]"))) for row in rows))

    def _around(self, node: Node) -> tuple[Node | None, list[Node]]:
        """The link around a date, and the rows around it below that."""
        rows: list[Node] = []
        current = node.parent
        for _ in range(_ROW):
            if current is None or current.tag in ("body", "article", "main"):
                break
            if current.tag == "a":
                return current, rows
            holds_all = current.at <= self.body.at < current.end  # and is no row: too long
            if not holds_all and (current.tag in ("li", "tr") or has_twin(current)):
                rows.append(current)
            current = current.parent
        return None, rows


def _blocks(page: Page) -> list[Candidate]:
    """All that may be taken for the page's list."""
    links = content_links(page)
    menu = {entry.key for entry in read_menu(page, links)}
    return judge_lists(page, [link for link in links if link.key != key_of(page.url)], menu)


def _only(holes: Holes) -> int:
    if len(holes) != 1:
        raise UnlikeError("a text of several pieces")
    return holes[0]


def _link_around(node: Node) -> bool:
    current: Node | None = node
    while current is not None and current.tag != "a":
        current = current.parent
    return current is not None
