"""What people decide on findings: append-only, each decision on the state that its author saw, undone by a further one.

Words of a decision (`what`): confirm, waive (with a reason), appeal (the owner answered), withdraw (the author takes
back the newest one that stands).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.judged import Decision, Finding
from crawler.models import Night
from monitor.notes import Note

REASONS: dict[str, str] = {
    "misread": "máy đọc sai", "elsewhere": "đã có ở mục khác", "explained": "đơn vị giải trình",
    "out_of_scope": "ngoài phạm vi", "shared_fault": "lỗi hạ tầng chung",
}
LEAST_WORDS = 10  # characters of the comment that a waiver needs
STATES: dict[str, str] = {
    "new": "Chờ duyệt", "confirmed": "Đã xác nhận", "dismissed": "Bỏ qua", "fixed": "Đã khắc phục",
    "reopened": "Mở lại", "appealed": "Đơn vị phản hồi",
}
OPEN = ("new", "reopened", "appealed")  # what waits for a person
AFTER = {"confirm": "confirmed", "waive": "dismissed", "appeal": "appealed"}
WORDS = {"confirm": "Xác nhận", "waive": "Bỏ qua", "appeal": "Đơn vị phản hồi", "withdraw": "Hoàn tác"}


class Said(Protocol):
    @property
    def what(self) -> str: ...


One = TypeVar("One", bound=Said)


@dataclass(frozen=True, slots=True)
class Taken:
    """One decision as it was taken, on the finding as `night` showed it."""

    id: int
    fingerprint: str
    what: str
    reason: str
    person: str
    at: datetime
    night: date


class CannotDecide(ValueError):
    """The decision cannot be taken; the text says why and what to do."""


class Changed(CannotDecide):
    """Somebody decided meanwhile: `newest` is what the author had not seen."""

    def __init__(self, newest: Taken) -> None:
        super().__init__(f"{newest.person} đã quyết định “{WORDS.get(newest.what, newest.what)}” trong lúc bạn đang "
                         "xem. Không có gì của bạn được ghi. Xem quyết định ấy rồi quyết định lại nếu cần.")
        self.newest = newest


def load_taken(session: Session, fingerprints: Iterable[str] | None = None) -> dict[str, list[Taken]]:
    """Fingerprint -> all decisions on it, oldest first."""
    query = (select(Decision, Night.night).join(Finding, Finding.id == Decision.finding_id)
             .join(Night, Night.id == Finding.night_id).order_by(Decision.id))
    if fingerprints is not None:
        query = query.where(Decision.fingerprint.in_(list(fingerprints)))
    found: dict[str, list[Taken]] = {}
    for d, night in session.execute(query):
        found.setdefault(d.fingerprint, []).append(
            Taken(d.id, d.fingerprint, d.what, d.reason, d.person, d.decided_at, night))
    return found


def standing(decisions: Iterable[One]) -> list[One]:
    """The decisions that were not withdrawn, oldest first; words that decide nothing (a comment) stay."""
    stack: list[One] = []
    for decision in decisions:
        if decision.what != "withdraw":
            stack.append(decision)
        elif stack:
            stack.pop()
    return stack


def state_of(note: Note, decisions: Sequence[Taken]) -> str:
    """The state of a finding for people. A decision counts until the page or the rule changed after it."""
    if note.fixed_on is not None:
        return "fixed"
    stands = [d for d in standing(decisions) if d.what in AFTER]
    if not stands:
        return "new"
    return AFTER[stands[-1].what] if stands[-1].night >= note.since else "reopened"


def check_reason(what: str, reason: str, comment: str) -> str:
    """The reason as it is kept; `CannotDecide` when a waiver has none."""
    comment = comment.strip()
    if what != "waive":
        return comment
    if reason not in REASONS:
        raise CannotDecide("Chọn một lý do bỏ qua.")
    if len(comment) < LEAST_WORDS:
        raise CannotDecide(f"Viết rõ vì sao bỏ qua, ít nhất {LEAST_WORDS} ký tự.")
    return f"{REASONS[reason]}: {comment}"


def decide(session: Session, fingerprint: str, what: str, reason: str, person: str, at: datetime, seen: int) -> Taken:
    """Take a decision on the newest negative row of a finding. `seen`: the newest decision that its author knew (0:
    none); `Changed` when there is a newer one. Run in a transaction that holds the write lock."""
    row = session.execute(
        select(Finding.id, Night.night, Finding.life, Finding.negative).join(Night, Night.id == Finding.night_id)
        .where(Finding.fingerprint == fingerprint).order_by(Night.night.desc()).limit(1)
    ).one_or_none()
    if row is None:
        raise CannotDecide(f"Không có phát hiện mã {fingerprint}.")
    before = load_taken(session, [fingerprint]).get(fingerprint, [])
    if before and before[-1].id != seen:
        raise Changed(before[-1])
    if not row.negative:
        raise CannotDecide("Phát hiện này đã được khắc phục: không còn gì để quyết định.")
    if what == "withdraw":
        _check_withdrawal(before, person)
    elif what not in AFTER:
        raise CannotDecide(f"Không có quyết định {what!r}.")
    made = Decision(finding_id=row.id, fingerprint=fingerprint, what=what, reason=reason, person=person, decided_at=at)
    session.add(made)
    session.flush()
    return Taken(made.id, fingerprint, what, reason, person, at, row.night)


def _check_withdrawal(before: Sequence[Taken], person: str) -> None:
    stands = standing(before)
    if not stands:
        raise CannotDecide("Không có quyết định nào để hoàn tác.")
    if stands[-1].person != person:
        raise CannotDecide(f"Chỉ {stands[-1].person} hoàn tác được quyết định của mình.")


def count_states(states: Mapping[str, str]) -> dict[str, int]:
    """How many findings are in each state, in the order of the words."""
    return {state: sum(s == state for s in states.values()) for state in STATES}
