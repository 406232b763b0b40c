"""The tables of the review page: who may sign in and is signed in, links for owners, who looks at which finding,
filters that people keep, whom to ask about a portal, and the log of what was done."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crawler.schema import Base, UtcTime


class Person(Base):
    """Somebody who may sign in. `role`: review, approve, admin. Never deleted: decisions name them."""

    __tablename__ = "persons"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)  # what is typed at the login
    shown: Mapped[str] = mapped_column(Text)                    # what the page prints
    role: Mapped[str] = mapped_column(String(16))
    password: Mapped[str | None] = mapped_column(Text)          # argon2id; None: only the login proxy lets them in
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    disabled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class LoginSession(Base):
    """A browser that is signed in. Only the sha256 of its token is kept; the row's end is the session's end."""

    __tablename__ = "login_sessions"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)


class AuditEntry(Base):
    """One thing that somebody did. Append-only; `digest` covers the entry and the digest of the one before it."""

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    person: Mapped[str] = mapped_column(Text)
    what: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(64), unique=True)  # one successor each: the chain cannot fork
    digest: Mapped[str] = mapped_column(String(64), unique=True)


class Assignment(Base):
    """Who looks at a finding. Append-only: the newest row counts; without an assignee nobody is asked any more."""

    __tablename__ = "assignments"
    id: Mapped[int] = mapped_column(primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(20), index=True)
    assignee: Mapped[str | None] = mapped_column(String(64))
    person: Mapped[str] = mapped_column(Text)
    assigned_at: Mapped[datetime] = mapped_column(UtcTime)


class SavedFilter(Base):
    """A list of findings that a person asks for again and again, by the name they gave it."""

    __tablename__ = "saved_filters"
    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(500))


class OwnerLink(Base):
    """An address that shows one portal to its owner without an account. Only the sha256 of its token is kept."""

    __tablename__ = "owner_links"
    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    portal: Mapped[str] = mapped_column(String(32), index=True)
    made_by: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PortalContact(Base):
    """Whom to ask about a portal, and who confirmed its row of the registry. One row a portal: who went away is not
    kept, and the log says only which fields changed."""

    __tablename__ = "portal_contacts"
    portal: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(Text)
    position: Mapped[str] = mapped_column(Text)
    phone: Mapped[str] = mapped_column(Text)
    email: Mapped[str] = mapped_column(Text)
    confirmed_by: Mapped[str] = mapped_column(Text)
    confirmed_on: Mapped[date | None]
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
