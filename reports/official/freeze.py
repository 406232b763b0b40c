"""Freezing a report: only when its checks pass or somebody overrides them with a reason; a correction is a version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from crawler.frozen import FrozenReport
from monitor.periods import Period
from reports.docx_file import read_template
from reports.official.build import Report, render
from reports.official.figure import Figure

FOLDER = "reports"


class NotFrozen(ValueError):
    """The report stays open; the message says what stands against it and what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who freezes, why against the checks, and what a correction changes."""

    person: str
    override: str = ""
    change_note: str = ""


def why_not_frozen(report: Report, wanted: Wanted, earlier: Sequence[FrozenReport]) -> str | None:
    """What stands against freezing; None when nothing does."""
    if not wanted.person.strip():
        return "Thiếu tên người chốt: thêm --by."
    if report.faults and not wanted.override.strip():
        listed = "\n".join(f"  - {fault}" for fault in report.faults)
        return (f"Chưa chốt: báo cáo còn {len(report.faults)} chỗ mâu thuẫn.\n{listed}\nSửa số liệu, hoặc chốt kèm lý "
                "do bằng --override.")
    if earlier and earlier[-1].document == digest(report.document) and earlier[-1].book == digest(report.book):
        return f"Không có gì thay đổi so với bản {earlier[-1].version} đã chốt."
    if earlier and not wanted.change_note.strip():
        return (f"Kỳ này đã chốt bản {earlier[-1].version}: bản đính chính phải ghi thay đổi gì, bằng --change.")
    return None


def freeze(
    session: Session, report: Report, period: Period, wanted: Wanted, keep: Path, now: datetime, template: bytes | None
) -> FrozenReport:
    """The frozen version, its files kept by their hash; `NotFrozen` when something stands against it."""
    earlier = versions(session, report.kind, period)
    why_not = why_not_frozen(report, wanted, earlier)
    if why_not:
        raise NotFrozen(why_not)
    used = template or read_template(f"{report.kind}.docx")
    row = FrozenReport(
        kind=report.kind, period_start=period.start, period_end=period.end, version=len(earlier) + 1,
        document=digest(report.document), book=digest(report.book), template=digest(used), told=dict(report.told),
        figures=[pack(figure) for figure in report.figures.values()], rubric=report.rubric,
        faults=list(report.faults), override=wanted.override or None, change_note=wanted.change_note or None,
        person=wanted.person, frozen_at=now,
    )
    for data, suffix in ((report.document, ".docx"), (report.book, ".xlsx"), (used, ".docx")):
        keep_file(keep / FOLDER, data, suffix)
    session.add(row)
    session.flush()
    return row


def versions(session: Session, kind: str, period: Period) -> list[FrozenReport]:
    """All versions of a report, the first one first."""
    return list(session.scalars(
        select(FrozenReport).where(FrozenReport.kind == kind, FrozenReport.period_start == period.start,
                                   FrozenReport.period_end == period.end).order_by(FrozenReport.version)))


def make_again(row: FrozenReport, keep: Path) -> bytes:
    """The Word file made anew from what was frozen; whoever asks compares its sha256 with the stored one."""
    return render(row.kind, row.told, (keep / FOLDER / f"{row.template}.docx").read_bytes())


def keep_file(folder: Path, data: bytes, suffix: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{digest(data)}{suffix}"
    if not target.exists():
        target.write_bytes(data)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def pack(figure: Figure) -> dict[str, Any]:
    """A figure as JSON; numbers as text, so that they stay exact."""
    def exact(value: Decimal | None) -> str | None:
        return None if value is None else format(value, "f")

    return {
        "code": figure.item.code, "name": figure.item.name, "unit": figure.item.unit, "value": exact(figure.value),
        "source": figure.source, "window": figure.window, "gap": figure.gap, "before": exact(figure.before),
        "why_not": figure.why_not, "published": exact(figure.published), "note": figure.note,
    }
