"""How long bytes are kept, as a written rule, and the deletion that follows it. Rows, hashes and seals always stay.

* 90 days: every record of a night.
* As long as a visit of those 90 days rests on it: the record that a revisit or a "not modified" refers to. A revisit
  refers back 30 days at most, so its bytes live 30 days longer than the rest.
* The appeal period, from the night of the finding: every record that a negative finding rests on, and what it refers
  to. Before its night's file goes, it is copied byte for byte to a file of its night's kept records.
* A night that is not sealed, and a file with a damaged record that is still needed, are left as they are and named.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine, and_, or_, select
from sqlalchemy.orm import Session, aliased

from crawler.evidence.archive import read_slice
from crawler.evidence.canonical import sha256
from crawler.evidence.durable import write_file
from crawler.evidence.keeping import REFER_DAYS
from crawler.judged import CertificateGround, Finding
from crawler.models import Night, Record, Seal, Visit

KEEP_DAYS = 90
APPEAL_DAYS = 6 * 365  # project default, the office sets it: the year in which a score is contested, and five more
CITED_WITHIN = 31      # days: a finding cites visits of the nights just before it
KEPT = "kept"          # folder of what outlives its night's files


@dataclass(frozen=True, slots=True)
class Pruned:
    """What was done to one night."""

    night: date
    deleted: int = 0
    kept: int = 0
    files: int = 0
    size: int = 0
    problem: str | None = None


def prune(engine: Engine, root: Path, today: date) -> Iterator[Pruned]:
    """Apply the rule, oldest night first. Killed at any moment, the next run goes on: files go only after the rows say
    where the bytes are kept, or that they are gone."""
    for night in find_due(engine, root, today):
        with Session(engine) as session:
            if session.scalar(select(Seal.seq).where(Seal.night == night).limit(1)) is None:
                yield Pruned(night, problem=f"chưa niêm phong nên chưa xóa gì; chạy: python -m crawler seal {night}")
                continue
        _remove_files(engine, root, night)  # what a killed run left
        deleted, kept, damaged = _move(engine, root, night, today)
        files, size = _remove_files(engine, root, night)
        problem = f"bản ghi hỏng, giữ nguyên tệp: {', '.join(damaged)}; phục hồi từ bản sao lưu" if damaged else None
        yield Pruned(night, deleted, kept, files, size, problem)


def find_due(engine: Engine, root: Path, today: date) -> list[date]:
    """Nights past their days whose files are still there; those whose kept records no later night can refer to any
    more (looked at once: then their file has the number 1); and those past the appeal period."""
    limit, appeal = today - timedelta(days=KEEP_DAYS), today - timedelta(days=APPEAL_DAYS)
    alone = limit - timedelta(days=REFER_DAYS)
    with Session(engine) as session:
        nights = set(session.scalars(select(Record.night).distinct().where(
            Record.night < limit, Record.deleted_on.is_(None),
            or_(Record.file.not_like(f"{KEPT}/%"), Record.night < appeal,
                and_(Record.night < alone, Record.file.like(f"{KEPT}/%-0.warc.gz"))))))
    left = {date.fromisoformat(folder.name) for folder in root.glob("[0-9]*-[0-9]*-[0-9]*")}
    return sorted(nights | {night for night in left if night < limit})


def find_needed(session: Session, night: date, today: date) -> set[int]:
    """The visits of a night whose records must stay."""
    own = set(session.scalars(select(Record.visit_id).where(Record.night == night, Record.deleted_on.is_(None))))
    users = _find_users(session, night)
    limit = today - timedelta(days=KEEP_DAYS)
    cited = find_cited(session, own | {user for _, user, _ in users}, today)
    return (own & cited) | {body for body, user, seen in users if seen >= limit or user in cited}


def _find_users(session: Session, night: date) -> list[tuple[int, int, date]]:
    """(visit of the night, visit that refers to its bytes, night of that one)."""
    later, asked, kept = aliased(Record), aliased(Visit), aliased(Visit)
    revisits = session.execute(select(Record.visit_id, later.visit_id, later.night)
                               .join(later, later.refers_to == Record.visit_id).where(Record.night == night))
    unchanged = session.execute(
        select(Record.visit_id, asked.id, Night.night).join(kept, kept.id == Record.visit_id)
        .join(asked, and_(asked.portal == kept.portal, asked.fingerprint == kept.fingerprint, asked.id > kept.id,
                          asked.body_digest == kept.body_digest, asked.status == 304))
        .join(Night, Night.id == asked.night_id).where(Record.night == night, kept.status == 200))
    return [(a, b, day) for rows in (revisits, unchanged) for a, b, day in rows]


def find_cited(session: Session, visits: Collection[int], today: date) -> set[int]:
    """Those of the visits that a negative finding rests on whose appeal period still runs."""
    found: set[int] = set()
    since = today - timedelta(days=APPEAL_DAYS)
    for some in _portions(sorted(visits)):
        found.update(visit for visit in session.scalars(
            select(CertificateGround.visit_id).distinct()
            .join(Finding, Finding.certificate == CertificateGround.certificate)
            .join(Night, Night.id == Finding.night_id)
            .where(CertificateGround.visit_id.in_(some), Finding.negative, Night.night >= since))
            if visit is not None)
        nights = session.scalars(select(Night.night).distinct().join(Visit, Visit.night_id == Night.id)
                                 .where(Visit.id.in_(some))).all()
        first, last = max(min(nights), since), max(nights) + timedelta(days=CITED_WITHIN)
        for evidence in session.scalars(select(Finding.evidence).join(Night, Night.id == Finding.night_id).where(
                Finding.negative, Night.night.between(first, last))):
            found.update(set(evidence).intersection(some))
    return found


def _portions(visits: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(visits), 500):
        yield visits[at:at + 500]


def _move(engine: Engine, root: Path, night: date, today: date) -> tuple[int, int, list[str]]:
    """Copy what is needed into a new file, then tell all rows in one transaction: (deleted, kept, damaged)."""
    with Session(engine) as session, session.begin():
        needed = find_needed(session, night, today)
        rows = session.scalars(select(Record).where(Record.night == night, Record.deleted_on.is_(None))
                               .order_by(Record.visit_id)).all()
        numbers = [int(path.name.removesuffix(".warc.gz").rpartition("-")[2]) for path in _kept_files(root, night)]
        alone = night < today - timedelta(days=KEEP_DAYS + REFER_DAYS)
        name = f"{KEPT}/{night}-{max([-1, *numbers, 0 if alone else -1]) + 1}.warc.gz"
        pieces, damaged, at, deleted = [], [], 0, 0
        for row in rows:
            if row.visit_id not in needed:
                row.deleted_on, deleted = today, deleted + 1
                continue
            data = _read(root, row)
            if data is None:
                damaged.append(f"{row.file}, byte {row.offset}")
                continue
            pieces.append(data)
            row.file, row.offset, at = name, at, at + len(data)
        if pieces:
            (root / KEPT).mkdir(exist_ok=True, mode=0o700)
            write_file(root / name, b"".join(pieces))
        return deleted, len(pieces), damaged


def _read(root: Path, row: Record) -> bytes | None:
    try:
        data = read_slice(root, row.file, row.offset, row.length)
    except OSError:
        return None
    return data if sha256(data) == row.digest else None


def _remove_files(engine: Engine, root: Path, night: date) -> tuple[int, int]:
    """Remove the files of a night that no row refers to any more: (files, bytes)."""
    with Session(engine) as session:
        used = set(session.scalars(select(Record.file).distinct()
                                   .where(Record.night == night, Record.deleted_on.is_(None))))
    files = size = 0
    for path in [*(root / night.isoformat()).glob("*.warc.gz"), *_kept_files(root, night)]:
        if path.relative_to(root).as_posix() not in used:
            files, size = files + 1, size + path.stat().st_size
            path.unlink()
    folder = root / night.isoformat()
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
    return files, size


def _kept_files(root: Path, night: date) -> list[Path]:
    return list((root / KEPT).glob(f"{night}-*.warc.gz"))
