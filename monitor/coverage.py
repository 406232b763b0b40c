"""What may be said of absence: which lists were seen on which nights, to a proven end, and with which control."""

from __future__ import annotations

import mimetypes
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from monitor.facts import ChannelFact, ChannelNightFact, History, NightFact, PortalNightFact
from monitor.thresholds import Thresholds
from monitor.words import cause_words, count_words, day_words

PROVEN = ("last_page", "single_page", "date_window_reached")
LISTS = ("list", "documents")
NOT_LISTS = ("page", "form", "qa", "external")

#: A list that is nowhere hides nothing, once all of the deciding nights say so.
GONE = ("not_found", "offsite")

#: What a menu entry of unknown kind may answer without hiding a list from us.
HIDES_NOTHING = ("not_found", "offsite", "address_refused", "login", "binary")


@dataclass(frozen=True, slots=True)
class NightView:
    """One portal's lists in one night. `complete`: every list seen to a proven end, by a night that counts."""

    night: date
    seen: bool
    complete: bool
    lists: int = 0
    proven: int = 0
    empty: int = 0
    control: int = 0
    undated: int = 0
    newest_on: date | None = None
    oldest_on: date | None = None
    causes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a statement of absence rests on. Without `holds`, the verdict is unknown; `why_not` says why."""

    nights: tuple[NightView, ...]
    needed: int
    holds: bool
    why_not: str | None
    newest_on: date | None
    oldest_on: date | None
    control: int
    failures: tuple[tuple[str, int], ...]
    share: int  # per cent of the window's nights that were complete

    def sentence(self) -> str:
        """The certificate as one Vietnamese sentence."""
        complete = sum(view.complete for view in self.nights)
        text = f"Quan sát trọn vẹn {complete}/{len(self.nights)} đêm gần nhất (cần {self.needed})"
        if self.nights and self.nights[-1].seen:
            last = self.nights[-1]
            text += f"; đêm {last.night:%d/%m/%Y} đi hết {last.proven}/{last.lists} danh sách"
            text += f", thấy lại {count_words(self.control)} tin cũ"
        if self.newest_on is not None and self.oldest_on is not None:
            text += f"; tin thấy được từ {day_words(self.oldest_on)} đến {day_words(self.newest_on)}"
        if self.failures:
            text += "; trở ngại: " + ", ".join(f"{cause_words(c)} ({n} lần)" for c, n in self.failures[:3])
        return text + "."


def last_nights(nights: Sequence[NightFact], count: int) -> tuple[NightFact, ...]:
    """The last nights of the ledger that have ended; skipped and void ones count as nights nobody looked."""
    return tuple(n for n in nights if n.state not in ("running", "interrupted"))[-count:]


def mass_failures(portal_nights: Iterable[PortalNightFact], thresholds: Thresholds) -> dict[date, str]:
    """Nights on which too many portals failed for one reason: our side or a shared one before theirs."""
    tried: Counter[date] = Counter()
    failed: Counter[tuple[date, str]] = Counter()
    for row in portal_nights:
        if row.reason == "address_unconfirmed":
            continue
        tried[row.night] += 1
        if not row.seen:
            failed[row.night, row.reason or row.state] += 1
    return {
        night: f"{count_words(count)} cổng cùng {cause_words(reason)}"
        for (night, reason), count in sorted(failed.items())
        if count >= thresholds.mass_least and count * 100 > thresholds.mass_share * tried[night]
    }


def view_night(history: History, night: NightFact, thresholds: Thresholds) -> NightView:
    """How one portal's lists were seen in one night."""
    row = history.portal_nights.get(night.night)
    if not night.usable or row is None or not row.seen:
        return NightView(night.night, False, False, causes=(_why_unseen(night, row),))
    lists: list[ChannelNightFact] = []
    causes: list[str] = []
    for channel in history.channels:
        hidden, seen = _judge_channel(history, channel, night.night)
        causes += [hidden] if hidden else []
        lists += [seen] if seen else []
    control = sum(r.control for r in lists)
    if not lists and not causes:
        causes.append("no_lists")
    known = sum(p.first_seen < night.night and (p.removed_on is None or p.removed_on >= night.night)
                for p in history.posts)
    if night.night in history.broken:
        causes.append("mass_failure")
    elif not causes and control < min(thresholds.control_posts, known):
        causes.append("no_control")
    days = [d for r in lists for d in (r.newest_on, r.oldest_on) if d is not None]
    return NightView(
        night.night, True, not causes, len(lists) + sum(c not in ("no_lists", "no_control", "mass_failure")
                                                        for c in causes),
        len(lists), sum(r.state == "observed_empty" for r in lists), control, sum(r.undated for r in lists),
        max(days, default=None), min(days, default=None), tuple(causes),
    )


def _why_unseen(night: NightFact, row: PortalNightFact | None) -> str:
    if not night.usable:
        return night.state
    return (row.reason or row.state) if row is not None else "not_in_registry"


def _judge_channel(
    history: History, channel: ChannelFact, night: date
) -> tuple[str | None, ChannelNightFact | None]:
    """(why this channel hides something tonight, the list that was seen to its end) – at most one of the two."""
    row = history.channel_nights.get(night, {}).get(channel.id)
    if channel.kind in NOT_LISTS or channel.same_as or not channel.first_seen <= night <= channel.last_seen:
        return None, None
    if channel.url is None or _is_file(channel.url):
        return None, None
    if row is None:
        return "not_visited", None
    if channel.kind not in LISTS:
        hides = row.state not in ("observed", "observed_empty") and row.reason not in HIDES_NOTHING
        return (row.reason or row.state if hides else None), None
    if row.reason in GONE:
        return (row.reason if _was_there(history, channel) else None), None
    if row.state == "observed_empty" or (row.state == "observed" and row.end_reason in PROVEN):
        return None, row
    return row.reason or row.end_reason or row.state, None


def _was_there(history: History, channel: ChannelFact) -> bool:
    """Whether any of the deciding nights saw this list: servers under load answer 404, and lists move to new hosts."""
    rows = (night.get(channel.id) for night in history.channel_nights.values())
    return any(r is not None and r.state != "not_observed" and r.reason not in GONE for r in rows)


def _is_file(url: str) -> bool:
    try:
        kind = mimetypes.guess_type(urlsplit(url).path)[0]
    except ValueError:  # menus also hold what is no address
        return False
    return kind is not None and not kind.startswith("text/")


def certify(history: History, thresholds: Thresholds) -> Certificate:
    """The certificate of a portal over the last nights of its history."""
    window = last_nights(history.nights, thresholds.nights_window)
    views = tuple(view_night(history, night, thresholds) for night in window)
    why_not = _why_not(views, window, history, thresholds)
    failures = Counter(c for view in views for c in view.causes)
    days = [d for v in views if v.complete for d in (v.newest_on, v.oldest_on) if d is not None]
    return Certificate(
        views, thresholds.nights_needed, why_not is None, why_not, max(days, default=None), min(days, default=None),
        views[-1].control if views else 0, tuple(failures.most_common()),
        round(100 * sum(v.complete for v in views) / len(views)) if views else 0,
    )


def _why_not(
    views: Sequence[NightView], window: Sequence[NightFact], history: History, thresholds: Thresholds
) -> str | None:
    """Why the nights do not support a statement of absence; None when they do."""
    looked = sum(night.usable for night in window)
    complete = sum(view.complete for view in views)
    if not looked:
        return "chưa có đêm quan sát nào trong kỳ"
    if looked < thresholds.nights_needed:
        return f"mới quan sát {looked} đêm, cần {thresholds.nights_needed}"
    newest = next(v for v, n in zip(reversed(views), reversed(window), strict=True) if n.usable)
    if not newest.complete:
        cause = history.broken.get(newest.night) or cause_words(newest.causes[0] if newest.causes else "")
        return f"đêm {newest.night:%d/%m/%Y} không quan sát trọn vẹn: {cause}"
    if complete < thresholds.nights_needed:
        return f"chỉ có {complete} trong {len(views)} đêm gần nhất quan sát trọn vẹn, cần {thresholds.nights_needed}"
    return None


def index_nights(rows: Iterable[ChannelNightFact]) -> Mapping[date, Mapping[int, ChannelNightFact]]:
    """Rows by night and channel."""
    found: dict[date, dict[int, ChannelNightFact]] = {}
    for row in rows:
        found.setdefault(row.night, {})[row.channel] = row
    return found
