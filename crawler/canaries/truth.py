"""What each canary does to whoever looks at it, and what must be said of it in the morning."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Canary:
    """`states`: how the night may end for it; `verdict`: once there are enough nights; before that, `early`.

    `reasons`: of the portal's night or of its lists, at least one must be given; empty when nothing is to be said.
    """

    code: str
    what: str
    states: tuple[str, ...]
    verdict: str
    early: str = "unknown"
    reasons: tuple[str, ...] = ()


CANARIES = (
    Canary("fresh", "có tin mới", ("complete",), "active", "active"),
    Canary("old", "không có tin mới từ lâu", ("complete",), "inactive"),
    Canary("empty", "mọi danh sách ghi là trống", ("complete",), "unknown"),  # no old post proves that we read it
    Canary("waf", "tường lửa chặn", ("not_observed",), "unknown", reasons=("challenge", "blocked")),
    Canary("js", "chỉ hiện khi chạy mã", ("not_observed",), "unknown", reasons=("js_only",)),
    Canary("cut", "danh sách bị cắt giữa chừng", ("partial", "not_observed"), "unknown", reasons=("truncated",)),
    Canary("charset", "bảng mã hỏng", ("not_observed", "partial"), "unknown", reasons=("charset",)),
    Canary("trap", "phân trang không bao giờ hết", ("partial", "not_observed"), "active", "active",
           reasons=("no_new_items", "page_cap")),  # fresh posts only: known old ones would be a proven end
    Canary("cookie", "đòi trả lại cookie rồi mới cho xem", ("complete",), "active", "active"),
    Canary("slow", "trả lời chậm", ("complete",), "active", "active"),
    Canary("busy", "yêu cầu chờ (429) rồi mới cho xem", ("complete",), "active", "active"),
    Canary("bomb", "tệp nén phình to", ("partial", "not_observed"), "unknown", reasons=("too_large",)),
)
