"""The tables of what was judged: findings, the certificates they rest on, people's decisions. All append-only.

Triggers on both databases refuse a ground that was not observed, a negative finding without a certificate that holds,
and any change of what was written (migration 0003). A later batch migration of these tables must create them again.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from crawler.models import Base, UtcTime


class ChannelChange(Base):
    """A channel before a night overwrote it, so that every past night can be judged again as it was.

    `before`: title, path, url, kind, same_as, last_seen. Written when one of them changed, or when the channel came
    back after a night on which the menu was read without it.
    """

    __tablename__ = "channel_changes"
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), primary_key=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)


class QuestionChange(Base):
    """A question before a night overwrote it, for the same end. `before`: its facts and last_seen."""

    __tablename__ = "question_changes"
    question_id: Mapped[int] = mapped_column(ForeignKey("questions.id"), primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), primary_key=True)
    before: Mapped[dict[str, Any]] = mapped_column(JSON)


class Probe(Base):
    """One question to a reference site during a night; `failed` says why it did not answer."""

    __tablename__ = "probes"
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    name: Mapped[str] = mapped_column(String(64))
    failed: Mapped[str | None] = mapped_column(Text)


class Certificate(Base):
    """A coverage certificate (monitor/certificate.py), by the sha256 of its content."""

    __tablename__ = "certificates"
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))       # lists, menu, page, sighting
    portal: Mapped[str] = mapped_column(String(32))
    as_of: Mapped[date]
    holds: Mapped[bool]
    needed: Mapped[int]
    grade: Mapped[str] = mapped_column(String(1))
    sentence: Mapped[str] = mapped_column(Text)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)


class CertificateGround(Base):
    """One observation that a certificate rests on: a channel's night, a visit, or both."""

    __tablename__ = "certificate_grounds"
    __table_args__ = (
        ForeignKeyConstraint(["night_id", "channel_id"], ["channel_nights.night_id", "channel_nights.channel_id"]),
        CheckConstraint("channel_id IS NOT NULL OR visit_id IS NOT NULL", name="names_an_observation"),
        Index("ix_certificate_grounds_night_id_channel_id", "night_id", "channel_id"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    certificate: Mapped[str] = mapped_column(ForeignKey("certificates.digest"), index=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"))
    channel_id: Mapped[int | None]
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"), index=True)


class Finding(Base):
    """What one night found of one fault. `life`: new, again, fixed, reopened. See monitor/findings.py."""

    __tablename__ = "findings"
    __table_args__ = (
        UniqueConstraint("fingerprint", "night_id"),
        Index("ix_findings_portal_night_id", "portal", "night_id"),  # a portal's timeline reads no other portal's
        CheckConstraint("NOT negative OR certificate IS NOT NULL", name="negative_has_a_certificate"),
    )
    id: Mapped[int] = mapped_column(primary_key=True)
    night_id: Mapped[int] = mapped_column(ForeignKey("nights.id"), index=True)
    fingerprint: Mapped[str] = mapped_column(String(20))
    kind: Mapped[str] = mapped_column(String(24))
    portal: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(Text)            # code of a section, key of a channel or question, or ""
    verdict: Mapped[str] = mapped_column(String(16))
    negative: Mapped[bool]
    life: Mapped[str] = mapped_column(String(12))
    grade: Mapped[str | None] = mapped_column(String(1))
    sentence: Mapped[str] = mapped_column(Text)
    page: Mapped[dict[str, Any]] = mapped_column(JSON)     # what the pages say
    measured: Mapped[dict[str, Any]] = mapped_column(JSON)
    threshold: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    basis: Mapped[list[str]] = mapped_column(JSON)
    certificate: Mapped[str | None] = mapped_column(ForeignKey("certificates.digest"))
    evidence: Mapped[list[int]] = mapped_column(JSON)      # visits
    rule: Mapped[str] = mapped_column(String(16))          # digest of the rules that it depends on


class Decision(Base):
    """What a person decided on a finding as it stood on one night. `what` is the reviewer's word for it."""

    __tablename__ = "decisions"
    id: Mapped[int] = mapped_column(primary_key=True)
    finding_id: Mapped[int] = mapped_column(ForeignKey("findings.id"))
    fingerprint: Mapped[str] = mapped_column(String(20), index=True)
    what: Mapped[str] = mapped_column(String(24))
    reason: Mapped[str] = mapped_column(Text)
    person: Mapped[str] = mapped_column(Text)
    decided_at: Mapped[datetime] = mapped_column(UtcTime)
