"""Was anything published in a window of days? For any window and after any cut-off day, per portal and per list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from monitor.activity import Activity
from monitor.coverage import LISTS, PROVEN, last_nights
from monitor.facts import ChannelFact, ChannelNightFact, History, PostFact
from monitor.periods import Period
from monitor.thresholds import Thresholds
from monitor.words import count_words, day_words

Verdict = Literal["active", "idle", "unknown"]
WHOLE = ("last_page", "single_page")


@dataclass(frozen=True, slots=True)
class Silence:
    """One portal, or one of its lists, in a window. `newest_on` is its newest believed day up to the window's end."""

    portal: str
    channel: str | None
    verdict: Verdict
    posts: int
    newest_on: date | None
    reason: str


def judge_silence(history: History, activity: Activity, window: Period, thresholds: Thresholds) -> Silence:
    """One portal: a dated post in the window clears; "nothing" needs the certificate, and lists walked back to the
    window's first day. Posts that were taken away before the first night cannot be known."""
    inside, newest = _inside(history.posts, window)
    code = history.portal.code
    if inside:
        return Silence(code, None, "active", inside, newest, f"Có {count_words(inside)} tin, bài trong khoảng này.")
    why_not = activity.certificate.why_not or _doubt(history.posts, window) or _not_back(history, window, thresholds)
    if why_not is not None:
        return Silence(code, None, "unknown", 0, newest, f"{why_not[:1].upper()}{why_not[1:]}.")
    return Silence(code, None, "idle", 0, newest, _nothing(newest, activity))


def judge_lists(history: History, window: Period, thresholds: Thresholds) -> list[Silence]:
    """Every list of the portal by its own nights."""
    lists = [c for c in history.channels if c.kind in LISTS and not c.same_as]
    return [_judge_list(history, channel, window, thresholds) for channel in lists]


def _judge_list(history: History, channel: ChannelFact, window: Period, thresholds: Thresholds) -> Silence:
    own = [p for p in history.posts if channel.id in history.shown.get(p.id, ())]
    inside, newest = _inside(own, window)
    if inside:
        return Silence(channel.portal, channel.title, "active", inside, newest, "")
    rows = _deciding(history, channel, thresholds)
    sure = [r for r in rows if r.state in ("observed", "observed_empty") and r.end_reason in PROVEN]
    back = any(_walked_back(r, window) for nights in (history.channel_nights.values(),) for r in _of(nights, channel))
    if len(sure) < thresholds.nights_needed or not back or _doubt(own, window) is not None:
        return Silence(channel.portal, channel.title, "unknown", 0, newest,
                       f"Quan sát trọn {len(sure)} đêm, cần {thresholds.nights_needed}.")
    return Silence(channel.portal, channel.title, "idle", 0, newest,
                   f"{len(sure)} đêm đi hết danh sách, không có mục nào trong khoảng này.")


def _inside(posts: Iterable[PostFact], window: Period) -> tuple[int, date | None]:
    """(posts that state a believable day of the window, the newest such day up to its end)."""
    days = [p.dated_on for p in posts if p.dated_on is not None and p.dated_on <= window.end]
    return sum(window.has(day) for day in days), max(days, default=None)


def _doubt(posts: Iterable[PostFact], window: Period) -> str | None:
    """Posts without a believable day may belong to the window."""
    count = sum(p.dated_on is None and p.first_seen >= window.start for p in posts)
    return f"có {count_words(count)} tin, bài không đọc được ngày" if count else None


def _deciding(history: History, channel: ChannelFact, thresholds: Thresholds) -> list[ChannelNightFact]:
    nights = [n.night for n in last_nights(history.nights, thresholds.nights_window) if n.usable]
    return _of((history.channel_nights.get(n, {}) for n in nights), channel)


def _of(nights: Iterable[object], channel: ChannelFact) -> list[ChannelNightFact]:
    rows = (night.get(channel.id) for night in nights if isinstance(night, dict))
    return [row for row in rows if row is not None]


def _walked_back(row: ChannelNightFact, window: Period) -> bool:
    """Whether this night went through the list to the window's first day or to the list's end."""
    if row.state not in ("observed", "observed_empty"):
        return False
    return row.end_reason in WHOLE or (row.oldest_on is not None and row.oldest_on < window.start)


def _not_back(history: History, window: Period, thresholds: Thresholds) -> str | None:
    lists = [c for c in history.channels if c.kind in LISTS and not c.same_as and _deciding(history, c, thresholds)]
    if not lists:
        return "không thấy danh sách tin, bài nào"
    short = [c for c in lists
             if not any(_walked_back(r, window) for r in _of(history.channel_nights.values(), c))]
    if short:
        return (f"{count_words(len(short))}/{count_words(len(lists))} danh sách chưa được đi ngược tới "
                f"{day_words(window.start)}")
    return None


def _nothing(newest: date | None, activity: Activity) -> str:
    last = f"tin, bài mới nhất ngày {day_words(newest)}" if newest else "không có tin, bài nào có ngày"
    return f"Không có tin, bài nào trong khoảng này; {last}. {activity.certificate.sentence()}"
