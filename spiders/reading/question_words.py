"""The words of question boards: labels, states, and the masking of citizens' names."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from crawler.facts import Question, QuestionState
from spiders.reading.dates import all_dates
from spiders.reading.page import Page, fold_text

TOPIC = re.compile(r"(hỏi\s*[-–&]?\s*đáp|hoi-?dap|hỏi và trả lời|câu hỏi|q\s?&\s?a|faq|tra-?loi|gvquestion|giải đáp|"
                   r"phản ánh,? kiến nghị)", re.I)
_STATES: tuple[tuple[QuestionState, re.Pattern[str]], ...] = (
    ("awaiting_acceptance", re.compile(r"(chờ|chưa) (được )?tiếp nhận|chờ duyệt", re.I)),
    ("awaiting_answer", re.compile(r"(chờ|chưa)( được)? (trả lời|giải đáp|phản hồi)|đang (xử lý|xem xét|giải quyết)|"
                                   r"đã tiếp nhận|chưa có (câu )?(trả lời|phản hồi)", re.I)),
    ("answered", re.compile(r"đã (được )?(trả lời|giải đáp|phản hồi)|answered", re.I)),
)
#: Field -> how its label begins. Also matches the headings of a table's columns.
LABELS: dict[str, re.Pattern[str]] = {
    "asked_on": re.compile(
        r"^\W*(ngày (hỏi|gửi|đặt câu hỏi|đăng)|gửi (lúc|ngày)|thời gian (gửi|hỏi)|hỏi ngày|ngày tạo)", re.I),
    "accepted_on": re.compile(r"^\W*(ngày tiếp nhận|tiếp nhận (lúc|ngày)|thời gian tiếp nhận)", re.I),
    "answered_on": re.compile(
        r"^\W*(ngày (trả lời|giải đáp|phản hồi)|trả lời (lúc|ngày)|thời gian (trả lời|phản hồi))", re.I),
    "answered_by": re.compile(r"^\W*(người (trả lời|giải đáp)|cán bộ trả lời|đơn vị trả lời|cơ quan trả lời)", re.I),
    "answered_by_title": re.compile(r"^\W*(chức vụ|chức danh)", re.I),
    "asker": re.compile(r"^\W*(người (hỏi|gửi|tạo)|họ (và )?tên|công dân|bạn đọc)", re.I),
    "topic": re.compile(r"^\W*(lĩnh vực|chủ đề|chuyên mục)", re.I),
    "state": re.compile(r"^\W*(trạng thái|tình trạng)", re.I),
    "question": re.compile(r"^\W*((nội dung )?câu hỏi|(nội dung )?hỏi)$", re.I),
    "answer": re.compile(r"^\W*((nội dung |ý kiến )?trả lời|(nội dung )?giải đáp|đáp)$", re.I),
}
#: A label inside running text ends with a colon; as a heading of its own it may do without.
ANY_LABEL = re.compile(
    r"(?<!\w)(ngày (?:hỏi|gửi|tạo|đặt câu hỏi|tiếp nhận|trả lời|giải đáp|phản hồi)(?: câu hỏi)?|gửi (?:lúc|ngày)|"
    r"thời gian (?:gửi|hỏi|tiếp nhận|trả lời|phản hồi)|người (?:trả lời|giải đáp|hỏi|gửi|tạo)|"
    r"(?:cán bộ|đơn vị|cơ quan) trả lời|chức vụ|chức danh|họ và tên|họ tên|lĩnh vực|chủ đề|trạng thái|tình trạng|"
    r"nội dung câu hỏi|câu hỏi|hỏi|(?:nội dung |ý kiến )?trả lời|(?:nội dung )?giải đáp|đáp|địa chỉ|email|"
    r"điện thoại)\s*(?:\d{1,3}\s*)?:"
    r"|(?<=\n)(nội dung câu hỏi|câu hỏi|(?:nội dung |ý kiến )?trả lời)[ \t]*(?=\n)", re.I)
#: "Trả lời (ngày 09/11/2026): …" and "Chưa trả lời" as lines: said without a label of their own.
_DATED_ANSWER = re.compile(
    r"(?<=\n)[^\w\n]*trả lời[ \t]*[(\[]?[ \t]*(?:ngày|lúc|vào)?[ \t]*(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})[ \t]*[)\]]?[ \t]*"
    r"(:|(?=\n))", re.I)
_STATE_LINE = re.compile(
    r"(?<=\n)[^\w\n]*((?:đang )?(?:chờ|chưa)(?: được)? (?:trả lời|tiếp nhận|giải đáp|phản hồi))[^\w\n]*(?=\n)", re.I)
_LONG = 2000  # letters of an answer that are looked at
_META = 80    # letters of a line that names who wrote when


def labelled(text: str) -> list[tuple[str, str]]:
    """(field, value) for every label of a text whose lines are blocks, in order. The value of a question is its first
    line; a line before it that only says who asked when gives those as fields of their own."""
    text = _DATED_ANSWER.sub(r"Ngày trả lời: \1\nTrả lời\2", f"\n{text}\n")
    text = _STATE_LINE.sub(r"Trạng thái: \1", text)
    marks = list(ANY_LABEL.finditer(text))
    found: list[tuple[str, str]] = []
    for mark, following in zip(marks, [*marks[1:], None], strict=False):
        value = text[mark.end(): following.start() if following else mark.end() + _LONG]
        name = field_of(mark[1] or mark[2])
        if name is None:
            continue
        lines = [line.strip() for line in value.split("\n") if line.strip()]
        if mark[2] and len(lines) > 1 and len(lines[0]) <= _META and any(c.isdigit() for c in lines[0]):
            found += _meta(lines.pop(0), asked=name == "question")
        if name == "answer":
            found.append((name, fold_text(" ".join(lines))))
        elif lines:
            found.append((name, fold_text(lines[0])))
    return found


def _meta(line: str, *, asked: bool) -> list[tuple[str, str]]:
    """"Nguyễn Văn A - 01/10/2026 09:00" under a heading: who and when."""
    day = re.search(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}", line)
    if day is None:
        return []
    who = line[: day.start()].strip(" -–|,·")
    named = [("asker" if asked else "answered_by", who)] if who else []
    return [*named, ("asked_on" if asked else "answered_on", line[day.start():])]


def field_of(label: str) -> str | None:
    """The field a label or a column's heading stands for."""
    return next((name for name, pattern in LABELS.items() if pattern.match(label.strip())), None)


def with_value(page: Page, question: Question, name: str, value: str) -> Question:
    """The question with one labelled value taken in."""
    value = fold_text(value).strip(" -–|,;.")
    if name in ("asked_on", "accepted_on", "answered_on"):
        day = first_day(page, value)
        return replace(question, **{name: day}) if day is not None else question  # type: ignore[arg-type]
    if name == "state":
        return replace(question, state=state_of(value) or question.state)
    if name == "asker":
        return replace(question, asker=mask(value) or None)
    if name == "topic" and value[:500] == question.title:  # boards call the question itself its topic
        return question
    if name in ("answered_by", "answered_by_title", "topic"):
        return replace(question, **{name: value[:200] or None})  # type: ignore[arg-type]
    return question


def conclude(question: Question, answered: bool) -> Question:
    """Where no state is printed, an answer, its day or its author say that the question is answered."""
    if question.state is None and (answered or question.answered_on is not None or question.answered_by):
        return replace(question, state="answered")
    return question


def first_day(page: Page, text: str) -> date | None:
    return next((d.on for d in all_dates(text[:80], now=page.now) if d.on is not None), None)


def state_of(text: str) -> QuestionState | None:
    return next((state for state, pattern in _STATES if pattern.search(text)), None)


def mask(name: str) -> str:
    """A citizen's name as initials: nobody's name is kept who only asked something."""
    words = [w for w in re.sub(r"[^\w\s]", " ", name).split() if w[:1].isalpha()][:5]
    return " ".join(f"{w[0].upper()}." for w in words)
