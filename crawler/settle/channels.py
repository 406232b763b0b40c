"""Channels of one portal and how each was seen tonight: the bricks of every later statement about absence."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.facts import Article, MenuEntry, Reading
from crawler.judged import ChannelChange
from crawler.models import Channel, ChannelNight, PostChannel
from crawler.settle.harvest import Answer, Harvest
from crawler.settle.posts import Posts

PROVEN = ("single_page", "last_page", "date_window_reached")

_KINDS = {"list": "list", "empty_list": "list", "qa": "qa", "page": "page", "article": "page", "document": "page",
          "form": "form"}


def settle_channels(session: Session, harvest: Harvest, posts: Posts) -> list[ChannelNight]:
    """Store the menu as channels and write one `ChannelNight` for each list or page visited tonight."""
    stored = {c.key: c for c in session.scalars(select(Channel).where(Channel.portal == harvest.portal))}
    before = {key: (_facts(channel), channel.last_seen) for key, channel in stored.items()}
    entries = menu_of(harvest)
    for key in sorted(entries):
        _store(session, harvest, stored, key, entries[key])
    for key in sorted(harvest.lists.keys() - entries.keys()):  # walked, but no longer in a menu we could read
        answer = harvest.lists[key][min(harvest.lists[key])]
        title = answer.reading.title if answer.reading is not None else answer.visit.url
        _store(session, harvest, stored, key, MenuEntry(title, answer.visit.url, key=key))
    for key, other in harvest.same_as.items():
        if key in stored:
            stored[key].same_as = other
    session.flush()
    _keep_changed(session, harvest, stored, before)
    nights = [_night(session, harvest, stored[key], harvest.lists[key], posts) for key in sorted(harvest.lists)]
    _link_posts(session, harvest, stored, posts)
    _let_rest(harvest, stored, nights)
    return nights


def _let_rest(harvest: Harvest, stored: dict[str, Channel], nights: list[ChannelNight]) -> None:
    """Mark the lists that could be left out on coming nights as far as tonight's pages tell (monitor/rests.py decides):
    seen to the end, with posts, and naming nothing in their menus that only they name."""
    rows = {row.channel_id: row for row in nights}
    pages = [harvest.home, *(p.get(1) for k, p in harvest.lists.items() if stored[k].kind == "index")]
    usual = {_key(e) for page in pages if page is not None and page.reading is not None for e in page.reading.menu}
    for key, answers in harvest.lists.items():
        row, first = rows[stored[key].id], answers.get(1)
        whole = row.state == "observed" and row.items > 0 and first is not None and first.reading is not None
        names = {_key(e) for e in first.reading.menu} if first is not None and first.reading is not None else set()
        stored[key].rests_until = harvest.night if whole and names <= usual else None


def _facts(channel: Channel) -> dict[str, Any]:
    return {name: getattr(channel, name) for name in ("title", "path", "url", "kind", "same_as")}


def _keep_changed(
    session: Session, harvest: Harvest, stored: dict[str, Channel], before: dict[str, tuple[dict[str, Any], date]]
) -> None:
    """Keep what tonight overwrote: other facts than before, or an entry that the menu last read did not have."""
    last_read = max((seen for _, seen in before.values()), default=harvest.night)
    for key, (facts, seen) in sorted(before.items()):
        channel = stored[key]
        returned = seen < last_read and channel.last_seen == harvest.night
        if returned or _facts(channel) != facts:
            session.add(ChannelChange(channel_id=channel.id, night_id=harvest.night_id,
                                      before={**facts, "last_seen": seen.isoformat()}))


def menu_of(harvest: Harvest) -> dict[str, MenuEntry]:
    """Menu entries by identity: the home page's first, then those that only the channels' own pages show. An entry
    without an address that has one on another page is the page itself, which is not linked from there."""
    found: dict[str, MenuEntry] = {}
    named: set[tuple[str, ...]] = set()
    pages = [harvest.home] if harvest.home is not None else []
    pages += [harvest.lists[key][1] for key in sorted(harvest.lists) if 1 in harvest.lists[key]]
    for answer in pages:
        if not answer.seen or answer.reading is None:
            continue
        for entry in answer.reading.menu:
            key = _key(entry)
            name = (*entry.path, entry.title)
            if entry.url:
                named.add(name)
            elif name in named:
                continue
            if key and entry.title:
                found.setdefault(key, entry)
    return found


def _key(entry: MenuEntry) -> str:
    return entry.key if entry.url else "#" + " / ".join((*entry.path, entry.title))


def _store(session: Session, harvest: Harvest, stored: dict[str, Channel], key: str, entry: MenuEntry) -> None:
    channel = stored.get(key)
    if channel is None:
        channel = Channel(portal=harvest.portal, key=key, kind="unknown", first_seen=harvest.night,
                          title=entry.title, path=list(entry.path), url=entry.url, last_seen=harvest.night)
        session.add(channel)
        stored[key] = channel
    channel.title, channel.path, channel.url = entry.title, list(entry.path), entry.url
    channel.last_seen = harvest.night
    kind = "external" if entry.external else kind_of(harvest.lists.get(key, {}))
    if kind in ("page", "form") and _names_lists(harvest, harvest.lists[key][1]):
        kind = "index"
    if kind is not None:
        channel.kind = kind


def _names_lists(harvest: Harvest, answer: Answer) -> bool:
    """Whether a page names lists that the home page does not: they are found only as long as it is visited."""
    home = harvest.home.reading if harvest.home is not None else None
    usual = {entry.key for entry in home.menu} if home is not None else set()
    named = [entry.key for entry in answer.reading.menu if entry.key not in usual] if answer.reading is not None else []
    return any(kind_of(harvest.lists.get(key, {})) in ("list", "documents", "qa", "page") for key in named)


def kind_of(pages: dict[int, Answer]) -> str | None:
    """What a menu entry leads to, from its first page as seen tonight; None when that could not be seen."""
    first = pages.get(1)
    if first is None or not first.seen or first.reading is None:
        return None
    reading = first.reading
    if reading.items and reading.kind == "page":  # a home page that goes on
        return "list"
    if reading.kind == "list" and reading.items:
        kinds = Counter(item.kind for item in reading.items)
        if kinds["document"] * 2 > len(reading.items):
            return "documents"
        if kinds["question"] * 2 > len(reading.items):
            return "qa"
    return _KINDS.get(reading.kind, "unknown")


def _night(
    session: Session, harvest: Harvest, channel: Channel, pages: dict[int, Answer], posts: Posts
) -> ChannelNight:
    state, reason, end = judge_list(pages)
    readings = [a.reading for _, a in sorted(pages.items()) if a.seen and a.reading is not None]
    days, undated = _days(readings, posts, harvest.night)
    first = readings[0] if readings else None
    if first is not None and first.kind == "page" and not first.items:
        days += _page_day(first.article, harvest.night)
    row = ChannelNight(
        night_id=harvest.night_id, channel_id=channel.id, portal=harvest.portal, state=state, reason=reason,
        pages=len(readings), end_reason=end, items=sum(len(r.items) + len(r.questions) for r in readings),
        undated=undated, newest_on=max(days, default=None), oldest_on=min(days, default=None),
        words=first.text_words if first else 0, placeholder=first.placeholder if first else False,
        control=sum(posts.control.get(item.key, False) for r in readings for item in r.items),
        visits=[a.visit.id for _, a in sorted(pages.items())],
        named=list(first.named) if first is not None and first.kind == "page" else None,
    )
    session.add(row)
    return row


def judge_list(pages: dict[int, Answer]) -> tuple[str, str | None, str | None]:
    """(state, reason, end reason) of a list from its pages' answers."""
    first, last = pages[min(pages)], pages[max(pages)]
    end = last.visit.end_reason if last.seen else None
    if min(pages) != 1 or not first.seen:
        return first.state, first.visit.outcome, None
    missing = [n for n in range(1, max(pages) + 1) if n not in pages or not pages[n].seen]
    if missing:
        bad = pages.get(missing[0])
        outcome = bad.visit.outcome if bad is not None else "not_attempted"
        return "partly", f"trang {missing[0]}: {outcome}", end
    if end not in PROVEN:
        return "partly", end or "chưa đi hết", end
    if first.reading is not None and first.reading.kind == "empty_list":
        return "observed_empty", None, end
    return "observed", None, end


def _days(readings: list[Reading], posts: Posts, night: date) -> tuple[list[date], int]:
    """(dates of the items, number of items without one). The post's own date counts where a row has none."""
    days: list[date] = []
    undated = 0
    for reading in readings:
        for item in reading.items:
            post = posts.by_key.get(item.key)
            day = post.published_on if post is not None else item.published.on if item.published else None
            if day is None:
                undated += 1
            elif day <= night + timedelta(days=1):
                days.append(day)
        days += [q.asked_on for q in reading.questions if q.asked_on is not None]
    return days, undated


def _page_day(article: Article | None, night: date) -> list[date]:
    """The day that a single page states of itself: when it was brought up to date, else when it was put up."""
    stated = (article.updated or article.published) if article is not None else None
    return [stated.on] if stated is not None and stated.on is not None and stated.on <= night else []


def _link_posts(session: Session, harvest: Harvest, stored: dict[str, Channel], posts: Posts) -> None:
    links = {
        (link.post_id, link.channel_id): link
        for link in session.scalars(
            select(PostChannel).join(Channel, Channel.id == PostChannel.channel_id)
            .where(Channel.portal == harvest.portal)
        )
    }
    for key in sorted(posts.sightings):
        post = posts.by_key.get(key)
        for name in posts.sightings[key].channels if post is not None else ():
            assert post is not None
            mark = (post.id, stored[name].id)
            if mark in links:
                links[mark].last_seen = harvest.night
            else:
                links[mark] = PostChannel(post_id=mark[0], channel_id=mark[1], first_seen=harvest.night,
                                          last_seen=harvest.night)
                session.add(links[mark])
