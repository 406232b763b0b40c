"""Notes: the findings that stand at the end of a period, each with its certificate – or no note at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from monitor.asked import Row
from monitor.certificate import NotProven
from monitor.stored import Kept, Step, load_rows, load_steps

AnyStep = TypeVar("AnyStep", Kept, Step)


@dataclass(frozen=True, slots=True)
class Note:
    """One finding over the nights of a period: its newest row, and how it came to that."""

    last: Kept
    since: date            # the night that opened it (newest "new" or "reopened")
    fixed_on: date | None
    nights: int            # nights of the period on which it was seen

    @property
    def stands(self) -> bool:
        return self.fixed_on is None


def notes_of(rows: Sequence[Kept]) -> list[Note]:
    """One note for each finding of a period, by portal, kind and subject; refuses one without a certificate."""
    return _guarded(Note(last, since, fixed, nights) for last, since, fixed, nights in _lives(rows))


def load_notes(session: Session, start: date, end: date, portal: str | None = None) -> list[Note]:
    """The notes of the nights of a period, of all portals or of one: `notes_of` all its rows, of which only the newest
    are read whole. A finding that stands for a quarter has ninety rows, and their certificates are most of the bytes.
    """
    lives = list(_lives(load_steps(session, start, end, portal)))
    whole = load_rows(session, [last.id for last, *_ in lives])
    return _guarded(Note(whole[last.id], since, fixed, nights) for last, since, fixed, nights in lives)


def _lives(rows: Iterable[AnyStep]) -> Iterator[tuple[AnyStep, date, date | None, int]]:
    """(newest row on which it was seen, night that opened it, night that fixed it, nights seen) of each finding."""
    lives: dict[str, list[AnyStep]] = {}
    for row in rows:
        lives.setdefault(row.fingerprint, []).append(row)
    for life in lives.values():
        seen = [row for row in life if row.negative]
        opened = [row.night for row in life if row.life in ("new", "reopened")]
        if seen:
            yield (seen[-1], max(opened, default=seen[0].night),
                   life[-1].night if life[-1].life == "fixed" else None, len(seen))


def _guarded(found: Iterable[Note]) -> list[Note]:
    listed = sorted(found, key=lambda n: (n.last.portal, n.last.kind, n.last.subject))
    guard_rows(note.last for note in listed)
    return listed


def guard_rows(rows: Iterable[Kept]) -> None:
    """Refuse to tell a negative finding whose certificate is missing or does not hold; `NotProven` says which."""
    for row in rows:
        proof = row.proof
        if row.negative and not (proof and proof["holds"] and proof["complete"] >= proof["needed"]):
            why = proof["why_not"] if proof else "không có chứng nhận độ phủ"
            raise NotProven(
                f"Phát hiện {row.fingerprint} của cổng {row.portal} ({row.kind} {row.subject}) không được in: {why}. "
                f"Xem: python -m monitor coverage {row.night:%Y-%m} --portal {row.portal}"
            )


def note_row(note: Note) -> Row:
    """A note for machines."""
    f = note.last
    proof: dict[str, Any] = f.proof or {}
    return {
        "finding": f.fingerprint, "kind": f.kind, "portal": f.portal, "subject": f.subject, "verdict": f.verdict,
        "life": "fixed" if note.fixed_on else f.life, "since": note.since.isoformat(),
        "last_night": f.night.isoformat(), "fixed_on": note.fixed_on.isoformat() if note.fixed_on else None,
        "nights": note.nights, "grade": f.grade, "sentence": f.sentence, "page": f.page, "measured": f.measured,
        "threshold": f.threshold, "basis": list(f.basis), "certificate": proof, "evidence": list(f.evidence),
    }
