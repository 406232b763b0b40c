"""The deletion ledger for people: which questions are no longer shown, how they went, and why that was lawful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from rich.console import Group, RenderableType
from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.models import Night, QuestionRemoval, RemovalReason
from monitor.office import Office
from monitor.show import day_cell, table
from monitor.words import QUESTION_STATES, count_words

Row = dict[str, Any]
WAYS = {"deleted": "bị xóa khỏi danh sách", "shortened": "danh sách mất phần cũ", "moved": "chuyển sang địa chỉ khác"}
REASONS = {
    "duplicate": "trùng câu hỏi khác", "out_of_scope": "không thuộc thẩm quyền, đã chuyển hoặc báo người gửi",
    "personal_data": "bảo vệ dữ liệu cá nhân", "unlawful_content": "nội dung trái pháp luật", "spam": "thư rác",
    "asker_request": "theo yêu cầu của người hỏi", "test_data": "dữ liệu thử",
}


@dataclass(frozen=True, slots=True)
class Removal:
    """One line of the ledger with the newest decision about it."""

    row: QuestionRemoval
    night: date
    reason: RemovalReason | None


def load_removals(office: Office) -> list[Removal]:
    """Removals that nights of the period noticed."""
    reasons = {r.removal_id: r for r in office.session.scalars(select(RemovalReason).order_by(RemovalReason.id))}
    query = select(QuestionRemoval, Night.night).join(Night, Night.id == QuestionRemoval.night_id).where(
        Night.night.between(office.period.start, office.period.end)).order_by(Night.night, QuestionRemoval.id)
    if office.portal is not None:
        query = query.where(QuestionRemoval.portal == office.portal)
    return [Removal(row, night, reasons.get(row.id)) for row, night in office.session.execute(query)]


def rows(office: Office) -> list[Row]:
    """One row a removal; what was asked stays masked."""
    return [
        {
            "id": r.row.id, "portal": r.row.portal, "noticed_on": r.night.isoformat(), "what": r.row.what,
            "digest": r.row.digest, "masked": r.row.masked, "state": r.row.state, "asked_on": _iso(r.row.asked_on),
            "accepted_on": _iso(r.row.accepted_on), "answered_on": _iso(r.row.answered_on),
            "first_seen": _iso(r.row.first_seen), "last_seen": _iso(r.row.last_seen),
            "reason": r.reason.reason if r.reason else None, "reason_words": r.reason.words if r.reason else None,
            "decided_by": r.reason.decided_by if r.reason else None,
        }
        for r in load_removals(office)
    ]


def show(found: list[Row], office: Office) -> RenderableType:
    """The ledger as a table in Vietnamese."""
    if not found:
        return "Không có câu hỏi nào biến mất trong kỳ."
    open_ones = sum(r["reason"] is None and r["what"] == "deleted" for r in found)
    return Group(
        table(("Số", "Cổng", "Câu hỏi (đã che)", "Hỏi ngày", "Trạng thái trước", "Đêm", "Mất thế nào", "Lý do"), found,
              lambda r: (r["id"], office.name(r["portal"]), r["masked"], day_cell(r["asked_on"]),
                         QUESTION_STATES[r["state"]], day_cell(r["noticed_on"]), WAYS[r["what"]],
                         REASONS.get(r["reason"], "chưa ghi"))),
        f"{count_words(open_ones)} câu hỏi bị xóa chưa ghi lý do: python -m monitor removal-reason SỐ LÝ_DO --by TÊN.",
    )


def add_reason(session: Session, removal: int, reason: str, words: str, who: str, when: datetime) -> bool:
    """Note why a removal was lawful; False when the ledger has no such line. Earlier decisions stay."""
    if session.get(QuestionRemoval, removal) is None:
        return False
    session.add(RemovalReason(removal_id=removal, reason=reason, words=words, decided_by=who, decided_at=when))
    return True


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
