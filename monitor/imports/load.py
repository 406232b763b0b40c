"""Imported figures as frozen facts: of each kind, scope and period the file that counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.imported import Import, ImportRow
from monitor.imports.checks import Flag, Value
from monitor.imports.kinds import Kind, load_kinds
from monitor.periods import Period


@dataclass(frozen=True, slots=True)
class Figures:
    """One line of an imported file: the figures of one subject, and where they stand in the file."""

    subject: str
    part: str
    sheet: str
    line: int
    figures: Mapping[str, Value]
    said: Mapping[str, str]
    flags: tuple[Flag, ...]

    def number(self, name: str) -> Decimal | None:
        """The figure of a column; None when it is blank, not reported, or no column of the file."""
        value = self.figures.get(name)
        return value if isinstance(value, Decimal) else None


@dataclass(frozen=True, slots=True)
class ImportFact:
    """One imported file with its lines."""

    id: int
    kind: str
    scope: str
    period: Period
    version: int
    file_name: str
    sha256: str
    imported_at: datetime
    notices: tuple[str, ...]
    lines: tuple[Figures, ...]

    def of(self, subject: str) -> tuple[Figures, ...]:
        return tuple(line for line in self.lines if line.subject == subject)


def load_imports(session: Session, kind: str, period: Period) -> tuple[ImportFact, ...]:
    """The files that count for exactly this period, one for each scope (of `visits`: each system that counts them)."""
    rows = session.scalars(
        select(Import).where(Import.kind == kind, Import.period_start == period.start,
                             Import.period_end == period.end).order_by(Import.scope, Import.version)
    ).all()
    newest = {row.scope: row for row in rows}
    return tuple(_fact(session, row, period) for row in newest.values())


def _fact(session: Session, row: Import, period: Period) -> ImportFact:
    kind = load_kinds()[row.kind]
    lines = session.scalars(select(ImportRow).where(ImportRow.import_id == row.id).order_by(ImportRow.id))
    return ImportFact(
        row.id, row.kind, row.scope, period, row.version, row.file_name, row.sha256, row.imported_at,
        tuple(row.notices), tuple(_figures(line, kind) for line in lines),
    )


def _figures(row: ImportRow, kind: Kind) -> Figures:
    types = {c.name: c.type for c in kind.columns}
    return Figures(
        row.subject, row.part, row.sheet, row.line,
        {name: unpack(text, types.get(name, "text")) for name, text in row.figures.items()},
        row.said, tuple(Flag(**flag) for flag in row.flags),
    )


def unpack(text: str | None, kind: str) -> Value:
    """A stored figure as it was read."""
    if text is None or kind in ("text", "choice"):
        return text
    return date.fromisoformat(text) if kind == "date" else Decimal(text)
