"""From what was found about one portal to faults at the items of its block; what could not be told is named as unseen.

Pure: findings and counts in, faults out. A fault carries the fingerprint of the finding that it is traced to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from monitor.findings import Finding
from monitor.scoring.facts import Fault, Unseen
from monitor.scoring.rubric import FewPostsCheck, Item, Rubric, SectionCheck, SilenceCheck

#: (kind, subject) -> the finding of one portal
Found = Mapping[tuple[str, str], Finding]


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking at a portal's items brought."""

    faults: tuple[Fault, ...]
    unseen: tuple[Unseen, ...]
    not_applicable: frozenset[str]
    uncounted: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Counted:
    """Posts of the period in the sections of one item, or why they could not be counted; `why_not` is None as well
    where nobody has set a threshold or there is no list to count in."""

    posts: Finding | None
    number: int = 0
    why_not: str | None = None


def look_at(items: Iterable[Item], found: Found, counted: Mapping[tuple[str, ...], Counted], rubric: Rubric) -> Looked:
    """All items of a block against the findings of one portal."""
    faults: list[Fault] = []
    unseen: list[Unseen] = []
    uncounted: list[Unseen] = []
    excused: set[str] = set()
    for item in items:
        for check in item.checks:
            if isinstance(check, SectionCheck):
                one = _look_for_sections(item, check, found)
                if one is None:
                    excused.add(item.code)
                else:
                    faults += one[0]
                    unseen += one[1]
            elif isinstance(check, FewPostsCheck) and item.code not in excused:
                more = _count(item, check, counted, rubric)
                faults += [more] if more else []
                why_not = counted[check.sections].why_not if check.sections in counted else None
                uncounted += [Unseen(item.code, f"chưa đếm được tin, văn bản trong kỳ ({why_not})")] if why_not else []
            elif isinstance(check, SilenceCheck):
                silence = found.get(("inactive", ""))
                if silence is None:
                    unseen.append(Unseen(item.code, "chưa rõ Cổng có hoạt động không"))
                elif silence.negative:
                    faults.append(_fault(item, "not_maintained", silence))
    return Looked(tuple(faults), tuple(unseen), frozenset(excused), tuple(uncounted))


def _look_for_sections(item: Item, check: SectionCheck, found: Found) -> tuple[list[Fault], list[Unseen]] | None:
    """(faults, unseen) of an item's sections; None when none of them applies to this portal."""
    told = {s: found.get(("section", s)) for s in check.sections}
    told = {s: f for s, f in told.items() if f is None or f.verdict != "not_applicable"}
    if not told:
        return None
    faults = [_fault(item, "missing_section" if f.page.get("fault") == "missing" else "not_updated", f)
              for f in told.values() if f is not None and f.negative]
    met = [f for f in told.values() if f is not None and not f.negative]
    blind = [s for s, f in told.items() if f is None]
    if check.need == "any" and met:
        faults, blind = [], []
    elif check.need == "any" and blind:
        faults = []
    stale = [f for s in told if (f := found.get(("section_stale", s))) is not None]
    late = [f for f in stale if f.negative]
    if late and (check.need == "all" or len(late) == len(stale) == len(met)):
        faults += [_fault(item, "irregular_update", f) for f in late]
    known = bool(faults) and not item.per_subject
    return faults, [Unseen(item.code, f"chưa kết luận được ({s})") for s in blind if not known]


def _count(
    item: Item, check: FewPostsCheck, counted: Mapping[tuple[str, ...], Counted], rubric: Rubric
) -> Fault | None:
    threshold = rubric.thresholds[check.threshold].value
    mine = counted.get(check.sections)
    if threshold is None or mine is None or mine.posts is None or Decimal(mine.number) >= threshold:
        return None
    return _fault(item, "few_items", mine.posts)


def _fault(item: Item, fault: str, finding: Finding) -> Fault:
    return Fault(item.code, fault, finding.subject, 1, finding.sentence, (finding.fingerprint,), finding.grade or "C")
