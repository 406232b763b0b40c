"""List or article: from how much running text, how good a list, and what the page says of itself."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.facts import Article, PageKind
from spiders.reading.articles import find_headline, label_pairs
from spiders.reading.bodies import find_body
from spiders.reading.documents import label_of, number_in
from spiders.reading.kinds import is_thread, says_empty
from spiders.reading.lists import ALL_DATED, Candidate, dated_share
from spiders.reading.page import Page
from spiders.reading.page_numbers import page_number
from spiders.reading.paging import find_next
from spiders.reading.questions import is_about_questions
from spiders.reading.row_links import Row
from spiders.reading.tree import Node, count_words

_ARTICLE_LD = re.compile(r"\"@type\"\s*:\s*\[?\s*\"(\w*Article|BlogPosting|Report)\"")
_LIST_LD = re.compile(r"\"@type\"\s*:\s*\[?\s*\"(CollectionPage|ItemList|SearchResultsPage|OfferCatalog|Blog)\"")
_ARTICLE_ADDRESS = re.compile(r"-\d{4,}(\.\w+)?/?$|\.html?$|/\d{4}/\d\d/")
_WEAK = 4.0  # score of a list that may as well be three related posts
_MOST_WORDS = 400  # words beyond which a text is no more of an article
_MOST_OF_ROWS = 5.5  # points that the rows of a list can bring forward
_PAGED = 1.5  # points for being one of several pages of a list
_TOLD = 1.0  # points for calling itself a list in JSON-LD
_TITLE = 1.0  # points for a headline that is the page's title
_STRONG = 6.0  # score of a list that makes no document of its page
_ASKED = 1.5  # points for being what was asked for
_WORDS = 15  # below that there is no running text
_SEVERAL = 2  # whole posts that make a list of a page


def decide(
    page: Page, chosen: Candidate | None, article: Article | None, words: str, expect: str | None
) -> tuple[PageKind, str]:
    """(kind, why) of a page of the site: list, article, document, page, form, empty list or unknown."""
    text = article.words if article is not None else 0
    stated = _is_stated(article)
    strength = chosen.score if chosen is not None else 0.0
    if expect == "home":
        return "page", "trang chủ"
    if chosen is not None and chosen.of_pager:
        return "list", f"{len(chosen.items)} mục của trang cuối"
    if article is not None and article.kind == "document" and (strength < _STRONG or _is_of_one_document(page)):
        return "document", "có số ký hiệu và ngày ban hành"
    if chosen is not None and text >= _WORDS:
        text = max(0, text - _words_in_rows(page, chosen, expect))
    calls_itself = _calls_itself(page)
    if expect == "article" and stated and (calls_itself or (is_thread(page) and (page_number(page.url) or 1) == 1)):
        return "article", "tự xưng là bài viết, có ngày đăng"
    points = _article_points(page, article, text, stated, calls_itself) - _list_points(page, chosen, strength)
    points += {"article": _ASKED, "list": -_ASKED}.get(expect or "", 0.0)
    if points > 0 and article is not None and text >= _WORDS:
        if expect != "article" and is_thread(page):
            return "page", "chuỗi thảo luận"
        if stated or expect == "article" or calls_itself or (expect is None and _has_long_name(page)):
            return "article", f"{text} chữ, điểm {points:.1f}"
        return "page", f"{text} chữ, không có ngày đăng"
    if calls_itself and stated and strength < _WEAK and expect != "list":
        return "article", "tự xưng là bài viết, có ngày đăng"
    if chosen is not None:
        return "list", f"{len(chosen.items)} mục, điểm {strength:.1f}"
    return _without_list(page, article, text, stated, words, expect)


def why_surely_article(page: Page, article: Article | None) -> str | None:
    """Why a page that was asked for as a post is one whatever lists it may hold, or None: it calls itself one and
    states a day, or its text weighs more than any list could. Most posts are so clear, and nobody need look for their
    lists, links and menu. A body with links may itself be a list's rows, a headline with one another post's."""
    if article is None or article.kind == "document" or is_about_questions(page) or _leads_on(find_headline(page)):
        return None
    stated, calls_itself = _is_stated(article), _calls_itself(page)
    if stated and calls_itself:
        return "tự xưng là bài viết, có ngày đăng"
    body = find_body(page)
    if body is None or article.words < _WORDS or body.css_first("a") is not None:
        return None
    points = _article_points(page, article, article.words, stated, calls_itself) + _ASKED - _MOST_OF_ROWS
    points -= _points_of_page(page) if points > 0 else 0.0
    return f"{article.words} chữ, điểm từ {points:.1f}" if points > 0 else None


def _leads_on(headline: Node | None) -> bool:
    return headline is not None and (
        headline.css_first("a") is not None or (headline.parent is not None and headline.parent.tag == "a"))


def _is_stated(article: Article | None) -> bool:
    return article is not None and article.published is not None and (
        article.published.on is not None or article.published.source == "ahead")


def _is_of_one_document(page: Page) -> bool:
    """Whether a page labels the number of a single document: what is listed beside that are other things."""
    numbers = {said for label, said in label_pairs(page) if label_of(label) == "number"}
    return len(numbers) == 1 and all(number_in(said) for said in numbers)


def is_surely_list(page: Page, chosen: Candidate | None) -> bool:
    """Whether a page that was asked for as a list is one whatever its text may say: the most that an article can
    bring forward weighs less. Most list pages are so clear, and their text need not be read."""
    if chosen is None or chosen.score < _STRONG:
        return chosen is not None and chosen.of_pager
    most = _article_points(page, None, _MOST_WORDS, True, _calls_itself(page)) + _TITLE
    return most - _ASKED <= _list_points(page, chosen, chosen.score)


def _calls_itself(page: Page) -> bool:
    return page.meta.get("og:type", "").lower() == "article" or "article:published_time" in page.meta \
        or _is_told(page, _ARTICLE_LD)


def _is_told(page: Page, pattern: re.Pattern[str]) -> bool:
    """Whether JSON-LD in the page names such a type; most pages hold none, and a word is found faster."""
    return "\"@type\"" in page.html and pattern.search(page.html) is not None


def _has_long_name(page: Page) -> bool:
    """Whether the address is made of a headline: single pages have short names. Vietnamese counts syllables."""
    name = urlsplit(page.url).path.rstrip("/").rsplit("/", 1)[-1]
    return len(re.findall(r"[^\W\d_]+", name)) >= (9 if page.vietnamese else 5)


def _has_pages(page: Page) -> bool:
    """Whether the page is one of several of a list. A post's link to the next post may say rel="next" as well."""
    step = find_next(page)
    if step is None:
        return False
    return step.why not in ("rel_next", "word", "arrow") or page_number(step.url) is not None \
        or urlsplit(step.url).path == urlsplit(page.url).path


def _without_list(
    page: Page, article: Article | None, text: int, stated: bool, words: str, expect: str | None
) -> tuple[PageKind, str]:
    count = count_words(words)
    if says_empty(words) and text < 120:
        return "empty_list", "trang tự nói là chưa có nội dung"
    if text < 80 and count < 400 and _has_fields(page) and not _is_search(page):
        return "form", "biểu mẫu"
    if article is not None and text >= _WORDS:
        return ("article", f"{text} chữ, có ngày") if stated and expect == "article" else ("page", f"{text} chữ")
    return ("page", f"{count} chữ") if count >= 8 else ("unknown", "không hiểu trang này")


def _has_fields(page: Page) -> bool:
    return page.tree.css_first("textarea") is not None or any(
        form.css_first("input[type=email], input[type=text]") is not None for form in page.tree.css("form"))


def _is_search(page: Page) -> bool:
    """Whether the page's only fields are its search box or a newsletter's: almost every page has those."""
    fields = [f for f in page.tree.css("textarea, input[type=email], input[type=text], input:not([type])")
              if f.tag == "textarea" or not _asks_only(f)]
    return len(fields) <= 1 and page.tree.css_first("textarea") is None


def _asks_only(field: Node) -> bool:
    """Whether a field stands in a form that looks something up: what is sent as an address leaves nothing behind."""
    current = field.parent
    while current is not None and current.tag not in ("form", "body"):
        current = current.parent
    return current is not None and current.tag == "form" and (current.attributes.get("method") or "").lower() == "get"


def _words_in_rows(page: Page, chosen: Candidate, expect: str | None) -> int:
    """Words of the body that stand in the rows of the list: summaries are no running text, nor, where a list was asked
    for, is one of the posts that it shows whole."""
    body = find_body(page)
    if expect == "list" and body is not None and _is_in_whole_posts(body, chosen):
        return count_words(body.text)
    current: Node | None = chosen.container
    while body is not None and current is not None and current.at != body.at:
        current = current.parent
    if body is None or current is None:
        return 0
    return sum(_own_words(row) for row in chosen.rows)


def _is_in_whole_posts(body: Node, chosen: Candidate) -> bool:
    """Whether the body is of one row of a list most rows of which have running text of their own. A month's archive may
    hold two or three of them, each with its day: too few to be a strong list."""
    if chosen.score < _STRONG and dated_share(chosen) < ALL_DATED:
        return False
    inside = {node.at for row in chosen.rows for node in row.nodes}
    current: Node | None = body
    while current is not None and current.at not in inside:
        current = current.parent
    if current is None:
        return False
    told = sum(_own_words(row) >= 2 * _WORDS for row in chosen.rows)
    return 2 * told > len(chosen.rows) and told >= _SEVERAL


def _own_words(row: Row) -> int:
    linked = sum(count_words(link.text) for link in row.links)
    return max(0, sum(count_words(n.text) for n in row.nodes if n.is_element_node) - linked)


def _article_points(page: Page, article: Article | None, text: int, stated: bool, calls_itself: bool) -> float:
    points = min(text, _MOST_WORDS) / 100
    points += 1.5 if stated else 0.0
    points += 1.5 if calls_itself else -1.0 if page.meta.get("og:type", "").lower() == "website" else 0.0
    points += 1.0 if page.tree.css_first(
        "[itemprop=articleBody], [itemprop=headline], body.single, body.single-post") else 0.0
    points += 0.7 if _ARTICLE_ADDRESS.search(page.url) else 0.0
    title = article.title.casefold() if article is not None else ""
    return points + (_TITLE if len(title) > 30 and page.title.casefold().startswith(title[:40]) else 0.0)


def _list_points(page: Page, chosen: Candidate | None, strength: float) -> float:
    points = min(strength, 12) / 3
    if chosen is None:
        return points
    points += 1.5 * sum(i.published is not None for i in chosen.items) / len(chosen.items)
    return points + _points_of_page(page)


def _points_of_page(page: Page) -> float:
    """What a page says for being a list, whatever its rows are."""
    return (_PAGED if _has_pages(page) else 0.0) + (_TOLD if _is_told(page, _LIST_LD) else 0.0)
