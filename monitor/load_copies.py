"""The posts of other portals that decide which of a few posts are copies, without reading those of all portals."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import InstrumentedAttribute, Session

from crawler.models import Post
from crawler.sketch import alike, bands
from monitor.copies import NEAR
from monitor.facts import PostFact
from monitor.load import posts_where

SLICE = 400  # SQLite bounds the number of values in one statement


def load_relatives(session: Session, posts: Sequence[PostFact]) -> list[PostFact]:
    """These posts, those with the same or nearly the same text, and theirs in turn: who is whose copy is decided among
    them alone. Oldest row first."""
    known = {post.id: post for post in posts}
    fresh = list(posts)
    while fresh:
        found = [*_where(session, Post.body_hash, {p.body_hash for p in fresh if p.body_hash}),
                 *_where(session, Post.id, _near(session, fresh))]
        fresh = list({post.id: post for post in found if post.id not in known}.values())
        known |= {post.id: post for post in fresh}
    return [known[number] for number in sorted(known)]


def _where(session: Session, column: InstrumentedAttribute[Any], values: Collection[Any]) -> list[PostFact]:
    wanted = sorted(values)
    return [post for n in range(0, len(wanted), SLICE)
            for post in posts_where(session, column.in_(wanted[n:n + SLICE]))]


def _near(session: Session, posts: Sequence[PostFact]) -> set[int]:
    """The posts whose sketches are nearly equal to one of these. No index finds a part of a sketch: all sketches are
    passed by, none is kept that shares no band."""
    mine = {p.id: p.sketch for p in posts if p.sketch}
    if not mine:
        return set()
    wanted = {band for text in mine.values() for band in bands(text)}
    passing = session.execute(select(Post.id, Post.sketch).where(Post.sketch.is_not(None)).execution_options(
        yield_per=10_000))
    close = mine | {number: text for number, text in passing if text and not wanted.isdisjoint(bands(text))}
    return {number for pair in alike(close.items(), NEAR) if mine.keys() & set(pair) for number in pair}
