"""Which lists the coming nights may leave out: those whose silence is no accusation and will not soon be one.

A list rests for k - 1 nights after it was seen to its end. It does not as long as something hangs on it: its portal or
its section is near its limit or beyond it, its menu is changing, a question waits, the quarter ends, or too few nights
saw the portal whole. So an accusation rests on as many nights that asked for the list itself as it does without this.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.models import Channel, Night, Question
from crawler.registry import Section
from monitor.activity import judge_activity
from monitor.coverage import LISTS
from monitor.facts import ChannelFact, History
from monitor.judge import window_of
from monitor.matching import Matcher
from monitor.menus import view_menu, whole_nights
from monitor.office import Office
from monitor.rules import Rules
from monitor.sections import KINDS
from monitor.thresholds import Thresholds

SETTLED = ("answered", "removed")


def let_rest(session: Session, rules: Rules, night: date, every: int) -> int:
    """Set for every list how long it may be left out, as the newest night leaves things; returns how many may. Nights
    of the past, and those that count for nothing, set nothing: then a list is asked once its time is over."""
    newest = session.scalar(select(func.max(Night.night)).where(Night.state.in_(("complete", "partial"))))
    if night != newest:
        return 0
    office = Office(session, rules, window_of(night), night)
    waiting = _portals_with_questions(office.session)
    marked = {c.id: c for c in office.session.scalars(select(Channel).where(Channel.rests_until.is_not(None)))}
    count = 0
    for history in office.histories(days=office.rules.thresholds.page_window):
        matcher = office.rules.matchers[KINDS[history.portal.group]]
        free = free_lists(history, matcher, office.rules.thresholds, night, history.portal.code in waiting)
        for channel in (marked[c.id] for c in history.channels if c.id in marked):
            if channel.id not in free:
                channel.rests_until = night
            elif channel.id in history.channel_nights.get(night, {}):
                channel.rests_until = night + timedelta(days=every - 1)
            count += channel.id in free
    return count


def free_lists(history: History, matcher: Matcher, rules: Thresholds, night: date, waiting: bool) -> set[int]:
    """The lists on which nothing hangs after this night; `waiting`: a question of the portal has no answer yet."""
    newest = judge_activity(history, rules).newest_on
    menu = view_menu(history, rules)
    good = [n for n in menu.read_on if n not in history.broken and n not in history.excused]
    last = max((n.night for n in whole_nights(history, rules) if n.usable), default=None)
    near = rules.nights_window  # nights before a limit from which a list is asked each night
    if _quarter_end(night + timedelta(days=1)) - night <= timedelta(days=near + 1):
        return set()  # "few in the quarter" is told of its last nights
    if len(good) < rules.nights_needed or good[-1] != last or matcher.match(menu.gone) \
            or newest is None or (night - newest).days > rules.silent_days - near:
        return set()
    limits = _limits(history.channels, matcher)
    free: set[int] = set()
    for channel in history.channels:
        newest_on = _newest_on(history, channel)
        limit = limits.get(channel.id)
        if channel.kind in LISTS:
            hangs = newest_on is None or (limit is not None and (night - newest_on).days > limit - near)
        else:
            hangs = waiting or channel.kind != "qa"
        if not hangs:
            free.add(channel.id)
    return free


def _quarter_end(day: date) -> date:
    month = (day.month + 2) // 3 * 3
    return date(day.year, month, monthrange(day.year, month)[1])


def _newest_on(history: History, channel: ChannelFact) -> date | None:
    """The newest day that the list stated when it was last asked for."""
    rows = [found[channel.id] for _, found in sorted(history.channel_nights.items()) if channel.id in found]
    return rows[-1].newest_on if rows else None


def _limits(channels: Iterable[ChannelFact], matcher: Matcher) -> dict[int, int]:
    """Channel -> the shortest limit in days of the sections that it, or a heading above it in the menu, stands for."""
    channels = tuple(channels)
    named: dict[str, int] = {}   # title of an entry -> limit
    limits: dict[int, int] = {}
    for code, matches in matcher.match(channels).items():
        section: Section = matcher.sections[code]
        if section.freshness_kind != "calendar" or section.freshness_days is None:
            continue
        for match in matches:
            channel, days = match.channel, section.freshness_days
            limits[channel.id] = min(days, limits.get(channel.id, days))
            named[channel.title] = min(days, named.get(channel.title, days))
    for channel in channels:
        for days in (named[title] for title in channel.path if title in named):
            limits[channel.id] = min(days, limits.get(channel.id, days))
    return limits


def _portals_with_questions(session: Session) -> set[str]:
    """Portals that show a question without an answer."""
    return set(session.scalars(select(Question.portal).where(
        Question.state.is_(None) | Question.state.not_in(SETTLED)).distinct()))
