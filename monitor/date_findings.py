"""Stated days that cannot be right, or were changed: shown beside the counts, never silently dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from monitor.facts import EventFact, PostFact
from monitor.id_order import OutOfOrder
from monitor.periods import Period
from monitor.words import count_words, day_words

What = Literal["backdated", "id_order", "redated", "future", "burst"]
_DAY = re.compile(r"(?<!\d)(\d{1,2})(?:[/.-]| tháng )(\d{1,2})(?:[/.-]| năm )(\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class DateFinding:
    """One stated day, or one run of posts, that a person should look at; `sure` is False for mere signs."""

    portal: str
    what: What
    post: PostFact | None
    stated_on: date | None
    seen_on: date
    days: int | None
    sure: bool
    why: str


def backdated_finding(post: PostFact, days: int, absent_on: date | None) -> DateFinding:
    """A post that a night proves absent after the day it states."""
    night = f"; đêm {day_words(absent_on)} danh sách chưa có bài này" if absent_on else ""
    return DateFinding(post.portal, "backdated", post, post.published_on, post.first_seen, days, True,
                       f"Ghi ngày {day_words(post.published_on)}, đêm {day_words(post.first_seen)} mới thấy{night}.")


def order_finding(found: OutOfOrder) -> DateFinding:
    """A number that was given after those of later days."""
    post = found.post
    days = (found.after - post.published_on).days if post.published_on else None
    return DateFinding(post.portal, "id_order", post, post.published_on, post.first_seen, days, False,
                       f"Số {found.number} của hệ thống lớn hơn số của các bài ghi ngày {day_words(found.after)}, "
                       f"nhưng bài ghi ngày {day_words(post.published_on)}.")


def redated_finding(event: EventFact, night: date) -> DateFinding | None:
    """A stated day that was changed after publication, forward or back."""
    if event.before is None or event.after is None:
        return None
    before, after = date.fromisoformat(event.before), date.fromisoformat(event.after)
    way = "lùi lại" if after < before else "đẩy lên"
    return DateFinding(event.post.portal, "redated", event.post, after, night, abs((after - before).days), True,
                       f"Ngày ghi trên bài đổi từ {day_words(before)} thành {day_words(after)} ({way}).")


def future_day(post: PostFact) -> date | None:
    """The day after the night that saw the post which the post states; the reader keeps such days only as printed."""
    stated = post.published_on or _printed(post.published_raw)
    return stated if stated is not None and stated > post.first_seen and post.date_grade != "likely" else None


def future_finding(post: PostFact, stated: date) -> DateFinding:
    """A post dated after the night that saw it."""
    return DateFinding(post.portal, "future", post, stated, post.first_seen, (stated - post.first_seen).days, True,
                       f"Ghi ngày {day_words(stated)}, nhưng đã thấy từ đêm {day_words(post.first_seen)}.")


def _printed(raw: str | None) -> date | None:
    found = _DAY.search(raw or "")
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def find_burst(
    portal: str, posts: Iterable[PostFact], period: Period, nights: Sequence[date], last_days: int, factor: int,
    least: int,
) -> DateFinding | None:
    """Posts that came in the last days of a period many times faster than before. Nights that nobody looked on make
    no burst: what came then is spread over them."""
    looked = [n for n in nights if period.start < n <= period.end + timedelta(days=1)]
    since = period.end - timedelta(days=last_days - 1)
    late = [n for n in looked if n > since]  # a night sees what came the day before
    early = [n for n in looked if n <= since]
    if not late or len(early) < 2 * last_days or (late[0] - early[-1]).days > 1:
        return None
    came = Counter(p.first_seen for p in posts if not p.baseline and p.kind != "document")
    at_end, before = sum(came[n] for n in late), sum(came[n] for n in early)
    days = (early[-1] - early[0]).days + 1
    if at_end < least or at_end * days <= factor * max(before, 1) * last_days:
        return None
    usual = before * last_days / days
    return DateFinding(
        portal, "burst", None, None, late[-1], None, False,
        f"{count_words(at_end)} tin, bài xuất hiện trong {last_days} ngày cuối kỳ; trước đó trung bình "
        f"{count_words(usual, 1)} tin, bài trong {last_days} ngày.")
