"""May we say that a menu lacks an entry? Only when it was read on enough nights and stood still."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.causes import cause_words
from monitor.certificate import Certificate, Ground, NightView
from monitor.coverage import last_nights
from monitor.facts import ChannelFact, History, NightFact
from monitor.headings import closed_headings
from monitor.thresholds import Thresholds


@dataclass(frozen=True, slots=True)
class MenuView:
    """The menu as it stands on the newest night that read it. `why_not` says why its gaps prove nothing."""

    entries: tuple[ChannelFact, ...]
    gone: tuple[ChannelFact, ...]    # seen on an earlier night of the window, but not on its newest
    read_on: tuple[date, ...]
    nights: int
    why_not: str | None

    def sentence(self) -> str:
        """What the statement rests on, in one Vietnamese sentence."""
        text = f"Đọc được trình đơn {len(self.read_on)}/{self.nights} đêm gần nhất"
        if self.read_on:
            text += f", đêm {self.read_on[-1]:%d/%m/%Y} có {len(self.entries)} mục"
        return text + (f"; {self.why_not}." if self.why_not else ".")


def view_menu(history: History, thresholds: Thresholds) -> MenuView:
    """The portal's menu over the last nights of its history."""
    window = whole_nights(history, thresholds)
    read_on = tuple(n.night for n in window if _was_read(history, n))
    every = [n.night for n in last_nights(history.nights, len(history.nights)) if _was_read(history, n)]
    newest = every[-1] if read_on else None
    entries = tuple(c for c in history.channels if newest and c.first_seen <= newest <= c.last_seen)
    gone = tuple(c for c in history.channels if newest and read_on[0] <= c.last_seen < newest)
    return MenuView(entries, gone, read_on, len(window),
                    _why_not(history, window, read_on, newest, len(entries), len(gone), thresholds)
                    or _closed(entries))


def whole_nights(history: History, thresholds: Thresholds) -> tuple[NightFact, ...]:
    """The last nights that asked for every list: their own pages may name entries that the home page does not. What a
    night that left some out read of the menu may clear, but does not accuse."""
    asked = [n for n in history.nights if not history.left_some(n.night)]
    window = last_nights(asked, thresholds.nights_window)
    return tuple(n for n in window if (history.nights[-1].night - n.night).days <= thresholds.page_window)


def certify_menu(history: History, menu: MenuView, thresholds: Thresholds) -> Certificate:
    """The certificate of a menu's gaps: the nights that read it, with entries known from earlier nights as control."""
    views = tuple(_view_night(history, menu, night) for night in whole_nights(history, thresholds))
    failures = Counter(c for view in views for c in view.causes)
    read = [v for v in views if v.complete]
    return Certificate(
        "menu", history.portal.code, views, thresholds.nights_needed, menu.why_not is None, menu.why_not,
        control=read[-1].control if read else 0, control_needed=thresholds.menu_least,
        failures=tuple(failures.most_common()), share=round(100 * len(read) / len(views)) if views else 0,
        vantages=history.vantages,
        grounds=tuple(Ground(v.night, None, "observed", history.home_visits.get(v.night, ())) for v in read),
    )


def _view_night(history: History, menu: MenuView, night: NightFact) -> NightView:
    row = history.portal_nights.get(night.night)
    if night.night not in menu.read_on or night.night in history.excused or night.night in history.broken:
        cause = "mass_failure" if night.night in history.broken else history.excused.get(night.night)
        unseen = (row.reason or row.state) if night.usable and row is not None else night.state
        return NightView(night.night, False, False, 1, causes=(cause or unseen,))
    known = sum(c.first_seen < night.night <= c.last_seen for c in menu.entries)
    return NightView(night.night, True, True, 1, 1, control=known)


def _was_read(history: History, night: NightFact) -> bool:
    row = history.portal_nights.get(night.night)
    return night.usable and row is not None and row.seen and row.reason != "menu_not_found"


def _closed(entries: Sequence[ChannelFact]) -> str | None:
    closed = closed_headings(entries)
    if not closed:
        return None
    return f"mục “{closed[0].title}” không có địa chỉ, không có mục con: có thể chỉ mở được khi chạy mã JavaScript"


def _why_not(
    history: History, window: Sequence[NightFact], read_on: Sequence[date], newest: date | None, entries: int,
    gone: int, thresholds: Thresholds,
) -> str | None:
    usable = [n.night for n in window if n.usable]
    if not usable:
        return "chưa có đêm quan sát nào trong kỳ"
    if not read_on or read_on[-1] != usable[-1]:
        row = history.portal_nights.get(usable[-1])
        cause = cause_words((row.reason or row.state) if row is not None else "not_in_registry")
        return f"đêm {usable[-1]:%d/%m/%Y} không đọc được trình đơn: {cause}"
    newest = newest or read_on[-1]
    if newest in history.excused:
        return f"đêm {newest:%d/%m/%Y}: {cause_words(history.excused[newest])}"
    if newest in history.broken:
        return f"đêm {newest:%d/%m/%Y} nhiều cổng cùng hỏng: {history.broken[newest]}"
    read_on = [night for night in read_on if night not in history.excused and night not in history.broken]
    if len(read_on) < thresholds.nights_needed:
        return f"mới đọc được {len(read_on)} đêm, cần {thresholds.nights_needed}"
    if entries < thresholds.menu_least:
        return f"chỉ đọc được {entries} mục trình đơn, cần ít nhất {thresholds.menu_least}"
    if gone * 100 > thresholds.menu_lost_share * entries:
        return f"trình đơn đang thay đổi: {gone} mục vừa biến mất"
    return None
