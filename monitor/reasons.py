"""Why a night asked for what it asked: its requests by reason, beside the least that proves that every list is silent.

That least is one home page a portal, one page a list and one page for each new post or question: P·(1 + C + new). A
list that is left for another night counts among C: what leaving it out saves shows in the ratio.
Known posts looked at again for edits and removals have a budget of their own (`recheck_share`) and are counted apart,
as are robots.txt, feeds and sitemaps, and what was asked once more or led elsewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.limits import RECHECK, RETRY
from crawler.models import NightPortal, Visit
from crawler.outcomes import UNASKED

#: Reason -> what people read; in the order in which they are shown.
LABELS = {
    "home": "Trang chủ", "list": "Danh sách, trang đầu", "further": "Danh sách, các trang sau",
    "new": "Tin, bài, câu hỏi mới", "recheck": "Xem lại tin, bài đã biết (để thấy sửa, gỡ)",
    "door": "RSS và sơ đồ trang", "robots": "robots.txt", "again": "Hỏi lại, theo chuyển hướng",
}
_LEAST = ("home", "list", "new")


@dataclass(frozen=True, slots=True)
class Reasons:
    """Requests that were really made in one night, by reason."""

    counts: dict[str, int]
    left_out: int = 0  # lists that were not asked for, because it was not their turn

    @property
    def told(self) -> list[tuple[str, int]]:
        """Each reason in words, and its requests."""
        return [(words, self.counts[reason]) for reason, words in LABELS.items()]

    @property
    def least(self) -> int:
        """What a night could not do without that proves every list silent."""
        return sum(self.counts[reason] for reason in _LEAST) + self.left_out

    @property
    def ratio(self) -> float | None:
        """All that was asked to know what is new, as a multiple of the least; None for a night that asked nothing."""
        asked = self.least - self.left_out + self.counts["further"] + self.counts["again"]
        return asked / self.least if self.least else None


def load_reasons(session: Session, night_id: int) -> Reasons:
    """The reasons of one night's requests; what was given up with its portal was not asked."""
    rows = session.execute(
        select(Visit.purpose, Visit.page, Visit.hops, Visit.attempt, Visit.priority, func.count())
        .where(Visit.night_id == night_id, Visit.outcome.is_not(None),
               Visit.outcome.not_in(UNASKED))
        .group_by(Visit.purpose, Visit.page, Visit.hops, Visit.attempt, Visit.priority)
    )
    counts: Counter[str] = Counter(dict.fromkeys(LABELS, 0))
    for purpose, page, hops, attempt, priority, number in rows:
        counts[reason_of(purpose, page, hops, attempt, priority)] += number
    left = session.scalar(select(func.sum(NightPortal.left_out)).where(NightPortal.night_id == night_id))
    return Reasons(dict(counts), left or 0)


def reason_of(purpose: str, page: int, hops: int, attempt: int, priority: int) -> str:
    """Why one request was made. A known post that is asked for once more still belongs to the looking again."""
    if purpose in ("robots", "door"):
        return purpose
    if purpose == "article" and priority - RETRY * (attempt - 1) == RECHECK:
        return "recheck"
    if hops or attempt > 1:
        return "again"
    if purpose == "list":
        return "further" if page > 1 else "list"
    return "home" if purpose == "home" else "new"
