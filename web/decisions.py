"""Decisions as they come from the page: evidence looked at first, the log written in the same transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.judged import Finding
from monitor.review import WORDS, CannotDecide, Taken, decide, load_taken
from web.audit import Act, record
from web.evidence import check_visit


@dataclass(frozen=True, slots=True)
class Wish:
    """A finding, the newest decision and the newest assignment that the person had seen on it (0: none)."""

    finding: str
    seen: int
    assigned: int = 0

    @classmethod
    def read(cls, text: str) -> Wish:
        """From `mark:decision` or `mark:decision:assignment`, as the forms carry it."""
        mark, _, rest = text.partition(":")
        versions = rest.split(":", 1)
        if not all(v.isascii() and v.isdecimal() and len(v) <= 12 for v in versions):
            raise CannotDecide("Biểu mẫu thiếu phiên bản của mục. Tải lại danh sách rồi làm lại.")
        return cls(mark, *map(int, versions))


def take_all(session: Session, settings: Settings, wishes: Sequence[Wish], what: str, reason: str, person: str,
             at: datetime) -> list[Taken]:
    """The same decision on several findings; the first that cannot be taken undoes all of them."""
    if what == "confirm":
        for wish in wishes:
            _check_evidence(session, settings, wish.finding)
    taken = []
    for wish in wishes:
        before = load_taken(session, [wish.finding]).get(wish.finding, [])
        made = decide(session, wish.finding, what, reason, person, at, wish.seen)
        record(session, Act(
            person, "decide", wish.finding, reason, {"what": WORDS.get(before[-1].what, before[-1].what)}
            if before else None, {"what": WORDS[what], "decision": made.id}), at)
        taken.append(made)
    return taken


def undo_all(session: Session, marks: Sequence[str], person: str, at: datetime) -> int:
    """Withdraw the newest decision on each finding, if it is the person's own."""
    for mark in marks:
        before = load_taken(session, [mark]).get(mark, [])
        if not before:
            raise CannotDecide("Không có quyết định nào để hoàn tác.")
        made = decide(session, mark, "withdraw", f"hoàn tác quyết định số {before[-1].id}", person, at, before[-1].id)
        record(session, Act(person, "undo", mark, made.reason, {"what": WORDS.get(before[-1].what, before[-1].what)},
                            {"decision": made.id}), at)
    return len(marks)


def _check_evidence(session: Session, settings: Settings, mark: str) -> None:
    """Nobody confirms what rests on bytes that were changed."""
    visits = session.scalar(select(Finding.evidence).where(Finding.fingerprint == mark, Finding.negative)
                            .order_by(Finding.night_id.desc()).limit(1))
    for visit in (visits or [])[:20]:
        checked = check_visit(session, settings, visit)
        if checked is not None and not checked.matches and not checked.gone:
            raise CannotDecide(f"Bằng chứng của mục này không còn khớp ({checked.words}). Không xác nhận được; báo bộ "
                               "phận kỹ thuật phục hồi tệp từ bản sao lưu.")
