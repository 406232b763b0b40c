"""Posts that are gone: what it takes to say so, and the line in their history."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.models import Channel, Post, PostChannel, PostEvent
from crawler.settle.harvest import Harvest

CONFIRM_REMOVED = 3  # healthy nights on which its own address is gone, when no list can tell


def note_removed(session: Session, harvest: Harvest, posts: Iterable[Post], sightings: Collection[str]) -> None:
    """A post is removed when its own address says so and no list shows it; where no list was walked far enough to
    tell, its address must say so on several nights. A failed answer never removes anything."""
    walked = _walked(harvest)
    channels = dict(session.execute(
        select(Channel.id, Channel.key).where(Channel.portal == harvest.portal)
    ).all())
    for post in sorted(posts, key=lambda p: p.key):
        answer = harvest.articles.get(post.key)
        listed = any(key in sightings for key in (post.key, *(post.aliases or ())))
        if post.removed_on or listed or answer is None or answer.visit.outcome != "not_found":
            continue
        own = session.scalars(select(PostChannel.channel_id).where(PostChannel.post_id == post.id)).all()
        if any(channels.get(c) in harvest.left for c in own):  # a list that was not asked may still show it
            continue
        told = any(_covers(walked.get(channels[c], date.max), post.published_on) for c in own if c in channels)
        post.missed += 1
        if told or post.missed >= CONFIRM_REMOVED:
            post.removed_on = harvest.night
            note_event(session, harvest, post, "removed", None, None)


def _walked(harvest: Harvest) -> dict[str, date]:
    """For each list that was walked to a proven end tonight: the day it was walked back to."""
    back: dict[str, date] = {}
    for channel, pages in harvest.lists.items():
        last = pages[max(pages)]
        if not all(a.seen for a in pages.values()) or last.visit.end_reason is None:
            continue
        if last.visit.end_reason in ("last_page", "single_page"):
            back[channel] = date.min
        elif last.visit.end_reason == "date_window_reached":
            days = [i.published.on for a in pages.values() if a.reading for i in a.reading.items
                    if i.published and i.published.on and not i.pinned]
            back[channel] = min(days) if days else date.max
    return back


def _covers(back_to: date, published_on: date | None) -> bool:
    return back_to == date.min or (published_on is not None and published_on > back_to)


def note_event(
    session: Session, harvest: Harvest, post: Post, what: str, before: str | None, after: str | None
) -> None:
    session.add(PostEvent(post=post, night_id=harvest.night_id, what=what, before=before, after=after))
