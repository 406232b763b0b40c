"""What may be said of absence: which lists were seen on which nights, to a proven end, and with which control."""

from __future__ import annotations

import mimetypes
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from urllib.parse import urlsplit

from monitor.breakers import has_shrunk
from monitor.causes import cause_words
from monitor.certificate import OBSERVED, Certificate, Ground, ListView, NightView
from monitor.facts import ChannelFact, ChannelNightFact, History, NightFact, PortalNightFact
from monitor.headings import closed_headings
from monitor.thresholds import Thresholds

PROVEN = ("last_page", "single_page", "date_window_reached")
LISTS = ("list", "documents")
NOT_LISTS = ("page", "form", "qa", "external")

#: A list that is nowhere hides nothing, once all of the deciding nights say so.
GONE = ("not_found", "offsite")

#: What a menu entry of unknown kind may answer without hiding a list from us.
HIDES_NOTHING = ("not_found", "offsite", "address_refused", "login", "binary")


def last_nights(nights: Sequence[NightFact], count: int) -> tuple[NightFact, ...]:
    """The last nights of the ledger that have ended; skipped and void ones count as nights nobody looked."""
    return tuple(n for n in nights if n.state not in ("running", "interrupted"))[-count:]


def view_night(
    history: History, night: NightFact, thresholds: Thresholds, only: Collection[int] | None = None
) -> NightView:
    """How one portal's lists, or only some of them, were seen in one night."""
    row = history.portal_nights.get(night.night)
    excuse = history.excused.get(night.night)
    if not night.usable or row is None or not row.seen:
        return NightView(night.night, False, False, causes=(excuse or _why_unseen(night, row),))
    lists: list[ListView] = []
    rows: list[ChannelNightFact] = []
    causes: list[str] = []
    since = _remembered_since(history, thresholds)
    holding = _lists_with_posts(history, night.night)
    if only is None and closed_headings(c for c in history.channels if c.first_seen <= night.night <= c.last_seen):
        causes.append("closed_heading")
    for channel in history.channels:
        if only is not None and channel.id not in only:
            continue
        hidden, seen = _judge_channel(history, channel, night.night)
        if channel.kind in LISTS and since <= channel.last_seen < night.night and not channel.same_as:
            hidden = "left_menu"
        if seen and not seen.items and channel.id in holding:  # other lists' old posts prove nothing of this one
            hidden, seen = "no_control", None
        found = seen or history.channel_nights.get(night.night, {}).get(channel.id)
        causes += [hidden] if hidden else []
        rows += [seen] if seen else []
        if hidden or seen:
            lists.append(_list_view(channel, found, hidden))
    control = sum(r.control for r in rows)
    if not lists:
        causes.append("no_lists")
    if night.night in history.broken:
        causes.append("mass_failure")
    elif excuse:
        causes.append(excuse)
    elif not causes and control < _control_needed(history, night.night, thresholds, only):
        causes.append("no_control")
    elif has_shrunk(night.night, history.channel_nights, [c.channel for c in lists], thresholds, history.left_some):
        causes.append("silence")
    days = [d for r in rows for d in (r.newest_on, r.oldest_on) if d is not None]
    return NightView(
        night.night, True, not causes, len(lists), len(rows), sum(r.state == "observed_empty" for r in rows), control,
        sum(r.undated for r in rows), max(days, default=None), min(days, default=None), tuple(causes), tuple(lists),
    )


def _remembered_since(history: History, thresholds: Thresholds) -> date:
    """A list that the menu still had on or after this night is not forgotten: menus are also read by halves."""
    seen = [n.night for n in history.nights
            if n.usable and (row := history.portal_nights.get(n.night)) is not None and row.seen]
    return seen[-thresholds.nights_window:][0] if seen else date.max


def _lists_with_posts(history: History, night: date) -> set[int]:
    """Lists that have shown posts which were known before a night and not taken away since."""
    return {channel for p in history.posts if p.first_seen < night and (p.removed_on is None or p.removed_on >= night)
            for channel in history.shown.get(p.id, ())}


def _list_view(channel: ChannelFact, row: ChannelNightFact | None, hidden: str | None) -> ListView:
    if row is None:
        return ListView(channel.id, channel.title, "not_observed", hidden)
    return ListView(channel.id, channel.title, row.state, row.reason or hidden, row.pages, row.end_reason,
                    row.newest_on, row.oldest_on, row.visits)


def _control_needed(history: History, night: date, thresholds: Thresholds, only: Collection[int] | None) -> int:
    """How many known older posts must be found again: so many as the rules ask for, or all there are."""
    known = sum(p.first_seen < night and (p.removed_on is None or p.removed_on >= night) for p in history.posts)
    if only is not None:  # which list shows which post is not asked: what these lists have shown bounds it
        known = min(known, sum(max((rows[c].items for rows in history.channel_nights.values() if c in rows), default=0)
                               for c in only))
    return min(thresholds.control_posts, known)


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
        return ("not_due" if history.left_some(night) else "not_visited"), None
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


@cache
def _is_file(url: str) -> bool:
    try:
        kind = mimetypes.guess_type(urlsplit(url).path)[0]
    except ValueError:  # menus also hold what is no address
        return False
    return kind is not None and not kind.startswith("text/")


def certify(history: History, thresholds: Thresholds, only: Collection[int] | None = None) -> Certificate:
    """The certificate over the last nights of a portal's history, for all its lists or only for some of them."""
    window = last_nights(history.nights, thresholds.nights_window)
    views = tuple(view_night(history, night, thresholds, only) for night in window)
    why_not = _why_not(views, window, history, thresholds)
    failures = Counter(c for view in views for c in view.causes)
    complete = [v for v in views if v.complete]
    days = [d for v in complete for d in (v.newest_on, v.oldest_on) if d is not None]
    last = complete[-1] if complete else None
    lists = max((v.lists for v in views), default=0)
    return Certificate(
        "lists", history.portal.code, views, thresholds.nights_needed, why_not is None, why_not,
        max(days, default=None), min(days, default=None), last.control if last else 0,
        _control_needed(history, last.night, thresholds, only) if last else thresholds.control_posts,
        tuple(failures.most_common()), round(100 * sum(v.proven for v in views) / (lists * len(views))) if lists else 0,
        history.doors, history.vantages,
        tuple(Ground(v.night, c.channel, c.state, c.visits) for v in complete for c in v.channels
              if c.state in OBSERVED),
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
