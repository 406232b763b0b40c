"""The only file that asks the database: rows become frozen facts, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from crawler.models import (
    Channel,
    ChannelNight,
    DoorNight,
    Night,
    NightPortal,
    Post,
    PostChannel,
    PostEvent,
    Question,
    Visit,
)
from monitor.facts import (
    ChannelFact,
    ChannelNightFact,
    CheckFact,
    DoorFact,
    EventFact,
    HomeFact,
    NightFact,
    PortalFact,
    PortalNightFact,
    PostFact,
    QuestionFact,
)


def load_nights(session: Session, start: date, end: date) -> tuple[NightFact, ...]:
    """The ledger's nights of a period, oldest first."""
    rows = session.scalars(select(Night).where(Night.night.between(start, end)).order_by(Night.night))
    return tuple(
        NightFact(n.id, n.night, n.state, n.reason, n.started_at, n.ended_at, n.exit_code) for n in rows
    )


def load_portals(session: Session, until: date, portal: str | None = None) -> dict[str, PortalFact]:
    """Every portal that any night up to a day knew, or one of them, as its newest night named it; by code."""
    return portals_where(session, until, *([] if portal is None else [NightPortal.portal == portal]))


def portals_where(session: Session, until: date, *which: ColumnElement[bool]) -> dict[str, PortalFact]:
    """As `load_portals`, of the portals that `which` names."""
    newest = (
        select(NightPortal.portal, func.max(Night.night).label("night"))
        .join(Night, Night.id == NightPortal.night_id).where(Night.night <= until, *which).group_by(NightPortal.portal)
    ).subquery()
    rows = session.execute(
        select(NightPortal.portal, NightPortal.name, NightPortal.group, NightPortal.url, NightPortal.scored,
               NightPortal.backend)
        .where(*which).join(Night, Night.id == NightPortal.night_id)
        .join(newest, (newest.c.portal == NightPortal.portal) & (newest.c.night == Night.night))
        .order_by(NightPortal.portal)
    )
    return {r.portal: PortalFact(r.portal, r.name, r.group, r.url, r.scored, r.backend) for r in rows}


def load_portal_nights(
    session: Session, nights: Sequence[NightFact], portal: str | None = None
) -> list[PortalNightFact]:
    """How each portal was observed in each of these nights, or one of them."""
    day = {n.id: n.night for n in nights}
    if not day:
        return []
    query = select(
        NightPortal.night_id, NightPortal.portal, NightPortal.state, NightPortal.reason, NightPortal.requests,
        NightPortal.home, NightPortal.left_out,
    ).where(NightPortal.night_id.in_(day)).order_by(NightPortal.night_id, NightPortal.portal)
    rows = session.execute(query if portal is None else query.where(NightPortal.portal == portal))
    return [PortalNightFact(day[r.night_id], r.portal, r.state or "open", r.reason, r.requests, _home(r.home),
                            r.left_out) for r in rows]


def _home(said: dict[str, Any] | None) -> HomeFact | None:
    if said is None:
        return None
    many = {name: tuple(said.get(name, ())) for name in ("features", "hosts", "doors", "marks")}
    return HomeFact(said.get("title", ""), said.get("url", ""), **many)


def load_first_observed(session: Session, portal: str | None = None) -> dict[str, date]:
    """Portal -> the first night that saw anything of it."""
    query = (
        select(NightPortal.portal, func.min(Night.night)).join(Night, Night.id == NightPortal.night_id)
        .where(NightPortal.state.in_(("complete", "partial"))).group_by(NightPortal.portal)
    )
    rows = session.execute(query if portal is None else query.where(NightPortal.portal == portal))
    return {row[0]: row[1] for row in rows}


def load_channels(session: Session, portal: str | None = None) -> list[ChannelFact]:
    """Menu entries and lists, of one portal or of all."""
    query = select(Channel).order_by(Channel.id)
    rows = session.scalars(query if portal is None else query.where(Channel.portal == portal))
    return [
        ChannelFact(c.id, c.portal, c.title, c.kind, c.url, tuple(c.path), c.key, c.same_as, c.first_seen, c.last_seen)
        for c in rows
    ]


def load_channel_nights(
    session: Session, nights: Sequence[NightFact], portal: str | None = None
) -> list[ChannelNightFact]:
    """How each channel was seen in each of these nights."""
    return channel_nights_where(session, nights, None if portal is None else ChannelNight.portal == portal)


def channel_nights_where(
    session: Session, nights: Sequence[NightFact], which: ColumnElement[bool] | None
) -> list[ChannelNightFact]:
    """As `load_channel_nights`, of the channels that `which` names."""
    day = {n.id: n.night for n in nights}
    if not day:
        return []
    t = ChannelNight
    query = select(
        t.night_id, t.channel_id, t.portal, t.state, t.reason, t.pages, t.end_reason, t.items, t.undated, t.newest_on,
        t.oldest_on, t.words, t.placeholder, t.control, t.visits, t.named,
    ).where(t.night_id.in_(day)).order_by(t.night_id, t.portal, t.channel_id)
    rows = session.execute(query if which is None else query.where(which))
    return [
        ChannelNightFact(
            day[r.night_id], r.channel_id, r.portal, r.state, r.reason, r.pages, r.end_reason, r.items, r.undated,
            r.newest_on, r.oldest_on, r.words, r.placeholder, r.control, tuple(r.visits or ()),
            tuple(r.named or ()),
        )
        for r in rows
    ]


_POST = (
    Post.id, Post.portal, Post.url, Post.title, Post.published_on, Post.first_seen, Post.last_seen, Post.kind,
    Post.published_raw, Post.date_source, Post.date_grade, Post.baseline, Post.edited_on, Post.removed_on,
    Post.body_hash, Post.sketch,
)


def load_posts(session: Session, portal: str | None = None) -> list[PostFact]:
    """Posts of one portal or of all, oldest row first."""
    return posts_where(session, *([] if portal is None else [Post.portal == portal]))


def posts_where(session: Session, *which: ColumnElement[bool]) -> list[PostFact]:
    """As `load_posts`, of the posts that `which` names."""
    return [PostFact(*row) for row in session.execute(select(*_POST).where(*which).order_by(Post.id))]


def load_post_channels(session: Session, portal: str | None = None) -> dict[int, list[str]]:
    """Post id -> titles of the channels that have shown it."""
    query = (
        select(PostChannel.post_id, Channel.title).join(Channel, Channel.id == PostChannel.channel_id)
        .order_by(PostChannel.post_id, Channel.id)
    )
    found: dict[int, list[str]] = {}
    for row in session.execute(query if portal is None else query.where(Channel.portal == portal)):
        titles = found.setdefault(row.post_id, [])
        if row.title not in titles:
            titles.append(row.title)
    return found


def load_questions(session: Session, portal: str | None = None) -> list[QuestionFact]:
    """Citizens' questions, of one portal or of all. Whoever asked is not even read."""
    query = select(Question).order_by(Question.portal, Question.asked_on, Question.key)
    rows = session.scalars(query if portal is None else query.where(Question.portal == portal))
    return [
        QuestionFact(q.portal, q.key, q.title, q.url, q.asked_on, q.accepted_on, q.answered_on, q.state,
                     q.answered_by, q.answered_by_title, q.first_seen, q.last_seen)
        for q in rows
    ]


def load_events(session: Session, night: NightFact) -> list[EventFact]:
    """What happened to posts in one night."""
    rows = session.execute(
        select(PostEvent.what, PostEvent.before, PostEvent.after, *_POST)
        .join(Post, Post.id == PostEvent.post_id).where(PostEvent.night_id == night.id)
        .order_by(Post.portal, Post.id, PostEvent.what)
    )
    return [EventFact(row[0], PostFact(*row[3:]), row[1], row[2]) for row in rows]


def load_redatings(
    session: Session, nights: Sequence[NightFact], portal: str | None = None
) -> list[tuple[date, EventFact]]:
    """(night, stated days that were changed) over these nights."""
    day = {n.id: n.night for n in nights}
    query = (
        select(PostEvent.night_id, PostEvent.before, PostEvent.after, *_POST).join(Post, Post.id == PostEvent.post_id)
        .where(PostEvent.night_id.in_(day), PostEvent.what == "redated").order_by(PostEvent.night_id, Post.id)
    )
    rows = session.execute(query if portal is None else query.where(Post.portal == portal)) if day else ()
    return [(day[row[0]], EventFact("redated", PostFact(*row[3:]), row[1], row[2])) for row in rows]


def load_checks(session: Session, night: NightFact) -> tuple[int, list[CheckFact]]:
    """(pages that both readers read in one night, those on which they disagree)."""
    asked = select(func.count()).select_from(Visit).where(Visit.night_id == night.id, Visit.second.is_not(None))
    rows = session.execute(
        select(Visit.portal, Visit.url, Visit.second)
        .where(Visit.night_id == night.id, Visit.second != "agree").order_by(Visit.portal, Visit.id)
    )
    return session.execute(asked).scalar_one(), [CheckFact(r.portal, r.url, r.second or "") for r in rows]


def load_door_days(session: Session, nights: Sequence[NightFact], portal: str | None = None) -> dict[str, date]:
    """Portal -> newest day that one of its feeds or sitemaps stated on these nights."""
    query = select(DoorNight.portal, func.max(DoorNight.newest_on)).where(
        DoorNight.night_id.in_([n.id for n in nights]), DoorNight.newest_on.is_not(None)
    ).group_by(DoorNight.portal)
    rows = session.execute(query if portal is None else query.where(DoorNight.portal == portal))
    return {portal: newest for portal, newest in rows if newest is not None}


def load_doors(session: Session, night: NightFact) -> list[DoorFact]:
    """The feeds and sitemaps of one night."""
    rows = session.scalars(
        select(DoorNight).where(DoorNight.night_id == night.id).order_by(DoorNight.portal, DoorNight.url)
    )
    return [
        DoorFact(d.portal, d.url, d.kind, d.items, d.unlisted, d.differs,
                 tuple((e["url"], e["title"], e["door"], e["ours"]) for e in d.examples))
        for d in rows
    ]
