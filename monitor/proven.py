"""What a report may say against a portal: only what a finding with a certificate stands behind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from monitor.activity import Activity
from monitor.certificate import WITHHELD, is_proven
from monitor.find import Labels, find_all
from monitor.notes import guard_rows
from monitor.office import Office
from monitor.questions import Deadline
from monitor.sections import SectionVerdict
from monitor.stored import load_kept

Key = tuple[str, str, str]  # kind, portal, subject of a finding


@dataclass(frozen=True, slots=True)
class Proven:
    """The negative findings that a certificate proves. Rows that go beyond them come back as unknown."""

    keys: frozenset[Key]

    def activities(self, rows: Iterable[Activity]) -> list[Activity]:
        return [
            a if a.verdict != "inactive" or ("inactive", a.portal, "") in self.keys
            else replace(a, verdict="unknown", days_silent=None, reason=WITHHELD) for a in rows
        ]

    def sections(self, rows: Iterable[SectionVerdict]) -> list[SectionVerdict]:
        return [self._section(v) for v in rows]

    def _section(self, v: SectionVerdict) -> SectionVerdict:
        if v.freshness is False and ("section_stale", v.portal, v.section.code) not in self.keys:
            v = replace(v, freshness=None)
        if v.verdict != "not_met" or ("section", v.portal, v.section.code) in self.keys:
            return v
        return replace(v, verdict="unknown", presence=v.presence or None, coverage=f"{WITHHELD} {v.coverage}")

    def deadlines(self, rows: Iterable[Deadline]) -> list[Deadline]:
        return [
            d if not d.overdue or ("question", d.question.portal, d.question.key) in self.keys
            else replace(d, working_days_late=None) for d in rows
        ]


def load_proven(office: Office, labels: Labels) -> Proven:
    """What was found on the newest night that counts: as the database keeps it, with every certificate looked at once
    more (`NotProven`); of a night that nobody has judged yet, as the core finds it now."""
    kept = load_kept(office.session, office.as_of, office.as_of)
    guard_rows(kept)
    found: Iterable[Key] = (
        ((k.kind, k.portal, k.subject) for k in kept if k.negative) if kept
        else ((f.kind, f.portal, f.subject) for f in find_all(office, labels)
              if f.negative and is_proven(f.certificate))
    )
    return Proven(frozenset(found))
