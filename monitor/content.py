"""Does a menu entry lead to content? Told from the newest nights that saw it, and never from one that did not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import takewhile

from monitor.causes import cause_words
from monitor.coverage import LISTS, last_nights
from monitor.facts import ChannelFact, ChannelNightFact, History
from monitor.thresholds import Thresholds
from monitor.words import count_words

#: Of several entries, one with content clears; what could not be told outweighs what is empty.
SAYS = {True: 0, None: 1, False: 2}
CLOSED = "là tiêu đề không có địa chỉ, có thể chỉ mở được khi chạy mã JavaScript"


@dataclass(frozen=True, slots=True)
class Content:
    """`has` is None when it could not be told; `why` says why it is not True."""

    has: bool | None
    why: str = ""
    seen_on: date | None = None
    newest_on: date | None = None
    end_reason: str | None = None
    undated: int = 0
    evidence: tuple[tuple[date, int, tuple[int, ...]], ...] = ()


def read_content(
    history: History, channel: ChannelFact, entries: Sequence[ChannelFact], thresholds: Thresholds
) -> Content:
    """The content behind one entry; a heading has what the entries under it have."""
    own = _read_own(history, channel, thresholds) if channel.url else Content(None, CLOSED)
    below = [e for e in entries if channel.title in e.path and e.id != channel.id and e.url]
    if own.has is True or not below:
        return own
    found = [_read_own(history, entry, thresholds) for entry in below]
    return min([own, *found] if channel.url else found, key=lambda c: SAYS[c.has])


def _read_own(history: History, channel: ChannelFact, thresholds: Thresholds) -> Content:
    rows = _rows(history, channel, thresholds)
    if not rows:
        why = "dẫn tới máy chủ khác" if channel.kind == "external" else "chưa xem được trang này"
        return Content(None, why)
    seen = [r for r in rows if r.state in ("observed", "observed_empty")]
    if not seen:
        return Content(None, cause_words(rows[-1].reason), evidence=_evidence(rows[-1:]))
    last = seen[-1]
    has, why = _judge_row(history, channel, last, thresholds)
    empty = list(takewhile(lambda row: _judge_row(history, channel, row, thresholds)[0] is False, reversed(seen)))[::-1]
    needed = thresholds.nights_needed if channel.kind in LISTS else thresholds.page_nights
    if has is False and len(empty) < needed:
        has, why = None, f"{why}, mới thấy {len(empty)} đêm"
    return Content(has, why, last.night, last.newest_on, last.end_reason, last.undated,
                   _evidence(empty if has is False else [last]))


def _rows(history: History, channel: ChannelFact, thresholds: Thresholds) -> list[ChannelNightFact]:
    """The channel's nights that count: lists are seen every night that does not leave them out, pages in turns."""
    target = channel.id
    if channel.same_as is not None:
        target = next((c.id for c in history.channels if c.key == channel.same_as), channel.id)
    nights = [n for n in last_nights(history.nights, len(history.nights)) if n.usable]
    if channel.kind in LISTS:
        asked = [n for n in nights
                 if not history.left_some(n.night) or target in history.channel_nights.get(n.night, {})]
        nights = asked[-thresholds.nights_window:]
    elif nights:
        first = nights[-1].night - timedelta(days=thresholds.page_window)
        nights = [n for n in nights if n.night >= first]
    found = (history.channel_nights.get(n.night, {}).get(target) for n in nights)
    return [row for row in found if row is not None]


def _judge_row(
    history: History, channel: ChannelFact, row: ChannelNightFact, thresholds: Thresholds
) -> tuple[bool | None, str]:
    if row.state == "observed_empty":
        if not any(other.items for other in history.channel_nights.get(row.night, {}).values()):
            return None, "mọi danh sách đều tự ghi là trống, có thể chỉ hiện nội dung khi chạy mã JavaScript"
        return False, "danh sách tự ghi là chưa có bài viết"
    if row.placeholder:
        return False, "trang chỉ ghi “đang cập nhật”"
    if row.reason == "not_found":
        return False, "địa chỉ của mục không còn (404)"
    if row.items > 0 or channel.kind == "form" or row.reason == "binary":
        return True, ""
    if row.words >= thresholds.page_words:
        return True, ""
    return None, f"trang chỉ có {count_words(row.words)} tiếng, có thể là hình ảnh"


def _evidence(rows: Sequence[ChannelNightFact]) -> tuple[tuple[date, int, tuple[int, ...]], ...]:
    return tuple((row.night, row.channel, row.visits) for row in rows)
