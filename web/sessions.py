"""Sessions on the server: a random token in the browser, its sha256 here, so that they can be ended at once."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from crawler.people import LoginSession, Person

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=12)
TOUCH = timedelta(seconds=60)  # a request writes at most this often that it was seen


def start_session(session: Session, person: Person, now: datetime) -> str:
    """Sign a person in; returns the token for the cookie. Sessions that are over are swept away."""
    session.execute(delete(LoginSession).where(
        (LoginSession.seen_at < now - IDLE) | (LoginSession.created_at < now - ABSOLUTE)))
    token = secrets.token_urlsafe(32)
    session.add(LoginSession(token=hash_token(token), person_id=person.id, csrf=secrets.token_urlsafe(32),
                             created_at=now, seen_at=now))
    return token


def find_session(session: Session, token: str, now: datetime) -> tuple[LoginSession, Person] | None:
    """The session of a token with its person, while it lasts and the person may sign in."""
    row = session.execute(
        select(LoginSession, Person).join(Person, Person.id == LoginSession.person_id)
        .where(LoginSession.token == hash_token(token), Person.disabled_at.is_(None))
    ).one_or_none()
    if row is None or row[0].seen_at < now - IDLE or row[0].created_at < now - ABSOLUTE:
        return None
    return row[0], row[1]


def touch_session(session: Session, token: str, now: datetime) -> None:
    """Note that a session was used."""
    session.execute(update(LoginSession).where(LoginSession.token == token).values(seen_at=now))


def end_session(session: Session, token: str) -> None:
    session.execute(delete(LoginSession).where(LoginSession.token == token))


def end_sessions_of(session: Session, person: Person) -> None:
    """End all sessions of a person: the password, the role or the account itself changed."""
    session.execute(delete(LoginSession).where(LoginSession.person_id == person.id))


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
