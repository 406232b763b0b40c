"""Which pages are pictured, and how a picture is kept: only pages behind negative findings, few, small, not each night.

A page is pictured when a finding on it is new (or new again), and afresh when its bytes have changed since a picture
that is older than `AGAIN_DAYS`. A picture is drawn from the kept bytes: nothing is asked of the portal for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine, Row, select
from sqlalchemy.orm import Session

from crawler.evidence.canonical import sha256
from crawler.evidence.durable import write_file
from crawler.evidence.retention import APPEAL_DAYS, CITED_WITHIN
from crawler.judged import Finding
from crawler.models import Night, Picture, Record, Visit

PER_FINDING = 3     # pages, the newest visits first
PER_NIGHT = 60      # pictures; what is left waits for the next night
FAILED = 20         # pages that cannot be drawn, after which a night draws no more
AGAIN_DAYS = 30
MOST_BYTES = 300_000
FRESH = ("new", "reopened")
PAGES = ("home", "list", "article", "question")


def find_due(session: Session, day: date) -> list[int]:
    """The visits whose pages want a picture after this night was judged."""
    findings = session.execute(
        select(Finding.life, Finding.evidence).join(Night, Night.id == Finding.night_id)
        .where(Night.night == day, Finding.negative).order_by(Finding.portal, Finding.kind, Finding.subject)).all()
    pages = _find_pages(session, sorted({visit for _, evidence in findings for visit in evidence}))
    last = {(row.portal, row.url): row for row in session.scalars(
        select(Picture).where(Picture.deleted_on.is_(None)).order_by(Picture.visit_id))}
    due: dict[int, None] = {}
    for life, evidence in findings:
        newest = sorted(pages.keys() & set(evidence), reverse=True)[:PER_FINDING]
        due |= {visit: None for visit in newest if _wants(pages[visit], last, day, fresh=life in FRESH)}
    return list(due)


def _find_pages(session: Session, visits: Sequence[int]) -> dict[int, Row[int, str, str, str | None]]:
    """Those of the visits whose pages are kept, in few questions: a province has thousands of findings."""
    found = {}
    for at in range(0, len(visits), 500):
        for row in session.execute(
                select(Visit.id, Visit.portal, Visit.url, Visit.body_digest).join(Record, Record.visit_id == Visit.id)
                .where(Visit.id.in_(visits[at:at + 500]), Visit.purpose.in_(PAGES), Visit.body_digest.is_not(None),
                       Record.kind != "failure", Record.deleted_on.is_(None))):
            found[row.id] = row
    return found


def _wants(page: Row[int, str, str, str | None], last: Mapping[tuple[str, str], Picture], day: date, *,
           fresh: bool) -> bool:
    before = last.get((page.portal, page.url))
    if before is None:
        return True
    old = fresh or before.night < day - timedelta(days=AGAIN_DAYS)
    return before.visit_id != page.id and before.body != page.body_digest and old


def keep_picture(engine: Engine, root: Path, day: date, visit: int, webp: bytes, browser: str) -> None:
    """The file on disk, then the row that names it."""
    name = f"pictures/{day}/{visit}.webp"
    (root / name).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_file(root / name, webp)
    with Session(engine) as session, session.begin():
        asked = session.get_one(Visit, visit)
        session.add(Picture(
            visit_id=visit, night_id=session.scalars(select(Night.id).where(Night.night == day)).one(), night=day,
            portal=asked.portal, url=asked.url, body=asked.body_digest, at=datetime.now(UTC), browser=browser,
            file=name, length=len(webp), digest=sha256(webp), deleted_on=None))


def find_pictures(session: Session, visits: Collection[int]) -> list[Picture]:
    """For each page among the visits of a finding the picture that shows it: drawn from that visit, else the newest
    one of its address from before it. Retention may have taken the file (`deleted_on`)."""
    found: dict[int, Picture] = {}
    for visit in session.scalars(select(Visit).where(Visit.id.in_(visits)).order_by(Visit.id.desc())):
        row = session.scalar(select(Picture).where(
            Picture.portal == visit.portal, Picture.url == visit.url, Picture.visit_id <= visit.id)
            .order_by(Picture.visit_id.desc()).limit(1))
        if row is not None:
            found[row.visit_id] = row
    return [found[visit] for visit in sorted(found)]


def load_picture(root: Path, row: Picture) -> bytes | None:
    """The bytes of a picture; None when they are gone or no longer those that were kept."""
    try:
        data = (root / row.file).read_bytes()
    except OSError:
        return None
    return data if sha256(data) == row.digest else None


def prune_pictures(engine: Engine, root: Path, today: date) -> Iterator[Path]:
    """Remove pictures whose findings' appeal period is over; the row says so first, and keeps the hash."""
    limit = today - timedelta(days=APPEAL_DAYS + CITED_WITHIN)
    with Session(engine) as session, session.begin():
        for row in session.scalars(select(Picture).where(Picture.night < limit, Picture.deleted_on.is_(None))):
            row.deleted_on = today
    for folder in (root / "pictures").glob("[0-9]*-[0-9]*-[0-9]*"):
        if date.fromisoformat(folder.name) < limit:
            for path in folder.glob("*.webp"):
                path.unlink()
                yield path
            folder.rmdir()
