"""The page of a visit out of the archive: as it came, or as a browser had it after its scripts ran."""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.evidence.archive import read_slice
from crawler.models import Record, Visit

MOST = 8 * 2**20  # bytes of a page; the crawl takes no larger one


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A document and its stated type."""

    body: bytes
    content_type: str


def find_whole(session: Session, visit: int) -> int | None:
    """The visit whose record holds the bytes of this one: what a revisit or a "not modified" refers to, or itself."""
    row, asked = session.get(Record, visit), session.get_one(Visit, visit)
    if row is None:
        return None
    if row.refers_to is not None:
        return row.refers_to
    return find_unchanged(session, visit) if asked.status == 304 else visit


def find_unchanged(session: Session, visit: int) -> int | None:
    """The kept record of the page that a server called unchanged: the newest one with the bytes read then."""
    asked = session.get_one(Visit, visit)
    return session.scalar(
        select(Record.visit_id).join(Visit, Visit.id == Record.visit_id)
        .where(Visit.portal == asked.portal, Visit.fingerprint == asked.fingerprint, Visit.id < visit,
               Visit.body_digest == asked.body_digest, Record.kind == "response", Visit.status == 200,
               Record.deleted_on.is_(None)).order_by(Visit.id.desc()).limit(1))


def load_page(session: Session, root: Path, visit: int) -> KeptPage | None:
    """The page that was read in this visit; None when its bytes are gone, damaged, or no page."""
    asked = session.get_one(Visit, visit)
    rendered = "rendered" in (asked.marks or [])
    whole = visit if rendered else find_whole(session, visit)
    row = session.get(Record, whole) if whole is not None else None
    if row is None or row.deleted_on is not None:
        return None
    try:
        return _page_in(read_slice(root, row.file, row.offset, row.length), rendered=rendered)
    except (ArchiveLoadFailed, zlib.error, EOFError, OSError):
        return None


def _page_in(data: bytes, *, rendered: bool) -> KeptPage | None:
    for record in ArchiveIterator(io.BytesIO(data)):
        if rendered and record.rec_type == "resource":
            return KeptPage(record.content_stream().read(MOST), "text/html; charset=utf-8")
        if not rendered and record.rec_type == "response":
            kind = record.http_headers.get_header("content-type", "") if record.http_headers else ""
            return KeptPage(record.content_stream().read(MOST), kind or "text/html")
    return None
