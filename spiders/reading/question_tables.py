"""Questions that stand whole in the rows of a table, without pages of their own."""

from __future__ import annotations

from dataclasses import replace

from crawler.facts import Question
from spiders.reading.page import Page
from spiders.reading.question_blocks import make_question
from spiders.reading.question_words import conclude, field_of, state_of, with_value
from spiders.reading.tree import Node

_ANSWER = 8      # words that make an answer
_SHORTEST = 12   # letters of a question
_BESIDE = frozenset({"asked_on", "answered_on", "answer", "state", "asker"})


def read_table(page: Page) -> tuple[Question, ...]:
    """The rows of the first table whose head names a column of questions and one that belongs to them."""
    for table in page.tree.css("table"):
        rows = [row for row in table.css("tr") if _table_of(row) is table]
        heads = _heads(rows[0]) if len(rows) > 1 and not page.in_frame(table) else {}
        if "question" in heads.values() and _BESIDE & set(heads.values()):
            found = [question for row in rows[1:] if (question := _from_row(page, row, heads)) is not None]
            if found:
                return tuple(found)
    return ()


def _table_of(row: Node) -> Node | None:
    node = row.parent
    while node is not None and node.tag != "table":
        node = node.parent
    return node


def _cells(row: Node) -> list[Node]:
    return [cell for cell in row.iter() if cell.tag in ("td", "th")]


def _heads(row: Node) -> dict[int, str]:
    """Column number -> field."""
    fields = ((number, field_of(cell.text)) for number, cell in enumerate(_cells(row)))
    return {number: field for number, field in fields if field is not None}


def _from_row(page: Page, row: Node, heads: dict[int, str]) -> Question | None:
    told = {heads[number]: cell for number, cell in enumerate(_cells(row)) if number in heads}
    cell = told.get("question")
    if cell is None or cell.length < _SHORTEST or cell.css_first("a[href]") is not None:
        return None
    question = make_question(page, cell.text)
    for name, value in told.items():
        question = with_value(page, question, name, value.text)
    answer = told["answer"].text if "answer" in told else ""
    waits = state_of(answer) if len(answer.split()) < _ANSWER else None
    question = replace(question, state=waits) if waits else question
    return conclude(question, len(answer.split()) >= _ANSWER)
