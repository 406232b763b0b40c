"""Notes: the findings that stand at the end of a period, each with its certificate – or no note at all."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.asked import Row
from monitor.certificate import NotProven
from monitor.stored import Kept


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
    lives: dict[str, list[Kept]] = {}
    for row in rows:
        lives.setdefault(row.fingerprint, []).append(row)
    found: list[Note] = []
    for life in lives.values():
        seen = [row for row in life if row.negative]
        opened = [row.night for row in life if row.life in ("new", "reopened")]
        if seen:
            fixed = life[-1].night if life[-1].life == "fixed" else None
            found.append(Note(seen[-1], max(opened, default=seen[0].night), fixed, len(seen)))
    guard_rows(note.last for note in found)
    return sorted(found, key=lambda n: (n.last.portal, n.last.kind, n.last.subject))


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
