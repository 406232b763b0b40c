"""Names, days and counts as Vietnamese papers print them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

STATES = {
    "complete": "trọn vẹn", "partial": "một phần", "not_observed": "không quan sát được", "void": "không có giá trị",
    "observed": "đã xem", "observed_empty": "trống", "partly": "một phần", "running": "đang chạy",
    "interrupted": "bị dừng", "skipped": "không chạy", "failed": "hỏng",
}
VERDICTS = {
    "active": "hoạt động", "inactive": "không hoạt động", "unknown": "không xác định", "met": "đạt",
    "met_elsewhere": "đạt (tên khác hoặc ở mục khác)", "not_met": "chưa đạt", "not_applicable": "không áp dụng",
    "overdue": "quá hạn trả lời", "answered": "đã trả lời", "few": "còn ít", "enough": "đủ",
}
QUESTION_STATES = {
    "answered": "đã trả lời", "awaiting_answer": "chờ trả lời", "awaiting_acceptance": "chờ tiếp nhận",
    "removed": "không còn hiển thị", None: "trang không ghi",
}
DATE_FINDINGS = {
    "backdated": "lùi ngày", "future": "ghi ngày tương lai", "redated": "đổi ngày sau khi đăng",
    "id_order": "ngược thứ tự số bài", "burst": "dồn cuối kỳ",
}
AUTHORITY = {  # status of a limit -> whose word it is
    "legal": "theo luật", "local": "quy định của tỉnh", "local_unverified": "quy định của tỉnh, chưa xác nhận",
    "project_default": "đề xuất của dự án, chờ duyệt",
}
_UNTIL = re.compile(r"legal_until_(\d{4}-\d{2}-\d{2})")
CLASSES = {"tin_bai": "tin, bài", "csdl": "bộ thông tin CSDL"}
GROUPS = {
    "province": "Cổng tỉnh", "party_block": "Khối Đảng", "departments": "Sở, ban, ngành",
    "central_and_other": "Cơ quan Trung ương và khác", "communes": "Xã, phường",
}


def day_words(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day is not None else "không rõ ngày"


def authority_words(status: str) -> str:
    """Whose word a limit is; one that the law no longer sets says until when it did."""
    until = _UNTIL.fullmatch(status)
    if until:
        return f"theo luật đến hết ngày {day_words(date.fromisoformat(until[1]))}"
    return AUTHORITY.get(status, "căn cứ chưa xác nhận")


def count_words(number: float | Decimal, decimals: int = 0) -> str:
    """A number as Vietnamese papers print it: 1.234,5."""
    return f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
