"""Questions of citizens: rows of a list or grid, one question's own page, or all of them on one page."""

from __future__ import annotations

from dataclasses import replace

from crawler.facts import Question
from spiders.reading.dates import all_dates
from spiders.reading.identity import key_of
from spiders.reading.lists import Candidate
from spiders.reading.page import Page
from spiders.reading.question_blocks import read_blocks, text_by_lines
from spiders.reading.question_tables import read_table
from spiders.reading.question_words import ANY_LABEL, LABELS, TOPIC, conclude, field_of, labelled, state_of, with_value
from spiders.reading.tree import Node

_SHORTEST = 8  # letters of a question


def is_about_questions(page: Page) -> bool:
    """Whether the page says of itself that it is a place of questions: title, heading or address."""
    headings = " ".join(n.text for n in page.tree.css("h1, h2, h3")[:12] if not page.in_frame(n))
    return bool(TOPIC.search(f"{page.title} {headings} {page.url}") or "gvQuestion" in page.html)


def read_questions(page: Page, lists: list[Candidate]) -> tuple[Question, ...]:
    """The page's questions; empty for a page that is not about questions."""
    if not is_about_questions(page):
        return ()
    single = _single(page)
    if single is not None:
        return (single,)
    for candidate in lists:
        rows = _from_rows(page, candidate)
        if rows:
            return rows
    return read_table(page) or read_blocks(page, named=_is_named_so(page))


def _from_rows(page: Page, candidate: Candidate) -> tuple[Question, ...]:
    """Rows that link to a question each. Some of them must speak of questions: a state, dates by label, or, where the
    page itself is named after questions, titles that ask."""
    if page.in_frame(candidate.container):
        return ()
    found: list[Question] = []
    speaking = 0
    heads = _column_heads(page, candidate.container)
    by_key = {item.key: item for item in candidate.items}
    for row in candidate.rows:
        text = " ".join(n.text for n in row.nodes if n.is_element_node)
        link = next((x for x in row.links if x.key in by_key), None)
        if link is None:
            continue
        item = by_key[link.key]
        question = _read_text(page, text.replace(item.title, " ", 1), item.title)
        question = _read_cells(page, row.nodes[0], heads, question)
        speaking += question.state is not None or (bool(question.raw_dates) and bool(ANY_LABEL.search(text)))
        asked = question.asked_on or (item.published.on if item.published else None)
        found.append(replace(question, key=item.key, url=item.url, asked_on=asked))
    header = bool(heads) and any(h in ("state", "asked_on", "answered_on") for h in heads.values())
    asking = 2 * sum(q.title.rstrip().endswith("?") for q in found) >= len(found) and _is_named_so(page)
    sure = header or asking or speaking >= max(1, 0.3 * len(found)) or _grid(page)
    return tuple(found) if found and sure else ()


def _is_named_so(page: Page) -> bool:
    return bool(TOPIC.search(f"{page.title} {_headline(page)} {page.url}"))


def _grid(page: Page) -> bool:
    return "gvQuestion" in page.html


def _column_heads(page: Page, container: Node) -> dict[int, str]:
    """Column number -> field, from the table's header row."""
    table: Node | None = container
    while table is not None and table.tag != "table":
        table = table.parent
    row = table.css_first("tr") if table is not None else None
    heads: dict[int, str] = {}
    for number, cell in enumerate(_cells(row) if row is not None else []):
        for name, pattern in LABELS.items():
            if pattern.match(cell.text):
                heads[number] = name
    return heads


def _cells(row: Node) -> list[Node]:
    return [c for c in row.iter() if c.tag in ("td", "th")]


def _read_cells(page: Page, row: Node, heads: dict[int, str], question: Question) -> Question:
    if not heads or row.tag != "tr":
        return question
    for number, cell in enumerate(_cells(row)):
        if number in heads:
            question = with_value(page, question, heads[number], cell.text)
    return question


def _single(page: Page) -> Question | None:
    """One question's own page: labels and one question."""
    scope = page.tree.css_first(".DetailQuestion, .question-detail, .chi-tiet-cau-hoi")
    whole = scope or page.body
    lines = labelled(text_by_lines(page, whole)) if whole is not None else []
    names = [name for name, _ in lines]
    several = names.count("question") > 1 or names.count("answered_by") > 1 \
        or names.count("answer") > 1 or any(
            len({value for name, value in lines if name == day}) > 1 for day in ("asked_on", "answered_on"))
    if scope is None and (several or not {"question", "answered_by", "answered_on"} & set(names)):
        return None
    title = next((v for n, v in lines if n == "question" and v), "") or _headline(page)
    if not title or len(names) < 2 or len(TOPIC.sub("", title)) < _SHORTEST:  # the board's own name asks nothing
        return None
    question = Question(key=key_of(page.url), url=page.url, title=title[:500], state=None)
    for name, value in lines:
        question = with_value(page, question, name, value)
    return conclude(question, any(
        n == "answer" and len(v) > 10 and state_of(v[:60]) != "awaiting_answer" for n, v in lines))


def _headline(page: Page) -> str:
    node = page.tree.css_first("h1") or page.tree.css_first("h2")
    return node.text if node is not None else ""


def _read_text(page: Page, text: str, title: str) -> Question:
    """State and labelled facts of a row's text."""
    question = Question(key="", url=None, title=title[:500], state=state_of(text))
    marks = list(ANY_LABEL.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end(): following.start() if following else mark.end() + 120]
        name = field_of(mark[1] or mark[2])
        if name is not None:
            question = with_value(page, question, name, value)
    dates = [d for d in all_dates(text, now=page.now) if d.on]
    if dates and not marks and question.asked_on is None:
        question = replace(question, asked_on=dates[0].on)
    return replace(question, raw_dates=tuple(d.raw for d in dates[:4]))
