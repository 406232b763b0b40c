"""The log of what people did: append-only, each entry chained to the one before by its hash."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crawler.evidence.canonical import canonical, sha256
from crawler.people import AuditEntry

FIRST = "0" * 64  # what the first entry follows

WHAT = {
    "login": "Đăng nhập", "login_failed": "Đăng nhập sai", "logout": "Đăng xuất", "person_added": "Thêm tài khoản",
    "person_changed": "Đổi tài khoản", "password": "Đổi mật khẩu", "decide": "Quyết định", "undo": "Hoàn tác",
    "export": "Xuất dữ liệu", "verify": "Kiểm tra bằng chứng", "removal_reason": "Ghi lý do xóa câu hỏi",
    "propose": "Đề nghị về điểm", "approve": "Duyệt đề nghị", "refuse": "Không duyệt đề nghị",
    "owner_link": "Tạo liên kết cho đơn vị", "owner_reply": "Đơn vị gửi giải trình",
    "assign": "Giao người phụ trách", "refused": "Bị từ chối vì không có quyền",
    "calendar": "Đổi lịch làm việc", "freeze": "Khóa số liệu báo cáo", "import": "Nhập số liệu",
    "rubric_proposed": "Đề xuất bộ tiêu chí", "rubric_published": "Công bố bộ tiêu chí",
    "file_added": "Thêm tệp vào phát hiện", "file_removed": "Gỡ tệp khỏi phát hiện",
    "contact": "Đổi liên hệ của cổng",
    "rubric_refused": "Không công bố bộ tiêu chí", "rerun": "Yêu cầu chạy lại",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody did: `subject` is what it was done to, before and after are plain values."""

    person: str
    what: str
    subject: str
    reason: str = ""
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = field(default=None)


def record(session: Session, act: Act, at: datetime) -> None:
    """Add an entry, inside the transaction of what it tells about: both are kept or neither."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE audit_entries IN SHARE ROW EXCLUSIVE MODE"))
    last = session.scalar(select(AuditEntry.digest).order_by(AuditEntry.id.desc()).limit(1)) or FIRST
    entry = AuditEntry(at=at.replace(microsecond=0), person=act.person, what=act.what, subject=act.subject,
                       reason=act.reason, before=act.before, after=act.after, previous=last, digest="")
    entry.digest = digest_of(entry)
    session.add(entry)
    session.flush()


def digest_of(entry: AuditEntry) -> str:
    """The hash of an entry's content and of the entry before it."""
    said = {
        "at": entry.at.astimezone(UTC).isoformat(), "person": entry.person, "what": entry.what,
        "subject": entry.subject, "reason": entry.reason, "before": entry.before, "after": entry.after,
        "previous": entry.previous,
    }
    return sha256(canonical(said))


def find_break(entries: Iterable[AuditEntry]) -> int | None:
    """The number of the first entry that does not follow from the one before it; None for a whole chain."""
    previous = FIRST
    for entry in entries:
        if entry.previous != previous or entry.digest != digest_of(entry):
            return entry.id
        previous = entry.digest
    return None
