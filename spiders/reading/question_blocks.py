"""Questions and answers that stand on one page: under labels, or each under a heading that opens its answer."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from crawler.facts import Question, QuestionState
from spiders.reading.dates import all_dates
from spiders.reading.identity import key_of
from spiders.reading.page import Page, fold_text
from spiders.reading.question_words import conclude, labelled, mask, state_of, with_value
from spiders.reading.tree import Node

_BREAKS = frozenset({"br", "p", "div", "tr", "li", "td", "h1", "h2", "h3", "h4", "h5", "dt", "dd", "fieldset", "hr",
                     "summary", "details", "section", "article", "span"})
_INLINE_BREAKS = ("span", "td")
_HEADS = "summary, dt, h2, h3, h4, h5, button, [data-toggle], [data-bs-toggle], [aria-expanded], [itemprop=name]"
_OPENING = re.compile(r"^\W*((câu )?hỏi)\s*(\d+\s*)?[:.]\s*", re.I)
_NAMED = re.compile(r"(?:(?<=\?)\s*|\s(?=\((?:ông|bà|anh|chị|bạn|công dân)\b))\(([^()]{3,80})\)\W*$", re.I)
_ADDRESS = re.compile(r"^\W*(ông|bà|anh|chị|bạn|công dân)\b\s*", re.I)
_ANSWER = 8      # words that make an answer
_SHORTEST = 12   # letters of a question
_LINE = 60       # letters of a line that says who asked when


def read_blocks(page: Page, *, named: bool) -> tuple[Question, ...]:
    """Questions without pages of their own; empty when the page does not hold at least two. Headings that ask make
    questions only on a page that is `named` after questions: articles have such headings as well."""
    body = page.body
    if body is None:
        return ()
    return _by_labels(page, body) or (_by_heads(page, body) if named else ())


def text_by_lines(page: Page, node: Node) -> str:
    """The text of an element outside the page's frame, each block on a line of its own."""
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(piece for piece, _ in _pieces(page, node)))


def _pieces(page: Page, node: Node) -> Iterator[tuple[str, int]]:
    """(text or line break, the element's id for a break) in order."""
    for child in node.traverse(include_text=True):
        if child.is_text_node and child.parent is not None and child.parent.tag not in ("script", "style"):
            if not page.in_frame(child.parent, 8):
                yield child.raw, 0
        elif child.is_element_node:
            yield "" if child.tag not in _BREAKS else " " if child.tag in _INLINE_BREAKS else "\n", child.at


def _by_labels(page: Page, body: Node) -> tuple[Question, ...]:
    """Each "Câu hỏi:" or "Hỏi:" begins the next question."""
    fields = labelled(text_by_lines(page, body))
    if sum(name == "question" for name, _ in fields) < 2:
        return ()
    found: list[Question] = []
    answered = False
    for name, value in fields:
        if name == "question":
            if found:
                found[-1] = conclude(found[-1], answered)
            found.append(make_question(page, value))
            answered = False
        elif found:
            answered = answered or (name == "answer" and len(value) > 10 and state_of(value) != "awaiting_answer")
            found[-1] = with_value(page, found[-1], name, value)
    found[-1] = conclude(found[-1], answered)
    return tuple(found)


def _by_heads(page: Page, body: Node) -> tuple[Question, ...]:
    """Headings of one shape, most of which ask something, each followed by its answer up to the next."""
    heads = [n for n in page.tree.css(_HEADS) if n.length >= _SHORTEST and not page.in_frame(n)]
    shapes: dict[str, list[Node]] = {}
    for head in heads:
        shapes.setdefault(f"{head.tag} {head.attributes.get('class') or ''}", []).append(head)
    for group in sorted(shapes.values(), key=len, reverse=True):
        asking = sum(_asks(head.text) for head in group)
        if len(group) >= 2 and asking >= 0.5 * len(group):
            found = _cut_at(page, body, [head for head in group if not _leads_away(page, head)])
            if len(found) >= 2:
                return tuple(found)
    return ()


def _asks(text: str) -> bool:
    return text.rstrip(" ”\"')").endswith("?") or bool(_OPENING.match(text))


def _leads_away(page: Page, head: Node) -> bool:
    """Whether a heading links to a page of its own: then it is a row of a list."""
    link = head if head.tag == "a" else head.css_first("a[href]")
    url = page.absolute(link.attributes.get("href")) if link is not None else None
    return url is not None and key_of(url) != key_of(page.url)


def _cut_at(page: Page, body: Node, heads: list[Node]) -> list[Question]:
    """The page's text cut at its questions: what follows each belongs to it."""
    marks = {head.at: fold_text(head.text) for head in heads}
    parts: list[tuple[str, list[str]]] = []
    for piece, mark in _pieces(page, body):
        if mark in marks:
            parts.append((marks[mark], []))
        if parts:
            parts[-1][1].append(piece)
    return [_with_answer(page, title, re.sub(r"[ \t]*\n\s*", "\n", "".join(text))) for title, text in parts]


def _with_answer(page: Page, title: str, text: str) -> Question:
    question = make_question(page, _OPENING.sub("", title))
    after = text.replace(title, "", 1) if title in text else fold_text(text).replace(title, "", 1)
    lines = [line.strip() for line in after.split("\n") if line.strip()]
    prose = 0
    for line in lines:
        if len(line) <= _LINE and question.asked_on is None and (days := [d for d in all_dates(line, now=page.now)
                                                                           if d.on]):
            question = replace(question, asked_on=days[0].on)
        else:
            prose += len(line.split())
    for name, value in labelled(after):
        question = with_value(page, question, name, value)
    waits = state_of(after[:200]) if prose < 3 * _ANSWER else _said_last(lines)
    return replace(question, state=waits) if waits else conclude(question, prose >= _ANSWER)


def _said_last(lines: list[str]) -> QuestionState | None:
    """The state where the last line says nothing else: "Chưa có câu trả lời." under a question's own text."""
    state = state_of(lines[-1]) if lines and len(lines[-1]) <= _LINE else None
    return state if state != "answered" else None


def make_question(page: Page, title: str) -> Question:
    """A question by its text; a name in brackets after it is the asker's, and is kept as initials only."""
    named = _NAMED.search(title)
    asker = mask(_ADDRESS.sub("", named[1].split(",")[0])) if named else None
    title = title[: named.start()] if named else title
    key = f"{key_of(page.url)}#{hashlib.sha256(title.casefold().encode()).hexdigest()[:16]}"
    return Question(key=key, url=None, title=title[:500], state=None, asker=asker)
