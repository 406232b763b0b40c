"""Questions and answers: rows of a grid, one question's own page, or questions and answers on one page."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date

from selectolax.lexbor import LexborNode

from crawler.facts import Question, QuestionState
from spiders.reading.dates import all_dates
from spiders.reading.identity import key_of
from spiders.reading.lists import Candidate
from spiders.reading.page import Page, fold_text

_TOPIC = re.compile(r"(hỏi\s*[-–&]?\s*đáp|hoi-?dap|hỏi và trả lời|câu hỏi|q\s?&\s?a|faq|tra-?loi|gvquestion|giải đáp|"
                    r"phản ánh,? kiến nghị)", re.I)
_STATES: tuple[tuple[QuestionState, re.Pattern[str]], ...] = (
    ("awaiting_acceptance", re.compile(r"(chờ|chưa) (được )?tiếp nhận|chờ duyệt", re.I)),
    ("awaiting_answer", re.compile(r"(chờ|chưa)( được)? (trả lời|giải đáp|phản hồi)|đang (xử lý|xem xét|giải quyết)|"
                                   r"đã tiếp nhận|chưa có (câu )?trả lời", re.I)),
    ("answered", re.compile(r"đã (được )?(trả lời|giải đáp|phản hồi)|answered", re.I)),
)
_LABELS: dict[str, re.Pattern[str]] = {
    "asked_on": re.compile(
        r"^\W*(ngày (hỏi|gửi|đặt câu hỏi|đăng)|gửi (lúc|ngày)|thời gian gửi|hỏi ngày|ngày tạo)", re.I),
    "accepted_on": re.compile(r"^\W*(ngày tiếp nhận|tiếp nhận (lúc|ngày))", re.I),
    "answered_on": re.compile(r"^\W*(ngày (trả lời|giải đáp)|trả lời (lúc|ngày)|thời gian trả lời)", re.I),
    "answered_by": re.compile(r"^\W*(người (trả lời|giải đáp)|cán bộ trả lời|đơn vị trả lời|cơ quan trả lời)", re.I),
    "answered_by_title": re.compile(r"^\W*(chức vụ|chức danh)", re.I),
    "asker": re.compile(r"^\W*(người (hỏi|gửi)|họ (và )?tên|công dân|bạn đọc)", re.I),
    "topic": re.compile(r"^\W*(lĩnh vực|chủ đề|chuyên mục)", re.I),
    "state": re.compile(r"^\W*(trạng thái|tình trạng)", re.I),
}
_ALL_LABELS = re.compile(
    r"(ngày hỏi|ngày gửi|ngày đặt câu hỏi|thời gian gửi|ngày tiếp nhận|ngày trả lời|thời gian trả lời|người trả lời|"
    r"cán bộ trả lời|đơn vị trả lời|cơ quan trả lời|chức vụ|chức danh|người hỏi|người gửi|họ và tên|họ tên|lĩnh vực|"
    r"chủ đề|trạng thái|tình trạng|câu hỏi|nội dung câu hỏi|trả lời|nội dung trả lời|địa chỉ|email|"
    r"điện thoại)\s*:", re.I)


def is_about_questions(page: Page) -> bool:
    """Whether the page says of itself that it is a place of questions: title, heading or address."""
    headings = " ".join(page.text(n) for n in page.tree.css("h1, h2, h3")[:12] if not page.in_frame(n))
    return bool(_TOPIC.search(f"{page.title} {headings} {page.url}") or "gvQuestion" in page.html)


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
    return _blocks(page)


def _from_rows(page: Page, candidate: Candidate) -> tuple[Question, ...]:
    """Rows that link to a question each. Some of them must speak of questions: a state, or dates by label."""
    if page.in_frame(candidate.container):
        return ()
    found: list[Question] = []
    speaking = 0
    heads = _column_heads(page, candidate.container)
    by_key = {item.key: item for item in candidate.items}
    for row in candidate.rows:
        text = " ".join(page.text(n) for n in row.nodes if n.is_element_node)
        link = next((x for x in row.links if x.key in by_key), None)
        if link is None:
            continue
        item = by_key[link.key]
        question = _read_text(page, text.replace(item.title, " ", 1), item.title)
        question = _read_cells(page, row.nodes[0], heads, question)
        speaking += question.state is not None or (bool(question.raw_dates) and bool(_ALL_LABELS.search(text)))
        asked = question.asked_on or (item.published.on if item.published else None)
        found.append(replace(question, key=item.key, url=item.url, asked_on=asked))
    header = bool(heads) and any(h in ("state", "asked_on", "answered_on") for h in heads.values())
    return tuple(found) if found and (header or speaking >= max(1, 0.3 * len(found)) or _grid(page)) else ()


def _grid(page: Page) -> bool:
    return "gvQuestion" in page.html


def _column_heads(page: Page, container: LexborNode) -> dict[int, str]:
    """Column number -> field, from the table's header row."""
    table: LexborNode | None = container
    while table is not None and table.tag != "table":
        table = table.parent
    row = table.css_first("tr") if table is not None else None
    heads: dict[int, str] = {}
    for number, cell in enumerate(_cells(row) if row is not None else []):
        for name, pattern in _LABELS.items():
            if pattern.match(page.text(cell)):
                heads[number] = name
    return heads


def _cells(row: LexborNode) -> list[LexborNode]:
    return [c for c in row.iter() if c.tag in ("td", "th")]


def _read_cells(page: Page, row: LexborNode, heads: dict[int, str], question: Question) -> Question:
    if not heads or row.tag != "tr":
        return question
    for number, cell in enumerate(_cells(row)):
        if number in heads:
            question = _with_value(page, question, heads[number], page.text(cell))
    return question


def _single(page: Page) -> Question | None:
    """One question's own page: labels and one question."""
    scope = page.tree.css_first(".DetailQuestion, .question-detail, .chi-tiet-cau-hoi")
    lines = _labelled_lines(page, scope or page.body)
    names = [name for name, _ in lines]
    several = names.count("question") > 1 or names.count("answered_by") > 1 \
        or len({value for name, value in lines if name == "asked_on"}) > 1
    if scope is None and (several or not {"question", "answered_by", "answered_on"} & set(names)):
        return None
    title = next((v for n, v in lines if n == "question" and v), "") or _headline(page)
    if not title or len(names) < 2:
        return None
    question = Question(key=key_of(page.url), url=page.url, title=title[:500], state=None)
    for name, value in lines:
        question = _with_value(page, question, name, value)
    return _conclude(question, any(n == "answer" and len(v) > 10 for n, v in lines))


def _headline(page: Page) -> str:
    node = page.tree.css_first("h1") or page.tree.css_first("h2")
    return page.text(node) if node is not None else ""


def _labelled_lines(page: Page, scope: LexborNode | None) -> list[tuple[str, str]]:
    """(field, value) for every "Label: value" of the page outside its frame, in order; each place once."""
    text = _text_by_lines(page, scope) if scope is not None else ""
    marks = list(_ALL_LABELS.finditer(text))
    found: list[tuple[str, str]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end(): following.start() if following else mark.end() + 2000]
        label = mark[1].lower()
        name = next((n for n, p in _LABELS.items() if p.match(label)), None)
        if label in ("câu hỏi", "nội dung câu hỏi"):
            name = "question"
        elif label in ("trả lời", "nội dung trả lời"):
            name = "answer"
        if name is not None:
            first = next((line for line in value.split("\n") if line.strip()), "")
            found.append((name, fold_text(value if name == "answer" else first)))
    return found


def _text_by_lines(page: Page, node: LexborNode) -> str:
    parts: list[str] = []
    for child in node.traverse(include_text=True):
        if child.is_text_node and child.parent is not None and child.parent.tag not in ("script", "style"):
            if not page.in_frame(child.parent, 8):
                parts.append(child.text_content or "")
        elif child.tag in ("br", "p", "div", "tr", "li", "td", "h1", "h2", "h3", "dt", "dd", "fieldset", "span"):
            parts.append("\n" if child.tag not in ("span", "td") else " ")
    return re.sub(r"[ \t]*\n\s*", "\n", "".join(parts))


def _blocks(page: Page) -> tuple[Question, ...]:
    """Questions and answers on one page, without addresses of their own: each "Câu hỏi:" begins the next one."""
    lines = _labelled_lines(page, page.body)
    if sum(name == "question" for name, _ in lines) < 2:
        return ()
    found: list[Question] = []
    answered = False
    for name, value in lines:
        if name == "question":
            if found:
                found[-1] = _conclude(found[-1], answered)
            key = f"{key_of(page.url)}#{hashlib.sha256(value.casefold().encode()).hexdigest()[:16]}"
            found.append(Question(key=key, url=None, title=value[:500], state=None))
            answered = False
        elif found:
            answered = answered or (name == "answer" and len(value) > 10)
            found[-1] = _with_value(page, found[-1], name, value)
    found[-1] = _conclude(found[-1], answered)
    return tuple(found)


def _read_text(page: Page, text: str, title: str) -> Question:
    """State and labelled facts of a row's text."""
    question = Question(key="", url=None, title=title[:500], state=_state(text))
    marks = list(_ALL_LABELS.finditer(text))
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end(): following.start() if following else mark.end() + 120]
        name = next((n for n, p in _LABELS.items() if p.match(mark[1])), None)
        if name is not None:
            question = _with_value(page, question, name, value)
    dates = [d for d in all_dates(text, now=page.now) if d.on]
    if dates and not marks and question.asked_on is None:
        question = replace(question, asked_on=dates[0].on)
    return replace(question, raw_dates=tuple(d.raw for d in dates[:4]))


def _with_value(page: Page, question: Question, name: str, value: str) -> Question:
    value = fold_text(value).strip(" -–|,;.")
    if name in ("asked_on", "accepted_on", "answered_on"):
        day = _first_day(page, value)
        return replace(question, **{name: day}) if day is not None else question  # type: ignore[arg-type]
    if name == "state":
        return replace(question, state=_state(value) or question.state)
    if name == "asker":
        return replace(question, asker=mask(value) or None)
    if name in ("answered_by", "answered_by_title", "topic"):
        return replace(question, **{name: value[:200] or None})  # type: ignore[arg-type]
    return question


def _conclude(question: Question, answered: bool) -> Question:
    if question.state is None and (answered or question.answered_on is not None or question.answered_by):
        return replace(question, state="answered")
    return question


def _first_day(page: Page, text: str) -> date | None:
    return next((d.on for d in all_dates(text[:80], now=page.now) if d.on is not None), None)


def _state(text: str) -> QuestionState | None:
    return next((state for state, pattern in _STATES if pattern.search(text)), None)


def mask(name: str) -> str:
    """A citizen's name as initials: nobody's name is kept who only asked something."""
    words = [w for w in re.sub(r"[^\w\s]", " ", name).split() if w[:1].isalpha()][:5]
    return " ".join(f"{w[0].upper()}." for w in words)
