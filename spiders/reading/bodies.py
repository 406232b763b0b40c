"""The body of an article: the block that holds its running text, and the text that counts when it changes."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache

from spiders.reading.names import saying
from spiders.reading.page import Page, fold_text
from spiders.reading.tree import Node, count_words

_PARAGRAPHS = frozenset({"p", "blockquote", "pre", "li", "h2", "h3", "h4", "td", "dd", "figcaption"})
_is_no_body = saying(
    r"(^|[\s_-])(related|lien-?quan|tin-?khac|tinkhac|other-?news|comments?|binh-?luan|share|social|tags?|tag-links|"
    r"breadcrumbs?|pagination|pager|previous|prev|next|nav|nav-links|sidebar|widget(?![_-](?:content|main|body))|author-?box|rating|vote|danhgia|luot-?xem|views?|counter|print|"
    r"tool(s|bar)?|download|post-navigation|entry-footer|recommend|popular|latest)($|[\s_-])")
_INLINE = frozenset({"b", "strong", "i", "em", "u", "font", "span", "sup", "sub", "small"})
_SCRIPTS = frozenset({"script", "style", "noscript", "form", "button", "iframe", "svg", "nav", "aside", "select"})
_END = re.compile(
    r"^\W*((các |những )?(tin|bài|bài viết|tin bài|tin tức|văn bản) (liên quan|khác|cùng chuyên mục|"
    r"cũ hơn|mới hơn|đã đưa|mới nhất|cùng loại)|related (posts|articles|news)|xem thêm|bình luận|"
    r"ý kiến bạn đọc|comments?|từ khóa|tags?)\W*:?$", re.I)
#: "← bài cũ", "bài mới →": the neighbours of a post change with every post.
_NEIGHBOUR = re.compile(r"^(←|‹|«|<<)\s|\s(→|›|»|>>)$")
_COUNTER = re.compile(
    r"((số )?lượt (xem|truy cập|đọc)|đã xem|views?|xem)\s*:?\s*[\d.,]+( lượt)?|[\d.,]+\s*(lượt (xem|đọc)|views?)|"
    r"\d+ (comments?|bình luận|ý kiến|phản hồi)\b|in bài viết|gửi email|chia sẻ|cỡ chữ|a[+-]|"
    r"(\d+\s*(năm|tháng|tuần|ngày|giờ|phút|giây|years?|months?|weeks?|days?|hours?|minutes?|seconds?)[\s,]*){1,2}(trước|ago)\b",
    re.I)

_MAY_COUNT = re.compile(r"\d|in bài|gửi email|chia sẻ|cỡ chữ|a[+-]", re.I)
#: Letters without which none of these counters can be.
_COUNTS = ("xem", "view", "lượt", "comment", "bình luận", "ý kiến", "phản hồi", "in bài viết", "gửi email", "chia sẻ",
           "cỡ chữ", "a+", "a-", "trước", "ago")


@lru_cache(maxsize=1)  # asked for by everyone who weighs the page
def find_body(page: Page) -> Node | None:
    """The element with the article's running text: the one whose own paragraphs hold most words."""
    marked = [n for n in page.tree.css("[itemprop=articleBody], [property='articleBody']") if n.length > 80]
    if len(marked) == 1:
        return marked[0]
    scores: dict[int, tuple[float, Node]] = {}
    for node in page.tree.css("p, pre, blockquote, td, div, li, font, span"):
        if node.length < 40 or (own := _own_text(node)) < 40 or page.in_frame(node, 10) or _in_noise(node):
            continue
        parent = node.parent if node.tag != "div" and node.tag != "td" else node
        weight = 1.0
        for _ in range(3):
            if parent is None or parent.tag in ("html", "body", None):
                break
            score, _ = scores.get(parent.at, (0.0, parent))
            scores[parent.at] = (score + own * weight, parent)
            parent, weight = parent.parent, weight * 0.55
    if not scores:
        return None
    score, best = max(scores.values(), key=lambda entry: entry[0])
    return best if score >= 60 else None


def _own_text(node: Node) -> int:
    """Letters of a node's text that are its own or of inline children, links left out."""
    total = 0
    child = node.first
    while child is not None:
        if child.is_text_node or (child.tag in _INLINE and child.css_first("p, div") is None):
            total += child.length
        child = child.next
    return total


def _in_noise(node: Node) -> bool:
    current: Node | None = node
    for _ in range(6):
        if current is None or current.tag in ("body", "article", "main"):
            return False
        if _is_no_body(current.names):
            return True
        current = current.parent
    return False


@lru_cache(maxsize=1)  # hashed by one, sketched by another
def body_text(page: Page, body: Node) -> str:
    """The running text of a body without counters, tools, related items and everything after their heading."""
    parts: list[str] = []
    _collect(page, body, parts, 0)
    kept: list[str] = []
    for part in parts:
        if _END.match(part):
            break
        if (part[0] in "←‹«<" or part[-1] in "→›»>") and _NEIGHBOUR.search(part):
            continue
        lower = part.lower()
        rest = _COUNTER.sub(" ", part) if any(s in lower for s in _COUNTS) and _MAY_COUNT.search(part) else part
        if rest.strip():
            kept.append(fold_text(rest))
    return "\n".join(kept)


def _collect(page: Page, node: Node, parts: list[str], depth: int) -> None:
    """Texts of blocks in order; inline texts are joined."""
    inline: list[str] = []
    for child in node.iter(include_text=True):
        if child.is_text_node:
            text = child.text
            if text:
                inline.append(text)
        elif child.tag in _SCRIPTS or child.is_comment_node or (depth and _is_no_body(child.names)):
            continue
        elif child.css_first("p, div, li, table, h2, h3, h4") is not None and depth < 30:
            if inline:
                parts.append(" ".join(inline))
                inline = []
            _collect(page, child, parts, depth + 1)
        elif child.tag in _PARAGRAPHS or child.tag in ("div", "table", "ul", "ol", "br", "hr", "tr"):
            if inline:
                parts.append(" ".join(inline))
                inline = []
            text = child.text
            if text:
                parts.append(text)
        else:
            text = child.text
            if text:
                inline.append(text)
    if inline:
        parts.append(" ".join(inline))


def hash_text(text: str) -> str | None:
    """sha256 of a body's words; None for a body without any."""
    words = text.casefold().split()
    return hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest() if words else None


def prose_words(page: Page, body: Node | None, text: str) -> int:
    """Words of a body outside its links: a block of links is no running text, however long."""
    linked = sum(count_words(a.text) for a in body.css("a")) if body is not None else 0
    return max(0, len(text.split()) - linked)
