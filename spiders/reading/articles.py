"""One article: title, body, the day it states for its publication, author, source, attachments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from selectolax.lexbor import LexborNode

from crawler.facts import Article, Attachment, StatedDate
from spiders.reading.bodies import body_text, find_body, hash_text, prose_words
from spiders.reading.dates import all_dates, attribute_date, stated_date
from spiders.reading.documents import document_fields, label_of
from spiders.reading.page import Page, fold_text, in_frame, is_frame

_FILE = re.compile(r"\.(pdf|docx?|xlsx?|pptx?|zip|rar|7z|odt|ods|rtf|csv)(?:$|[?#])", re.I)
_SIZE = re.compile(r"([\d.,]+)\s*(KB|MB|GB|Kb|Mb)\b")
_UPDATE = re.compile(r"(cập nhật|sửa (lần )?cuối|chỉnh sửa|update|modified|edited|dernière|aktualisiert)", re.I)
_PUBLISH = re.compile(
    r"(ngày (đăng|xuất bản|tạo|viết|gửi|ban hành|phát hành)|đăng (lúc|ngày|vào|tin)|đăng bởi|xuất bản|publish|posted|"
    r"created|date)", re.I)
_OTHER_DAY = re.compile(
    r"(hiệu lực|hết hạn|hạn (nộp|chót)|sinh ngày|hôm nay|today|copyright|©|bản quyền|(kể từ|đến|từ) ngày)", re.I)
_SOURCE = re.compile(r"^\W*(?:nguồn(?: tin)?|theo)\s*:\s*(.{2,80})$", re.I)
_AUTHOR = re.compile(
    r"^\W*(?:tác giả|người (?:đăng|viết)|bài(?: và ảnh)?|đăng bởi|by|author)\s*:?\s+(.{2,60})$", re.I)
_CONTAINERS = 10


def read_article(page: Page) -> Article | None:
    """The page as one article, or None when it has neither a headline nor running text."""
    headline = find_headline(page)
    body = find_body(page)
    if headline is None and body is None:
        return None
    title = page.text(headline) if headline is not None else _meta(page, "og:title") or page.title
    pairs = label_pairs(page)
    fields = document_fields(pairs, page.now)
    text = body_text(page, body) if body is not None else ""
    published, updated = find_dates(page, headline, body)
    scope = _scope(page, headline, body)
    return Article(
        title=title, published=published, updated=updated, body_hash=hash_text(text),
        words=prose_words(page, body, text), kind="document" if "number" in fields else "post",
        author=_labelled(page, scope, _AUTHOR),
        source=_labelled(page, scope, _SOURCE), attachments=tuple(attachments(page, scope)),
        pictures=len(body.css("img")) if body is not None else 0, number=_str(fields.get("number")),
        issuer=_str(fields.get("issuer")), issued_on=_day(fields.get("issued")),
        effective_on=_day(fields.get("effective")),
    )


def find_headline(page: Page) -> LexborNode | None:
    """The headline: the heading whose text the page's own title begins with, else the only h1 of the content."""
    names = [n for n in (page.title, _meta(page, "og:title")) if n]
    marked = page.tree.css("h1, h2, h3, [itemprop=headline], .title, .tieude")
    headings = [n for n in marked if 8 <= len(page.text(n)) <= 400]
    for node in headings:
        text = page.text(node).casefold()
        if len(text) >= 12 and any(name.casefold().startswith(text[:60]) for name in names) and not in_frame(node):
            return node
    ones = [n for n in headings if n.tag == "h1" and not in_frame(n) and n.css_first("img") is None]
    if len(ones) == 1:
        return ones[0]
    return next((n for n in headings if (n.attributes.get("itemprop") or "") == "headline"), ones[0] if ones else None)


def find_dates(
    page: Page, headline: LexborNode | None, body: LexborNode | None
) -> tuple[StatedDate | None, StatedDate | None]:
    """(publication, update) as the page states them. What is printed beside the headline counts before what machines
    are told: real systems get their markup wrong (traps: the banner's clock, dates of laws and events in the text)."""
    printed, updated = _printed(page, headline, body)
    machine, changed = _machine(page)
    updated = updated or changed
    if printed is not None and printed.on is not None:
        if machine is not None and machine.on is not None and machine.on != printed.on and printed.source != "label":
            return StatedDate(printed.on, printed.raw, printed.source, "likely", printed.at), updated
        return printed, updated
    if machine is not None and machine.on is not None:
        return machine, updated
    from_address = _from_address(page)
    return from_address or printed, updated


def _printed(
    page: Page, headline: LexborNode | None, body: LexborNode | None
) -> tuple[StatedDate | None, StatedDate | None]:
    published: StatedDate | None = None
    updated: StatedDate | None = None
    bare: StatedDate | None = None
    for text, labelled in _near(page, headline, body):
        dates = list(all_dates(text, now=page.now, day_first=page.day_first))
        if not dates or _OTHER_DAY.search(text):
            continue
        rest = len(text) - sum(d.end - d.start for d in dates)
        before = text[: dates[0].start]
        if rest > 60 and not (_PUBLISH.search(before[-40:]) and len(text) < 200):
            continue
        if len({d.on for d in dates if d.on}) > 1:
            published, updated = _two_dates(page, text, published, updated)
            continue
        stated = stated_date(text, now=page.now, source="label" if labelled or _PUBLISH.search(before) else "header",
                             day_first=page.day_first)
        if stated is None:
            continue
        if _UPDATE.search(before) and not _PUBLISH.search(before):
            updated = updated or stated
        elif stated.source == "label" and stated.on is not None:
            published = published or stated
        elif stated.on is not None and bare is None:
            bare = stated
    return published or bare, updated


def _two_dates(
    page: Page, text: str, published: StatedDate | None, updated: StatedDate | None
) -> tuple[StatedDate | None, StatedDate | None]:
    """"Ngày đăng: … Cập nhật: …" in one line: each date belongs to the words before it."""
    end = 0
    for found in all_dates(text, now=page.now, day_first=page.day_first):
        before, end = text[end:found.start], found.end
        stated = StatedDate(found.on, found.raw, "label", found.grade, found.at)
        if _UPDATE.search(before):
            updated = updated or stated
        elif found.on is not None and (_PUBLISH.search(before) or not before.strip(" -–|,•·:")):
            published = published or stated
    return published, updated


def _near(page: Page, headline: LexborNode | None, body: LexborNode | None) -> Iterator[tuple[str, bool]]:
    """(text, whether a label or date element) of the lines between headline and body, around the headline, then at
    the body's end; the frame of the page is left out, and so is the running text."""
    seen: set[str] = set()
    scope = _scope(page, headline, body)
    if scope is None:
        return
    started = headline is None
    inside = _inside(body)
    tail: list[str] = []
    count = 0
    for node in scope.traverse(include_text=True):
        if headline is not None and node.mem_id == headline.mem_id:
            started = True
            continue
        if not node.is_text_node:
            continue
        raw = node.text_content or ""
        if not re.search(r"\d", raw) and "trước" not in raw and "qua" not in raw:
            continue
        line = _line_of(page, node)
        if not line or line in seen or (headline is not None and line == page.text(headline)):
            continue
        seen.add(line)
        if _framed_below(node, scope) or _linked_item(node):
            continue
        in_body = body is not None and body.mem_id != scope.mem_id and node.parent is not None and \
            _is_inside(node, inside)
        if in_body:
            if len(line) <= 80:
                tail.append(line)
            continue
        count += 1
        if started or count <= 6:
            yield line, bool(_PUBLISH.search(line))
        if count > 40:
            return
    for line in (*tail[:2], *tail[-2:]):
        if _PUBLISH.search(line) or _UPDATE.search(line) or len(line) <= 45:
            yield line, bool(_PUBLISH.search(line))


def _inside(body: LexborNode | None) -> int | None:
    return body.mem_id if body is not None else None


def _is_inside(node: LexborNode, body_id: int | None) -> bool:
    current: LexborNode | None = node
    while current is not None:
        if current.mem_id == body_id:
            return True
        current = current.parent
    return False


def _line_of(page: Page, node: LexborNode) -> str:
    """The line a text stands in: its inline surroundings, up to the next block."""
    current = node.parent
    best = fold_text(node.text_content or "")
    for _ in range(3):
        if current is None or current.tag in ("body", "article", "main", "section", "html"):
            break
        text = page.text(current)
        if len(text) > 140:
            break
        best = text
        if current.tag in ("p", "div", "li", "td", "h1", "h2", "h3", "time", "dd"):
            break
        current = current.parent
    return best


def _framed_below(node: LexborNode, scope: LexborNode) -> bool:
    """Whether a text stands in a frame part (sidebar, related items) between it and the scope."""
    current = node.parent
    while current is not None and current.mem_id != scope.mem_id:
        names = f"{current.attributes.get('class') or ''}"
        header = current.tag == "header" or re.search(r"(^|[\s_-])(entry|post|article|news)?-?header", names)
        if not header and is_frame(current):
            return True
        current = current.parent
    return False


def _linked_item(node: LexborNode) -> bool:
    """A date beside a link to another post is that post's: a row of related items."""
    current = node.parent
    for _ in range(3):
        if current is None or current.tag in ("body", "article", "main"):
            return False
        if current.tag in ("li", "tr", "a") and (current.tag == "a" or any(
                len(a.text(strip=True)) > 20 for a in current.css("a[href]"))):
            return True
        current = current.parent
    return False


def _scope(page: Page, headline: LexborNode | None, body: LexborNode | None) -> LexborNode | None:
    """The smallest element that holds headline and body, at least one level above the headline."""
    if headline is None or body is None:
        return headline.parent if headline is not None else body.parent if body is not None else None
    above: set[int] = set()
    current: LexborNode | None = body
    while current is not None:
        above.add(current.mem_id)
        current = current.parent
    current = headline.parent
    while current is not None and current.mem_id not in above:
        current = current.parent
    return current if current is not None and current.tag not in ("html", None) else page.body


def _machine(page: Page) -> tuple[StatedDate | None, StatedDate | None]:
    """(publication, update) as JSON-LD, meta and `time` elements say."""
    published: list[StatedDate] = []
    updated: list[StatedDate] = []
    for data in _json_ld(page):
        _take(page, published, data.get("datePublished"), "json_ld")
        _take(page, updated, data.get("dateModified"), "json_ld")
    for name in ("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.created",
                 "dc.date", "pubdate", "publishdate", "publish-date", "sailthru.date", "parsely-pub-date", "date",
                 "citation_publication_date", "article.published"):
        _take(page, published, _meta(page, name), "meta")
    for name in ("article:modified_time", "og:updated_time", "lastmod", "last-modified"):
        _take(page, updated, _meta(page, name), "meta")
    for node in page.tree.css("[itemprop=datePublished]"):
        value = node.attributes.get("content") or node.attributes.get("datetime") or page.text(node)
        _take(page, published, value, "meta")
    if not published:
        times = [n for n in page.tree.css("time[datetime]") if not in_frame(n) and not _linked_item(n)
                 and not _UPDATE.search(f"{n.attributes.get('class') or ''} {n.attributes.get('itemprop') or ''}")]
        for node in times[:1]:
            _take(page, published, node.attributes.get("datetime"), "time_tag")
    days = {s.on for s in published}
    best = published[0] if published else None
    if best is not None and len(days) > 1:
        best = StatedDate(best.on, best.raw, best.source, "likely", best.at)
    return best, updated[0] if updated else None


def _take(page: Page, into: list[StatedDate], value: Any, source: str) -> None:  # noqa: ANN401 - JSON-LD holds anything
    if not isinstance(value, str):
        return
    stated = attribute_date(value, now=page.now, source=source, foreign=not page.vietnamese)
    if stated is not None and stated.on is not None:
        into.append(stated)


def _json_ld(page: Page) -> Iterator[dict[str, Any]]:
    for node in page.tree.css("script[type='application/ld+json']"):
        try:
            data = json.loads(node.text())
        except ValueError:
            continue
        stack = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                stack += item
            elif isinstance(item, dict):
                kind = str(item.get("@type", ""))
                if "datePublished" in item and not re.search(r"WebSite|Organization|Comment|Review", kind):
                    yield item
                stack += [v for k, v in item.items() if k in ("@graph", "mainEntity", "mainEntityOfPage")]


def _from_address(page: Page) -> StatedDate | None:
    """`/2026/11/20/` in the address: the day on which the page was filed."""
    found = re.search(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:[/-]|$)", page.url)
    if not found:
        return None
    stated = attribute_date(f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}", now=page.now, source="url")
    return StatedDate(stated.on, stated.raw, "url", "likely") if stated is not None and stated.on is not None else None


def _meta(page: Page, name: str) -> str:
    return page.meta.get(name, "")


def label_pairs(page: Page) -> list[tuple[str, str]]:
    """(label, value) pairs of two-column tables, definition lists and "Label: value" lines with document labels."""
    pairs: list[tuple[str, str]] = []
    for row in page.tree.css("tr"):
        cells = [page.text(c) for c in row.iter() if c.tag in ("td", "th")]
        if len(cells) in (2, 4):
            pairs += [(cells[i], cells[i + 1]) for i in range(0, len(cells), 2) if label_of(cells[i])]
    for term in page.tree.css("dt"):
        value = term.next
        while value is not None and value.tag != "dd":
            value = value.next
        if value is not None and label_of(page.text(term)):
            pairs.append((page.text(term), page.text(value)))
    for node in page.tree.css("li, p, div"):
        text = page.text(node)
        label, colon, said = text.partition(":")
        if colon and len(text) < 300 and label_of(label):
            pairs.append((label, said.strip()))
    return pairs


def attachments(page: Page, scope: LexborNode | None) -> Iterator[Attachment]:
    """Files that the article links to, also on other hosts, with the size that the page prints."""
    seen: set[str] = set()
    for node in scope.css("a[href]") if scope is not None else ():
        url = page.absolute(node.attributes.get("href"))
        found = _FILE.search(url or "")
        if url is None or not found or url in seen:
            continue
        seen.add(url)
        around = page.text(node.parent) if node.parent is not None and len(page.text(node.parent)) < 200 else ""
        yield Attachment(url, page.text(node) or url.rsplit("/", 1)[-1], found[1].lower(), _size(around))


def _size(text: str) -> int | None:
    found = _SIZE.search(text)
    if not found:
        return None
    number = found[1].replace(".", "").replace(",", ".") if found[1].count(",") == 1 else found[1].replace(",", "")
    try:
        return int(float(number) * {"K": 1024, "M": 1024**2, "G": 1024**3}[found[2][0].upper()])
    except ValueError:
        return None


def _labelled(page: Page, scope: LexborNode | None, pattern: re.Pattern[str]) -> str | None:
    for node in scope.css("p, div, span, li, strong, em, b, i") if scope is not None else ():
        text = page.text(node)
        if len(text) <= 100 and (found := pattern.match(text)):
            return found[1].strip()
    return None


def _str(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _day(value: object) -> Any:  # noqa: ANN401 - date or None
    return value if value is not None and not isinstance(value, str) else None
