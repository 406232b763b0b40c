"""What earlier nights know of a portal: posts, questions and kinds of menu entries, so that nothing is read twice."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler.models import Channel, Post, Question


@dataclass(frozen=True, slots=True)
class Known:
    """A post or question of an earlier night. `seen_on`: night its own page was last read."""

    url: str | None
    published_on: date | None
    seen_on: date | None
    settled: bool = True  # a question: answered, nothing more to wait for


@dataclass(frozen=True, slots=True)
class Memory:
    """One portal's past, by identity of the address."""

    items: dict[str, Known] = field(default_factory=dict)
    channels: dict[str, str] = field(default_factory=dict)  # key -> kind
    rests: dict[str, date] = field(default_factory=dict)    # key of a list -> last night that may leave it out

    def to_recheck(self, share: int, night: date) -> list[tuple[str, str]]:
        """(key, url) of the articles to look at again: longest unseen first, newest first among those."""
        read = [(k.seen_on, -(k.published_on or k.seen_on).toordinal(), key, k.url)
                for key, k in self.items.items() if k.seen_on and k.seen_on < night and k.url]
        return [(key, url) for _, _, key, url in sorted(read)[:share] if url]


def load_memory(engine: Engine, portal: str) -> Memory:
    """Everything earlier nights derived for one portal."""
    with Session(engine) as session:
        posts = session.execute(
            select(Post.key, Post.aliases, Post.url, Post.published_on, Post.article_on)
            .where(Post.portal == portal, Post.removed_on.is_(None))
        ).all()
        questions = session.execute(
            select(Question.key, Question.url, Question.asked_on, Question.answered_on, Question.state)
            .where(Question.portal == portal)
        ).all()
        channels = session.execute(
            select(Channel.key, Channel.kind, Channel.rests_until).where(Channel.portal == portal)
        ).all()
    items = {p.key: Known(p.url, p.published_on, p.article_on) for p in posts}
    for p in posts:
        for alias in p.aliases or ():
            items.setdefault(alias, Known(None, p.published_on, p.article_on))
    for q in questions:
        items.setdefault(q.key, Known(None, q.asked_on or q.answered_on, None, q.state == "answered"))
    return Memory(items, {c.key: c.kind for c in channels}, {c.key: c.rests_until for c in channels if c.rests_until})
