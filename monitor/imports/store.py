"""Keep an import: the original by its hash, its lines in one transaction; newer files supersede, none is changed."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.imported import Import, ImportRow
from monitor.imports.checks import Value
from monitor.imports.files import Opened
from monitor.imports.parse import Parsed

FOLDER = "imports"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored for the same kind, scope and period: the one that counts, and this very file if it came before."""

    current: Import | None
    same: Import | None

    @property
    def repeated(self) -> bool:
        """Storing would change nothing: the file is the one that counts."""
        return self.same is not None and self.same is self.current

    @property
    def stale(self) -> bool:
        """The file was stored before and has been superseded since."""
        return self.same is not None and self.same is not self.current


def find_standing(session: Session, parsed: Parsed, opened: Opened) -> Standing:
    """What the database holds for what this file is about."""
    rows = session.scalars(
        select(Import).where(Import.kind == parsed.kind.name, Import.scope == parsed.scope,
                             Import.period_start == parsed.period.start, Import.period_end == parsed.period.end)
        .order_by(Import.version)
    ).all()
    same = [row for row in rows if row.sha256 == opened.sha256]
    return Standing(rows[-1] if rows else None, same[-1] if same else None)


def store_import(session: Session, parsed: Parsed, opened: Opened, data_dir: Path, now: datetime) -> Import:
    """Store the file and its lines, all or nothing; the caller has asked `find_standing` and commits."""
    standing = find_standing(session, parsed, opened)
    row = Import(
        kind=parsed.kind.name, scope=parsed.scope, period_start=parsed.period.start, period_end=parsed.period.end,
        version=standing.current.version + 1 if standing.current else 1, file_name=opened.name, sha256=opened.sha256,
        size=len(opened.data), kept=_kept(opened), imported_at=now, notices=list(parsed.notices),
    )
    session.add(row)
    session.flush()
    session.add_all(
        ImportRow(import_id=row.id, sheet=line.sheet, line=line.line, subject=line.subject, part=line.part,
                  figures=pack(line.figures), said=dict(line.said), flags=[asdict(f) for f in line.flags])
        for line in parsed.lines
    )
    session.flush()
    _keep_file(data_dir / row.kept, opened)
    return row


def _kept(opened: Opened) -> str:
    """Where the original lies, below the data directory."""
    return f"{FOLDER}/{opened.sha256}{opened.suffix}"


def _keep_file(target: Path, opened: Opened) -> None:
    """Keep the original. Written beside and renamed, so that half a file never carries a whole one's name."""
    if target.is_file() and target.stat().st_size == len(opened.data):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
        file.write(opened.data)
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(target)


def pack(figures: Mapping[str, Value]) -> dict[str, str | None]:
    """Figures as JSON: everything is text, so that 95.56 stays 95.56."""
    return {name: _text(value) for name, value in figures.items()}


def _text(value: Value) -> str | None:
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, date) else value
