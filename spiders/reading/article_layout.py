"""How the articles of one site are built, and the reading of one that is built so: the same facts for a fraction.

A layout is believed only where the full reader could not read anything else: the page's markup is the template's letter
for letter, its body is paragraphs and holds nearly all running text, and nothing that changed since says what the full
reader listens to. Whatever is in doubt is left to the full reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from crawler.facts import Article, Attachment, Reading, StatedDate
from crawler.sketch import sketch
from spiders.reading.article_dates import LINE, sift_lines, weigh_dates
from spiders.reading.articles import AUTHOR, LABELLED, SOURCE, attachment
from spiders.reading.bodies import hash_text, running_text
from spiders.reading.dates import may_hold_date
from spiders.reading.decide import ARTICLE_ADDRESS
from spiders.reading.identity import key_of
from spiders.reading.language import language_of
from spiders.reading.layout_checks import check_link, check_text, growth, letters_of, paragraphs_of
from spiders.reading.machine_dates import CARD, NAMED, WHOLE, meta_dates, time_date
from spiders.reading.page import Page, fold_text
from spiders.reading.paging import may_lead_on
from spiders.reading.question_words import TOPIC
from spiders.reading.signs import platform_of
from spiders.reading.skeleton import Cut, UnlikeError, attribute_of, is_same_but_for_chance, kinds_of, text_of
from spiders.reading.tree import count_words

WHY = "đọc theo bố cục đã nhớ"
_FEWEST_WORDS, _MOST_WORDS = 120, 400
_STRONGEST = 12.0   # score of a list beyond which it says no more
_SHARE = 2.5        # times as much running text in the body as beside it
_COUNTED, _OWN = 40, 60  # letters from which a text may count as running text, and from which it surely does
Holes = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line near the headline that may hold a date: the holes of its text; whether it is `narrow` enough to be a line
    of several, and those of the next element around it, which is too `wide`. Whether it is another post's is told by
    its `own` text, the link around that, and the rows around that with their links, as in `linked_item`."""

    holes: Holes
    below: bool
    aside: bool = False
    narrow: bool = False
    wide: Holes = ()
    own: Holes = ()
    link: Holes = ()
    rows: tuple[tuple[Holes, tuple[Holes, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class FileLink:
    """A link near the headline, which may lead to a file: the holes of its address, its text, and what is around it
    (None: too much)."""

    address: int
    text: Holes
    around: Holes | None


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """Places are numbers of holes, those of the body left out."""

    prefix: str
    suffix: str
    before: int                     # holes before the body
    after: int
    values: tuple[str, ...]         # what filled them on the page that was learned from
    texts: dict[int, str]           # and what its texts were
    kinds: str
    links: dict[int, str]           # holes that are addresses: the tag they stand in
    metas: dict[int, str]           # holes that are contents of meta elements: their names
    linked: frozenset[int]          # texts of links
    title: int
    headline: int
    headings: tuple[Holes, ...]     # before the headline, outside the page's frame
    topics: tuple[Holes, ...]       # what the page says it is about
    main: Holes                     # texts outside the page's frame
    beside: tuple[Holes, ...]       # texts that may count as running text beside the body
    lines: tuple[DateLine, ...]
    undated: frozenset[int]         # texts near the headline that hold no date
    small: tuple[Holes, ...]        # elements near the headline that may name the author
    moment: int | None              # what the post's `time` element says
    moments: bool                   # whether it is known which one that is
    typed: int                      # types that JSON-LD names
    classes: frozenset[str]         # names of paragraphs
    meta: dict[str, str]
    weight: float                   # points for an article that the template gives
    against: float                  # points for a list that the template gives
    strength: float                 # best score of what may be taken for a list
    dated: float                    # and the largest share of dated rows
    files: tuple[FileLink, ...]     # links near the headline
    facts: Reading

    def read(self, cut: Cut, page: Page) -> Reading:
        """The facts of a page. Raises UnlikeError where they could be others."""
        skeleton, total = cut.skeleton, len(cut.values)
        inner = len(skeleton) - len(self.suffix)
        if inner <= len(self.prefix) or not skeleton.startswith(self.prefix) or not skeleton.endswith(self.suffix):
            raise UnlikeError("another template")
        values = cut.values[:self.before] + cut.values[total - self.after:]
        if kinds_of(values) != self.kinds:
            raise UnlikeError("other attributes")
        middle = skeleton[len(self.prefix):inner]
        paragraphs = paragraphs_of(middle, cut.values[self.before:total - self.after], self.classes)
        return _Sight(self, page, values).facts(paragraphs, middle.count("<img"))


class _Sight:
    """One page as its layout sees it."""

    def __init__(self, layout: ArticleLayout, page: Page, values: list[str]) -> None:
        self.layout, self.page, self.values = layout, page, values
        self.leads_on = False
        self.dated, self.stronger = layout.dated, 0.0
        self._texts: dict[int, str] = {}
        for place, (new, old) in enumerate(zip(values, layout.values, strict=True)):
            if new != old:
                self._check(place, new, old)
        page.__dict__["meta"] = layout.meta | {
            name: fold_text(attribute_of(values[place])) for place, name in layout.metas.items()}
        page.__dict__["title"] = self.text(layout.title)
        page.__dict__["base"] = page.url

    def text(self, place: int) -> str:
        known = self._texts.get(place)
        if known is None:
            known = self._texts[place] = text_of(self.values[place])
        return known

    def joined(self, holes: Holes) -> str:
        return " ".join([text for place in holes if (text := self.text(place))])

    def _check(self, place: int, new: str, old: str) -> None:
        layout, kind = self.layout, new[1] if new[0] == " " else new[0]
        if kind == ">":
            text, before = self.text(place), layout.texts[place]
            check_text(text, before)
            if may_hold_date(text) and not may_hold_date(before):
                self.dated = 1.0
            if place in layout.linked:
                self.stronger += growth(text, before)
            if place in layout.undated and may_hold_date(text):
                raise UnlikeError("a date where there was none")
            self.leads_on = self.leads_on or (place in layout.linked and may_lead_on(text))
        elif kind == "<":
            if "ld+json" in new[:200] or not is_same_but_for_chance(new, old):
                raise UnlikeError("another script")
        elif kind == "h":
            tag = layout.links.get(place)
            if tag == "a":
                check_link(attribute_of(new), attribute_of(old))
            elif tag != "link":
                raise UnlikeError("another base")
        elif kind == "c":
            if place not in layout.metas:
                raise UnlikeError("a statement never seen")
        elif (kind == "d" and not layout.moments) or (kind == "t" and len(new) < 60 and any(c.isdigit() for c in new)):
            raise UnlikeError("a moment in an attribute")

    def facts(self, paragraphs: list[list[str]], pictures: int) -> Reading:
        layout, page = self.layout, self.page
        words = self._main_words(paragraphs)
        body = [" ".join(pieces) for pieces in paragraphs if pieces]
        text = running_text(body)
        count, own = count_words(words), len(text.split())
        beside = letters_of([self.joined(holes) for holes in layout.beside], _COUNTED)
        if count < _FEWEST_WORDS or letters_of(body, _OWN) < _SHARE * beside:
            raise UnlikeError("too little text")
        self._check_headline()
        published, updated = weigh_dates(page, self._lines(), self._told(), True)
        if published is None or published.on is None:
            raise UnlikeError("no day")
        self._check_kind(own)
        read = Article(
            title=self.text(layout.headline), published=published, updated=updated, body_hash=hash_text(text),
            words=own, author=self._labelled(AUTHOR), source=self._labelled(SOURCE), pictures=pictures,
            attachments=tuple(self._attachments()), sketch=sketch(text))
        return replace(layout.facts, key=key_of(page.url), title=read.title, article=read, lang=language_of(words),
                       text_words=count, platform=platform_of(page.html), why=(WHY,))

    def _main_words(self, paragraphs: list[list[str]]) -> str:
        """What `main_words` reads: each text of the page's content once."""
        layout = self.layout
        parts = dict.fromkeys(self.text(n) for n in layout.main if n < layout.before)
        parts |= dict.fromkeys(piece for pieces in paragraphs for piece in pieces)
        parts |= dict.fromkeys(self.text(n) for n in layout.main if n >= layout.before)
        parts.pop("", None)
        return " ".join(parts)

    def _check_headline(self) -> None:
        """The headline is still the first heading that the page's title begins with."""
        names = [n.casefold() for n in (self.page.title, self.page.meta.get("og:title", "")) if n]
        headline = self.text(self.layout.headline)
        if not 12 <= len(headline) <= 400 or not _names(headline, names):
            raise UnlikeError("another headline")
        for holes in self.layout.headings:
            text = self.joined(holes)
            if 12 <= len(text) <= 400 and _names(text, names):
                raise UnlikeError("another headline")
        about = " ".join(self.joined(holes) for holes in self.layout.topics)
        if TOPIC.search(f"{self.page.title} {about} {self.page.url}") or "gvQuestion" in self.page.html:
            raise UnlikeError("a page of questions")

    def _lines(self) -> Iterator[tuple[str, bool]]:
        places = [(self._line(line), line.below, False, line) for line in self.layout.lines]
        return sift_lines(places, self.text(self.layout.headline), self._is_aside)

    def _line(self, line: DateLine) -> str:
        text = self.joined(line.holes)
        if (line.narrow and len(text) > LINE) or (line.wide and len(self.joined(line.wide)) <= LINE):
            raise UnlikeError("a line of another length")
        return text

    def _told(self) -> tuple[list[StatedDate], list[StatedDate]]:
        published, updated = meta_dates(self.page)
        if not published and self.layout.moment is not None:
            published = time_date(self.page, attribute_of(self.values[self.layout.moment]))
        return published, updated

    def _labelled(self, pattern: re.Pattern[str]) -> str | None:
        for holes in self.layout.small:
            text = self.joined(holes)
            if len(text) <= LABELLED and (found := pattern.match(text)):
                return found[1].strip()
        return None

    def _attachments(self) -> Iterator[Attachment]:
        seen: set[str] = set()
        for link in self.layout.files:
            url = self.page.absolute(attribute_of(self.values[link.address]))
            around = self.joined(link.around) if link.around is not None else ""
            if url is not None and url not in seen and (found := attachment(url, self.joined(link.text), around)):
                seen.add(url)
                yield found

    def _is_aside(self, line: DateLine) -> bool:
        if line.aside or any(len(self.joined(row)) < CARD and any(len(self.joined(link)) > NAMED for link in links)
                             for row, links in line.rows):
            return True
        whole = self.joined(line.link)
        return bool(line.link) and (len(whole) > WHOLE or whole != self.joined(line.own))

    def _check_kind(self, words: int) -> None:
        """Nothing that a list could bring forward outweighs the article."""
        layout = self.layout
        points = min(words, _MOST_WORDS) / 100 + layout.weight
        points += 0.7 if ARTICLE_ADDRESS.search(self.page.url) else 0.0
        if self.page.html.count("\"@type\"") != layout.typed or not self.page.vietnamese:
            raise UnlikeError("another language, or types never seen")
        lists = min(_STRONGEST, layout.strength + self.stronger) / 3 + 1.5 * self.dated
        if points <= lists + layout.against + (1.5 if self.leads_on else 0.0):
            raise UnlikeError("too little text to be surely an article")


def _names(text: str, names: list[str]) -> bool:
    start = text.casefold()[:60]
    return any(name.startswith(start) for name in names)
