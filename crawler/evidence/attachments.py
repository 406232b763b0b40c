"""Attachments as they are kept: by their hash, sealed with the first night that ends after them, for the appeal period.

The seal has the hash of an attachment, not its name and not who added it: those are the office's, and may name people.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler.evidence.canonical import sha256
from crawler.evidence.durable import write_file
from crawler.evidence.retention import APPEAL_DAYS, CITED_WITHIN
from crawler.models import UNFINISHED, Attachment, Night

FOLDER = "attachments"  # below the evidence folder


def keep_attachment(session: Session, root: Path, row: Attachment, data: bytes) -> Attachment:
    """The file on disk, then the row that names it."""
    folder = root.resolve() / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    row.length, row.digest = len(data), sha256(data)
    write_file(folder / row.digest, data)
    session.add(row)
    session.flush()
    return row


def load_attachment(root: Path, row: Attachment) -> bytes | None:
    """The bytes; None when they are gone or no longer those that were kept."""
    try:
        data = (root / FOLDER / row.digest).read_bytes()
    except OSError:
        return None
    return data if row.removed_at is None and sha256(data) == row.digest else None


def find_attachments(session: Session, mark: str) -> list[Attachment]:
    """All that was ever added to a finding, oldest first."""
    return list(session.scalars(select(Attachment).where(Attachment.fingerprint == mark).order_by(Attachment.id)))


def attached_before(session: Session, night: Night) -> list[Attachment]:
    """What the seal of a night has: added before the night ended, and after the night that ended before it."""
    if night.ended_at is None:
        return []
    before = session.scalar(select(Night.ended_at).order_by(Night.ended_at.desc()).limit(1).where(
        Night.state.not_in(UNFINISHED), Night.ended_at < night.ended_at))
    query = select(Attachment).where(Attachment.added_at < night.ended_at).order_by(Attachment.id)
    return list(session.scalars(query if before is None else query.where(Attachment.added_at >= before)))


def night_of(session: Session, row: Attachment) -> Night | None:
    """The night whose seal has an attachment; None while no night has ended since."""
    return session.scalar(select(Night).where(Night.state.not_in(UNFINISHED), Night.ended_at > row.added_at)
                          .order_by(Night.ended_at).limit(1))


def remove_attachment(row: Attachment, person: str, why: str, at: datetime) -> None:
    """Say that an attachment is taken away; `drop_files` takes the bytes when that is kept."""
    row.removed_at, row.removed_by, row.removed_why = at, person, why


def drop_files(session: Session, root: Path, digests: Iterable[str]) -> None:
    """Take away the bytes that no standing row names any more: the same file may stand with another finding."""
    for digest in digests:
        named = select(Attachment.id).where(Attachment.digest == digest, Attachment.removed_at.is_(None)).limit(1)
        if session.scalar(named) is None:
            (root / FOLDER / digest).unlink(missing_ok=True)


def prune_attachments(engine: Engine, root: Path, now: datetime) -> int:
    """Remove what was added before the appeal period; how many."""
    limit = now.astimezone(UTC) - timedelta(days=APPEAL_DAYS + CITED_WITHIN)
    with Session(engine) as session:
        old = select(Attachment).where(Attachment.added_at < limit, Attachment.removed_at.is_(None))
        with session.begin():
            digests = []
            for row in session.scalars(old):
                remove_attachment(row, "soi-cong", "hết thời hạn lưu giữ", now)
                digests.append(row.digest)
        drop_files(session, root, digests)
    return len(digests)
