"""Posts of one portal after a night: found, seen again, edited, re-dated, removed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.facts import Article, Item, StatedDate, to_json
from crawler.models import Post
from crawler.settle.fed import fed_dates, is_change
from crawler.settle.gone import note_event, note_removed
from crawler.settle.harvest import Answer, Harvest
from crawler.text import fold

#: Pages that are posts. A "page" is one only when it is dated.
POST_KINDS = ("article", "document")
#: CMSs put the post's number at the end of its address, whatever channel stands before it.
_NUMBER = re.compile(r"(\d{5,})(?:\.\w{2,5})?$")


@dataclass(slots=True)
class Sighting:
    """One item as the night's lists show it."""

    item: Item
    channels: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Posts:
    """The portal's posts by every address they go by, and how the night found them."""

    by_key: dict[str, Post]
    sightings: dict[str, Sighting]
    control: dict[str, bool]  # key -> a known older post was found again with the same title and date


def settle_posts(session: Session, harvest: Harvest) -> Posts:
    """Bring the posts up to date with the night's lists and articles."""
    stored = list(session.scalars(select(Post).where(Post.portal == harvest.portal).order_by(Post.id)))
    by_key = {key: post for post in stored for key in (post.key, *(post.aliases or ()))}
    by_text = {mark: p for p in stored for mark in _marks(p.key, p.title, p.published_on, p.body_hash)}
    sightings = collect(harvest)
    control: dict[str, bool] = {}
    fed = fed_dates(harvest, sightings.keys() | harvest.articles.keys() | by_key.keys())
    for key in sorted(sightings.keys() | harvest.articles.keys()):
        sighting, answer = sightings.get(key), harvest.articles.get(key)
        post = by_key.get(key)
        if post is None:
            post = _new_post(session, harvest, key, sighting, answer, fed.get(key), by_text)
            if post is not None:
                by_key[key] = post
        else:
            control[key] = _again(session, harvest, post, sighting, answer, fed.get(key))
    _from_doors(session, harvest, by_key, by_text)
    note_removed(session, harvest, {id(p): p for p in by_key.values()}.values(), sightings)
    session.flush()
    return Posts(by_key, sightings, control)


def _from_doors(
    session: Session, harvest: Harvest, by_key: dict[str, Post], by_text: dict[tuple[str, date | None, str], Post]
) -> None:
    """Posts that no list shows but the home page, a feed or a sitemap does, when their own page says that they are
    posts."""
    home = harvest.home.reading if harvest.home is not None else None
    doors = [harvest.doors[url] for url in sorted(harvest.doors)]
    for door in [harvest.home, *doors] if harvest.home is not None else doors:
        for item in door.reading.items if door.seen and door.reading is not None else ():
            answer = harvest.articles.get(item.key)
            if item.key in by_key or answer is None or not answer.seen or answer.reading is None:
                continue
            closed = answer.reading.closed and not (home is not None and home.closed)
            if answer.reading.kind in POST_KINDS and not closed \
                    and not is_change(item.published, answer.reading.article):
                post = _new_post(session, harvest, item.key, Sighting(item), answer, None, by_text)
                if post is not None:
                    by_key[item.key] = post


def collect(harvest: Harvest) -> dict[str, Sighting]:
    """All items of the night's lists by identity; the first list in order of its key gives title and row date."""
    found: dict[str, Sighting] = {}
    for channel in sorted(harvest.lists):
        for _, answer in sorted(harvest.lists[channel].items()):
            if not answer.seen or answer.reading is None or answer.reading.kind == "qa":
                continue
            for item in answer.reading.items:
                if item.kind == "question":
                    continue
                sighting = found.setdefault(item.key, Sighting(item))
                if channel not in sighting.channels:
                    sighting.channels.append(channel)
                if not _dated(sighting.item.published) and _dated(item.published):
                    sighting.item = item
    return found


def _new_post(
    session: Session, harvest: Harvest, key: str, sighting: Sighting | None, answer: Answer | None,
    fed: StatedDate | None, by_text: dict[tuple[str, date | None, str], Post],
) -> Post | None:
    """The post behind a new address, or None when nothing shows that it is one.

    A row alone is believed when it carries a date or a document number. A row without either waits for its article.
    """
    item = sighting.item if sighting else None
    article = _article(answer)
    if item is None or not _is_post(item, answer, fed):
        return None
    stated = choose_date(item.published, article.published if article else None, fed)
    title = _title(item, article)
    marks = _marks(key, title, stated.on if stated else None, article.body_hash if article else None)
    same = next((by_text[mark] for mark in marks if mark in by_text), None)
    if same is not None:
        same.aliases = sorted({*(same.aliases or ()), key})
        same.last_seen = harvest.night
        return same
    post = Post(
        portal=harvest.portal, key=key, kind=_kind(item, article), url=item.url, title=title,
        first_seen=harvest.night, last_seen=harvest.night, baseline=harvest.first_night, missed=0,
        number=item.number or (article.number if article else None), date_grade="unknown",
    )
    _set_date(post, stated)
    _take_article(post, article, answer, harvest.night)
    session.add(post)
    by_text |= dict.fromkeys(_marks(post.key, post.title, post.published_on, post.body_hash), post)
    if not harvest.first_night:
        note_event(session, harvest, post, "new", None, post.title)
    return post


def _is_post(item: Item, answer: Answer | None, fed: StatedDate | None) -> bool:
    if answer is not None and answer.seen and answer.reading is not None:
        if answer.reading.kind in POST_KINDS:
            return True
        article = answer.reading.article
        dated = _dated(item.published) or _dated(article.published if article else None) or fed is not None
        return answer.reading.kind == "page" and (dated or item.number is not None)
    return _dated(item.published) or item.number is not None


def _again(
    session: Session, harvest: Harvest, post: Post, sighting: Sighting | None, answer: Answer | None,
    fed: StatedDate | None,
) -> bool:
    """A known post: note what changed. True when it was found again in a list with the same title and date."""
    article = _article(answer)
    if sighting is None and article is None:
        return False
    if post.removed_on is not None and (article is not None or sighting is not None):
        note_event(session, harvest, post, "returned", post.removed_on.isoformat(), None)
        post.removed_on = None
    if post.published_on is not None and post.last_seen < post.published_on <= harvest.night:
        note_event(session, harvest, post, "due", None, None)
    post.last_seen, post.missed = harvest.night, 0
    same_title = sighting is None or fold(sighting.item.title) == fold(post.title) or _cut(sighting.item, post)
    row = sighting.item.published if sighting else None
    stated = choose_date(row, article.published if article else None, fed)
    same_date = stated is None or stated.on is None or stated.on == post.published_on
    if article is not None and article.title and fold(article.title) != fold(post.title) and not same_title:
        note_event(session, harvest, post, "retitled", post.title, article.title)
        post.title, post.edited_on = article.title, harvest.night
    if not same_date and stated is not None and _may_redate(post, stated, article):
        what = "dated" if post.published_on is None else "redated"
        note_event(session, harvest, post, what, _iso(post.published_on), _iso(stated.on))
        _set_date(post, stated)
    if article is not None:
        _note_edit(session, harvest, post, article, answer)
        _take_article(post, article, answer, harvest.night)
    return sighting is not None and same_title and same_date


def _may_redate(post: Post, stated: StatedDate, article: Article | None) -> bool:
    """A stated date replaces the stored one only when it comes from the same door or a better one: two doors that
    have always disagreed are not a change. "9 ngày trước", which a site may count as it likes, only fills a gap, and
    not where the post itself states a day to come."""
    if stated.source == "relative":
        return post.published_on is None and post.date_source != "ahead"
    return post.published_on is None or stated.source == post.date_source or (
        article is not None and post.article_on is None
    )


def _note_edit(session: Session, harvest: Harvest, post: Post, article: Article, answer: Answer | None) -> None:
    reader = answer.reader if answer else None
    if post.body_hash and article.body_hash and post.body_hash != article.body_hash and post.reader == reader:
        note_event(session, harvest, post, "edited", post.body_hash, article.body_hash)
        post.edited_on = harvest.night


def choose_date(
    row: StatedDate | None, article: StatedDate | None, fed: StatedDate | None = None
) -> StatedDate | None:
    """The date that counts: a sure one before a likely one, the article's before the row's. What a feed states counts
    only where the pages themselves say no day ("2 tuần trước"). A post that states a day still to come was not
    published some days ago, whatever its row counts."""
    if article is not None and article.source == "ahead" and row is not None and row.source == "relative":
        return article
    for grade in ("sure", "likely"):
        for stated in (article, row):
            if stated is not None and stated.on is not None and stated.grade == grade:
                return stated
    return fed or article or row


def _set_date(post: Post, stated: StatedDate | None) -> None:
    if stated is None:
        return
    post.published_on, post.published_raw = stated.on, stated.raw[:200]
    post.date_source, post.date_grade = stated.source, stated.grade if stated.on else "unknown"


def _take_article(post: Post, article: Article | None, answer: Answer | None, night: date) -> None:
    if article is None or answer is None:
        return
    post.article_on, post.reader = night, answer.reader
    post.body_hash = article.body_hash or post.body_hash
    post.sketch = article.sketch or post.sketch
    post.number = post.number or article.number
    if article.attachments:
        post.attachments = [to_json(attachment) for attachment in article.attachments]


def _article(answer: Answer | None) -> Article | None:
    return answer.reading.article if answer is not None and answer.seen and answer.reading is not None else None


def _title(item: Item, article: Article | None) -> str:
    """The article's title, unless the row's is longer and begins with it (or the page gives the site's name)."""
    if article is None or not article.title:
        return item.title
    row, own = fold(item.title.rstrip(".… ")), fold(article.title)
    return article.title if own.startswith(row) or not item.title else item.title


def _cut(item: Item, post: Post) -> bool:
    """Lists shorten long titles with dots."""
    short = item.title.rstrip()
    return short.endswith(("...", "…")) and fold(post.title).startswith(fold(short.rstrip(".… ")))


def _kind(item: Item, article: Article | None) -> str:
    if item.kind == "document" or item.number:
        return "document"
    return article.kind if article is not None and article.kind != "question" else item.kind


def _marks(key: str, title: str, on: date | None, body_hash: str | None) -> list[tuple[str, date | None, str]]:
    """What makes two addresses one post, besides title and day: the same text, or the same number at their end."""
    number = _NUMBER.search(key)
    marks = [f"text {body_hash}"] if body_hash else []
    marks += [f"number {number[1]}"] if number else []
    return [(fold(title), on, mark) for mark in marks]


def _dated(stated: StatedDate | None) -> bool:
    return stated is not None and stated.on is not None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
