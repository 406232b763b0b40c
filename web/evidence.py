"""The kept bytes behind a finding: whether they are what was recorded, and the page as it came."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from crawler.config import Settings
from crawler.evidence.archive import read_slice
from crawler.evidence.bodies import find_whole
from crawler.models import Visit
from crawler.records import Record

MOST = 16 * 2**20  # bytes of a body that are read


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a record. `gone`: retention took the bytes on a known day, which is no damage."""

    visit: int
    matches: bool
    gone: bool
    words: str
    digest: str
    payload: str | None
    night: date
    at: datetime
    file: str
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a kept response and the type that its server stated."""

    data: bytes
    kind: str


def check_visit(session: Session, settings: Settings, visit: int) -> Checked | None:
    """Compare the bytes on disk with the hash that was recorded that night; None when nothing was recorded."""
    row = session.get(Record, visit)
    if row is None:
        return None
    matches, gone, words = False, row.deleted_on is not None, ""
    if row.deleted_on is not None:
        words = f"byte gốc đã xóa ngày {row.deleted_on:%d/%m/%Y} theo quy tắc lưu giữ; mã băm còn nguyên"
    else:
        data = _bytes_of(settings, row)
        matches = data is not None and hashlib.sha256(data).hexdigest() == row.digest
        words = "khớp với mã băm đã ghi" if matches else (
            f"không đọc được tệp {row.file}" if data is None else f"tệp {row.file} đã bị thay đổi")
    return Checked(visit, matches, gone, words, row.digest, row.payload, row.night, row.at, row.file, row.offset,
                   row.length)


def load_body(session: Session, settings: Settings, visit: int) -> Body | None:
    """The page as it came: of a revisit, and of a page that its server called unchanged, that of the record which has
    the bytes. None when it cannot be read."""
    whole = find_whole(session, visit) if session.get(Visit, visit) is not None else None
    row = session.get(Record, whole) if whole is not None else None
    if row is None or row.deleted_on is not None or row.kind != "response":
        return None
    data = _bytes_of(settings, row)
    try:
        return _response_in(data) if data is not None else None
    except (ArchiveLoadFailed, zlib.error, EOFError, OSError):
        return None  # the bytes were changed: `check_visit` says so


def _response_in(data: bytes) -> Body | None:
    for record in ArchiveIterator(io.BytesIO(data)):
        if record.rec_type == "response":
            kind = record.http_headers.get_header("content-type", "") if record.http_headers else ""
            return Body(record.content_stream().read(MOST), kind)
    return None


def _bytes_of(settings: Settings, row: Record) -> bytes | None:
    try:
        return read_slice(settings.data_dir / "evidence", row.file, row.offset, row.length)
    except OSError:
        return None
