"""What later nights overwrote, asked of the database only when there are later nights."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.judged import ChannelChange, QuestionChange
from crawler.models import Channel, Night, Post, PostEvent, Question
from monitor.facts import ChannelFact, PostFact, QuestionFact
from monitor.past import Change, Happening, channels_as_of, posts_as_of, questions_as_of


def has_later(session: Session, day: date) -> bool:
    """Whether any night after a day has been run."""
    newest = session.execute(select(func.max(Night.night))).scalar_one_or_none()
    return newest is not None and newest > day


def put_back_posts(session: Session, posts: list[PostFact], portal: str | None, day: date) -> tuple[PostFact, ...]:
    """The posts as they stood on a day."""
    query = select(PostEvent.post_id, Night.night, PostEvent.what, PostEvent.before).join(
        Night, Night.id == PostEvent.night_id).where(PostEvent.what != "new").order_by(Night.night, PostEvent.id)
    if portal is not None:
        query = query.join(Post, Post.id == PostEvent.post_id).where(Post.portal == portal)
    return posts_as_of(posts, [Happening(*row) for row in session.execute(query)], day)


def put_back_channels(
    session: Session, channels: list[ChannelFact], portal: str | None, day: date
) -> tuple[ChannelFact, ...]:
    """The channels as they stood on a day."""
    query = select(ChannelChange.channel_id, Night.night, ChannelChange.before).join(
        Night, Night.id == ChannelChange.night_id).where(Night.night > day)
    if portal is not None:
        query = query.join(Channel, Channel.id == ChannelChange.channel_id).where(Channel.portal == portal)
    return channels_as_of(channels, [Change(*row) for row in session.execute(query)], day)


def put_back_questions(
    session: Session, questions: list[QuestionFact], portal: str | None, day: date
) -> list[QuestionFact]:
    """The questions as they stood on a day."""
    query = (
        select(Question.portal, Question.key, Night.night, QuestionChange.before)
        .join(Question, Question.id == QuestionChange.question_id).join(Night, Night.id == QuestionChange.night_id)
        .where(Night.night > day)
    )
    rows = session.execute(query if portal is None else query.where(Question.portal == portal))
    return questions_as_of(questions, [Change((r.portal, r.key), r.night, r.before) for r in rows], day)
