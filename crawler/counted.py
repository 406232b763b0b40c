"""Posts counted per portal, list and month: a roll-up that the transaction keeps which changes the posts themselves.

Five years of a portal are some hundred rows here instead of thousands of posts. It says nothing that the posts do not
say: `count_posts` counts them anew, and a test holds the two equal after nights of changes.
"""

from __future__ import annotations

from collections import Counter
from datetime import date

from sqlalchemy import String, delete, func, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from crawler.models import Post, PostChannel
from crawler.schema import Base

WHOLE = 0  # the number that stands for the portal as a whole: a post in two of its lists is one post

Key = tuple[int, str, date]  # channel, kind, first day of the month


class PostCount(Base):
    """How many posts state a day of this month that can be believed, in one list or (channel 0) in the whole portal."""

    __tablename__ = "post_counts"
    portal: Mapped[str] = mapped_column(String(32), primary_key=True)
    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    month: Mapped[date] = mapped_column(primary_key=True)
    posts: Mapped[int]


def count_posts(session: Session, portal: str) -> Counter[Key]:
    """The slow count, from the posts: a stated day is believed when it was read and was not ahead of the last night
    that saw the post."""
    day = select(Post.kind, Post.published_on, func.count()).where(
        Post.portal == portal, Post.published_on.is_not(None), Post.date_grade != "unknown",
        Post.published_on <= Post.last_seen)
    whole = day.group_by(Post.kind, Post.published_on)
    lists = day.add_columns(PostChannel.channel_id).join(PostChannel, PostChannel.post_id == Post.id).group_by(
        Post.kind, Post.published_on, PostChannel.channel_id)
    found: Counter[Key] = Counter()
    for kind, on, number, *channel in [*session.execute(whole), *session.execute(lists)]:
        found[channel[0] if channel else WHOLE, kind, on.replace(day=1)] += number
    return found


def load_counts(session: Session, portal: str) -> Counter[Key]:
    """The roll-up of one portal."""
    rows = session.execute(select(PostCount.channel_id, PostCount.kind, PostCount.month, PostCount.posts)
                           .where(PostCount.portal == portal))
    return Counter({(channel, kind, month): posts for channel, kind, month, posts in rows})


def keep_counts(session: Session, portal: str) -> None:
    """Bring the roll-up to what the portal's posts say now; rows that did not change are not written."""
    session.flush()
    kept, now = load_counts(session, portal), count_posts(session, portal)
    for channel, kind, month in [key for key in kept if now[key] != kept[key]]:
        session.execute(delete(PostCount).where(
            PostCount.portal == portal, PostCount.channel_id == channel, PostCount.kind == kind,
            PostCount.month == month))
    rows = [{"portal": portal, "channel_id": channel, "kind": kind, "month": month, "posts": posts}
            for (channel, kind, month), posts in sorted(now.items()) if kept[channel, kind, month] != posts]
    if rows:
        session.execute(insert(PostCount), rows)
