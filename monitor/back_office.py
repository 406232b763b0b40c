"""Public pages beside the office's own table of questions: where they differ, and what may explain it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from monitor.facts import QuestionFact

STATES = ("answered", "awaiting_answer", "awaiting_acceptance", "removed")


@dataclass(frozen=True, slots=True)
class OfficeCount:
    """One line of the imported table (Phụ biểu 02): questions of a portal by state; the total counts removed ones.
    None: the cell is blank, which is not nought."""

    portal: str
    total: int
    answered: int | None
    awaiting_answer: int | None
    awaiting_acceptance: int | None
    removed: int | None


@dataclass(frozen=True, slots=True)
class Beside:
    """One portal and state: what the public pages show, what the table says. `explained`: why they may differ."""

    portal: str
    state: str
    public: int | None   # None: nothing was seen of this portal
    office: int | None   # None: the table has no line for it
    difference: int | None
    explained: str


def compare_office(
    questions: Iterable[QuestionFact], office: Sequence[OfficeCount], seen: frozenset[str]
) -> list[Beside]:
    """All portals of both sides, state by state and in total. Nobody's figure is corrected by the other's."""
    public: dict[str, Counter[str]] = {}
    for question in questions:
        public.setdefault(question.portal, Counter()).update([question.state or "unknown", "total"])
    table = {line.portal: line for line in office}
    return [
        _beside(code, state, public.get(code, Counter()), table.get(code), code in seen)
        for code in sorted(public.keys() | table.keys()) for state in ("total", *STATES)
    ]


def _beside(code: str, state: str, public: Counter[str], line: OfficeCount | None, seen: bool) -> Beside:
    ours = public[state] if seen or public else None
    theirs: int | None = getattr(line, state) if line is not None else None
    difference = ours - theirs if ours is not None and theirs is not None else None
    return Beside(code, state, ours, theirs, difference, _explain(state, ours, theirs, public["unknown"], line))


def _explain(state: str, ours: int | None, theirs: int | None, unknown: int, line: OfficeCount | None) -> str:
    if ours is None:
        return "không quan sát được mục Hỏi – đáp của cổng này"
    if line is None:
        return "bảng của cơ quan không có dòng cho cổng này"
    if theirs is None:
        return "bảng của cơ quan để trống ô này"
    parts = [n for n in (line.answered, line.awaiting_answer, line.awaiting_acceptance, line.removed) if n is not None]
    if state == "total" and (sum(parts) > line.total or (len(parts) == len(STATES) and sum(parts) < line.total)):
        return f"bảng tự mâu thuẫn: các trạng thái cộng lại là {sum(parts)}, tổng ghi {line.total}"
    if ours == theirs:
        return ""
    if ours < theirs and state in ("removed", "awaiting_acceptance", "total"):
        return "câu hỏi đã xóa hoặc chưa tiếp nhận thường không hiện trên trang công khai"
    if ours < theirs and unknown:
        return f"{unknown} câu hỏi trên trang công khai không ghi trạng thái"
    return "cần đối chiếu từng câu hỏi"
