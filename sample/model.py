"""What the simulated province is made of: channels, posts, questions, sites and their troubles, as frozen facts.

A post has the day it states and the moment from which it is really there; they differ for back-dated posts and for
documents, as they do in life. All moments are in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SEED = 2026
PORT = 8161
PORTALS = 161
FIRST, LAST = date(2025, 9, 20), date(2027, 1, 15)
KINDS = ("vnpt", "nukeviet", "sharepoint", "wordpress", "handmade", "modern")
SCENARIOS = ("default", "calm", "refused", "outage")
ChannelKind = Literal["list", "documents", "qa", "page", "external", "heading"]


@dataclass(frozen=True, slots=True)
class Channel:
    """One entry of the menu. `parent` is the title of the entry above it."""

    slug: str
    title: str
    kind: ChannelKind
    parent: str | None = None
    section: str | None = None  # code in registry/sections.csv that it fulfils
    topic: str = ""             # which titles stand in it
    url: str | None = None      # of an external link
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    id: int
    title: str
    slug: str
    channels: tuple[str, ...]
    stated: datetime
    visible_from: datetime
    body: tuple[str, ...]
    kind: Literal["post", "document"] = "post"
    number: str | None = None   # số ký hiệu
    pinned: bool = False
    attachment: bool = False
    removed_at: datetime | None = None
    edited_at: datetime | None = None
    redated: tuple[datetime, datetime] | None = None  # (from when, new date)
    copy: bool = False

    def stated_at(self, now: datetime) -> datetime:
        """The date it states at a moment."""
        return self.redated[1] if self.redated and now >= self.redated[0] else self.stated

    def is_edited(self, now: datetime) -> bool:
        return self.edited_at is not None and now >= self.edited_at

    def is_there(self, now: datetime) -> bool:
        return self.visible_from <= now and (self.removed_at is None or now < self.removed_at)


@dataclass(frozen=True, slots=True)
class Asked:
    """A citizen's question. `overdue` marks those that the script leaves without an answer."""

    id: int
    title: str
    asked: date
    accepted: date
    answered: date | None
    answerer: str
    position: str
    overdue: bool = False
    removed_at: datetime | None = None

    def state(self, now: datetime) -> Literal["answered", "awaiting_answer", "awaiting_acceptance"]:
        if self.answered is not None and self.answered <= now.date():
            return "answered"
        return "awaiting_answer" if self.accepted <= now.date() else "awaiting_acceptance"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What keeps a portal from being observed, on the nights from `since` up to and with `until` (None: for good)."""

    what: str
    since: date = FIRST
    until: date | None = None

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Site:
    number: int
    code: str
    name: str
    group: str
    kind: str
    channels: tuple[Channel, ...]
    posts: tuple[Post, ...]
    questions: tuple[Asked, ...]
    missing: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()  # sections that are there, but not where they belong
    troubles: tuple[Trouble, ...] = ()
    silent: bool = False
    redesigned_from: date | None = None
    marks: frozenset[str] = field(default_factory=frozenset)

    @property
    def host(self) -> str:
        return f"127.1.0.{self.number}"

    def trouble_on(self, now: datetime) -> str | None:
        return next((t.what for t in self.troubles if t.holds(now.date())), None)

    def is_redesigned(self, now: datetime) -> bool:
        return self.redesigned_from is not None and now.date() >= self.redesigned_from

    def visible(self, now: datetime) -> list[Post]:
        """Posts on the site at a moment, newest stated day first."""
        there = [p for p in self.posts if p.is_there(now)]
        return sorted(there, key=lambda p: (p.stated_at(now), p.id), reverse=True)
