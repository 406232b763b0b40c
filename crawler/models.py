"""The database schema: what was planned and seen (nights, visits, readings) and what follows from it (channels, posts).

Kinds of table, never mixed:
* the ledger (`Night`, `NightPortal`, `Visit`) – every planned request ends in exactly one recorded outcome;
* observations (`Reading`, `Page`) – what the bytes said, content-addressed, append-only;
* derived (`Channel`, `ChannelNight`, `Post`, `PostChannel`, `PostEvent`, `Question`) – written once a night by
  `crawler.settle` as a function of the observations, one transaction a portal;
* imported (`crawler.imported`) – figures that other systems gave us, file by file, never changed.

Times are UTC, dates are calendar days in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crawler.attachments import Attachment
from crawler.frozen import FrozenReport
from crawler.imported import Import, ImportRow
from crawler.pictures import Picture
from crawler.records import Record
from crawler.removals import QuestionRemoval, RemovalReason
from crawler.schema import Base, UtcTime
from crawler.seals import Seal

__all__ = ["Attachment", "Base", "Channel", "ChannelNight", "DoorNight", "FrozenReport", "Import", "ImportRow",
           "Lock", "Night", "NightPortal", "Page", "Picture", "Post", "PostChannel", "PostEvent", "Question",
           "QuestionRemoval", "Reading", "Record", "RemovalReason", "Seal", "UtcTime", "Visit"]


UNFINISHED = ("running", "interrupted", "skipped")  # nights of which nothing is final, or nothing was seen


class Night(Base):
    """One night's run. `state`: running, interrupted, complete, partial, void, failed."""

    __tablename__ = "nights"
    id: Mapped[int] = mapped_column(primary_key=True)
    night: Mapped[date] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    full: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    exit_code: Mapped[int | None]
    registry_digest: Mapped[str] = mapped_column(String(64))
    software: Mapped[str] = mapped_column(String(32))


class Lock(Base):
    """At most one row: who runs a night now. Taken by inserting, given back by deleting (crawler/lock.py)."""

    __tablename__ = "locks"
    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    token: Mapped[str] = mapped_column(String(32))
    host: Mapped[str] = mapped_column(String(128))
    process: Mapped[str] = mapped_column(String(64))  # pid and start time, so that a reused pid is not mistaken
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
    beat_at: Mapped[datetime] = mapped_column(UtcTime)


class NightPortal(Base):
    """One portal in one night: what the registry said then, and how the night ended for it.

    `state`: None while open, then complete, partial, not_observed or void; `reason` says why when not complete, and how
    many lists were not asked for because it was not their turn.
    """

    __tablename__ = "night_portals"
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), primary_key=True)
    portal: Mapped[str] = mapped_column(String(32), primary_key=True, index=True)
    name: Mapped[str] = mapped_column(Text)
    group: Mapped[str] = mapped_column("portal_group", String(32))
    url: Mapped[str] = mapped_column(Text)
    hosts: Mapped[str] = mapped_column(Text)
    backend: Mapped[str] = mapped_column(String(64))
    platform: Mapped[str] = mapped_column(String(32))
    scored: Mapped[str] = mapped_column(Text)
    state: Mapped[str | None] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    platform_seen: Mapped[str | None] = mapped_column(String(32))  # recognised by signs
    requests: Mapped[int] = mapped_column(default=0)
    left_out: Mapped[int] = mapped_column(default=0, server_default="0")  # lists left for another night
    home: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # of its home page: title, features, hosts, doors


class Reading(Base):
    """What one page said (crawler.facts.Reading as JSON), kept once however often the page says it again."""

    __tablename__ = "readings"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class Visit(Base):
    """One planned request: worklist while `outcome` is None, ledger afterwards."""

    __tablename__ = "visits"
    __table_args__ = (
        UniqueConstraint("night_id", "portal", "fingerprint", "attempt"),
        Index("ix_visits_night_id_portal_outcome", "night_id", "portal", "outcome"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"))
    portal: Mapped[str] = mapped_column(String(32))
    fingerprint: Mapped[str] = mapped_column(String(64))  # sha256 of method, address identity, form
    attempt: Mapped[int] = mapped_column(default=1)
    purpose: Mapped[str] = mapped_column(String(16))      # robots, home, list, article, question, door
    method: Mapped[str] = mapped_column(String(4), default="GET")
    url: Mapped[str] = mapped_column(Text)
    form: Mapped[list[list[str]] | None] = mapped_column(JSON)
    key: Mapped[str] = mapped_column(Text)                # identity of the address that was asked for first
    channel: Mapped[str | None] = mapped_column(Text)     # key of the channel whose list this is
    page: Mapped[int] = mapped_column(default=1)          # page number within the list
    hops: Mapped[int] = mapped_column(default=0)          # redirects behind it
    priority: Mapped[int] = mapped_column(default=0)
    planned_at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[str | None] = mapped_column(String(24))  # see crawler/outcomes.py
    reason: Mapped[str | None] = mapped_column(Text)
    status: Mapped[int | None]
    finished_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seconds: Mapped[float | None]
    size: Mapped[int | None]
    body_digest: Mapped[str | None] = mapped_column(String(64))
    reading: Mapped[str | None] = mapped_column(ForeignKey("readings.digest"))
    end_reason: Mapped[str | None] = mapped_column(String(24))  # on the last page of a list: why the walk ended
    marks: Mapped[list[str] | None] = mapped_column(JSON)       # tls_invalid, …
    second: Mapped[str | None] = mapped_column(Text)  # second reader: None not asked, "agree", or what it says against


class Page(Base):
    """What is remembered of an address between nights: validators for a conditional request and the last reading."""

    __tablename__ = "pages"
    portal: Mapped[str] = mapped_column(String(32), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    etag: Mapped[str | None] = mapped_column(Text)
    last_modified: Mapped[str | None] = mapped_column(Text)
    body_digest: Mapped[str | None] = mapped_column(String(64))
    reading: Mapped[str | None] = mapped_column(ForeignKey("readings.digest"))
    reader: Mapped[str] = mapped_column(String(16))  # version of the reader that made the reading
    checked_on: Mapped[date]


class Channel(Base):
    """A menu entry or a list reached from one. `kind`: list, documents, qa, page, index, form, external, unknown."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("portal", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(Text)        # identity of its address; for a heading without address "#" + path
    title: Mapped[str] = mapped_column(Text)
    path: Mapped[list[str]] = mapped_column(JSON)  # titles of its parents in the menu
    url: Mapped[str | None] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    same_as: Mapped[str | None] = mapped_column(Text)  # key of the channel that its address redirects to
    first_seen: Mapped[date]
    last_seen: Mapped[date]
    rests_until: Mapped[date | None]  # a list: the last night on which it may be left out (monitor/rests.py)


class ChannelNight(Base):
    """How one channel was seen in one night: the brick of every coverage certificate.

    `state`: observed, observed_empty, partly, not_observed, void. `end_reason`: last_page, single_page,
    date_window_reached are proven ends; page_cap, no_new_items, error and others are not.
    """

    __tablename__ = "channel_nights"
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    portal: Mapped[str] = mapped_column(String(32), index=True)
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str | None] = mapped_column(Text)
    pages: Mapped[int] = mapped_column(default=0)
    end_reason: Mapped[str | None] = mapped_column(String(24))
    items: Mapped[int] = mapped_column(default=0)
    undated: Mapped[int] = mapped_column(default=0)      # items whose date could not be read
    newest_on: Mapped[date | None]
    oldest_on: Mapped[date | None]
    words: Mapped[int] = mapped_column(default=0)        # text of a single page
    placeholder: Mapped[bool] = mapped_column(default=False)
    control: Mapped[int] = mapped_column(default=0)      # known older posts found again with the same title and date
    visits: Mapped[list[int]] = mapped_column(JSON)      # what this rests on
    named: Mapped[list[str] | None] = mapped_column(JSON)  # of a single page: bodies and places that it names


class DoorNight(Base):
    """A feed or sitemap in one night, compared with what the lists showed. Disagreement is kept, never averaged.

    `examples`: at most ten {url, door, ours}: an address that no list showed, or a day that differs.
    """

    __tablename__ = "door_nights"
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), primary_key=True)
    portal: Mapped[str] = mapped_column(String(32), primary_key=True)
    url: Mapped[str] = mapped_column(Text, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))        # feed, sitemap
    items: Mapped[int] = mapped_column(default=0)
    unlisted: Mapped[int] = mapped_column(default=0)     # posts that no list has shown
    differs: Mapped[int] = mapped_column(default=0)      # known posts for which it states another day
    newest_on: Mapped[date | None]                       # newest day that it states
    examples: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class Post(Base):
    """One post of one portal, whatever channels show it."""

    __tablename__ = "posts"
    __table_args__ = (UniqueConstraint("portal", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))            # post, document, media
    url: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    published_on: Mapped[date | None] = mapped_column(index=True)
    published_raw: Mapped[str | None] = mapped_column(Text)
    date_source: Mapped[str | None] = mapped_column(String(24))
    date_grade: Mapped[str] = mapped_column(String(8), default="unknown")
    first_seen: Mapped[date]
    last_seen: Mapped[date]
    baseline: Mapped[bool] = mapped_column(default=False)    # first seen on the portal's first night: not news
    edited_on: Mapped[date | None]
    removed_on: Mapped[date | None]
    body_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    sketch: Mapped[str | None] = mapped_column(String(256))  # of its text, for near copies (crawler/sketch.py)
    article_on: Mapped[date | None]                          # night its own page was last read
    number: Mapped[str | None] = mapped_column(Text)
    attachments: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    aliases: Mapped[list[str] | None] = mapped_column(JSON)  # other addresses of the same post
    reader: Mapped[str | None] = mapped_column(String(16))   # version of the reader behind body_hash
    missed: Mapped[int] = mapped_column(default=0)  # healthy nights in a row on which it was not found


class PostChannel(Base):
    __tablename__ = "post_channels"
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"), primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    first_seen: Mapped[date]
    last_seen: Mapped[date]


class PostEvent(Base):
    """Something that happened to a post. `what`: new, edited, dated (its day was not known before), redated, retitled,
    removed, returned, due (a day that was stated beforehand has come, and it is still shown)."""

    __tablename__ = "post_events"
    __table_args__ = (UniqueConstraint("post_id", "night_id", "what"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    post_id: Mapped[int] = mapped_column(ForeignKey("posts.id"))
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"))
    what: Mapped[str] = mapped_column(String(16))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str | None] = mapped_column(Text)
    post: Mapped[Post] = relationship()  # of a post that has no number yet: all are written in one batch


class Question(Base):
    """One citizen's question as the public page shows it. `state` None: the page does not say."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("portal", "key"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    portal: Mapped[str] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    asked_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    answered_on: Mapped[date | None]
    state: Mapped[str | None] = mapped_column(String(24))
    answered_by: Mapped[str | None] = mapped_column(Text)
    answered_by_title: Mapped[str | None] = mapped_column(Text)
    first_seen: Mapped[date]
    last_seen: Mapped[date]
