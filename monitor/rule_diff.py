"""What a change of rules changes: verdicts under two rule sets, side by side, each with the rule that explains it.

A verdict that differs although nothing it depends on was changed is a fault of ours and is said to be one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Literal

from crawler.registry import Section
from monitor.questions import Deadline
from monitor.rules import Rules
from monitor.sections import SectionVerdict

What = Literal["section", "deadline"]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """One changed line of the registry. `name`: a section's code, a day of the calendar, a threshold."""

    file: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """One verdict that differs. `because` names the changed rules; empty means that nothing explains it."""

    what: What
    portal: str
    name: str
    before: str
    after: str
    because: tuple[str, ...]


def compare_rules(old: Rules, new: Rules) -> list[RuleChange]:
    """Every difference between two rule sets, in the order of the files."""
    return [
        *_lines("sections.csv", {s.code: _section(s) for s in old.sections},
                {s.code: _section(s) for s in new.sections}),
        *_lines("calendar.csv", _days(old), _days(new)),
        *_lines("thresholds.toml", {k: str(v) for k, v in asdict(old.thresholds).items()},
                {k: str(v) for k, v in asdict(new.thresholds).items()}),
    ]


def _section(section: Section) -> str:
    """All that a verdict may depend on; the line's place in the file is none of it."""
    return "; ".join(f"{f.name}={getattr(section, f.name)}" for f in fields(section) if f.name != "line")


def _days(rules: Rules) -> dict[str, str]:
    return {day.isoformat(): "ngày làm việc" if works else "ngày nghỉ" for day, works in rules.calendar.special.items()}


def _lines(file: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterable[RuleChange]:
    return [RuleChange(file, name, old.get(name, ""), new.get(name, "")) for name in sorted(old.keys() | new.keys())
            if old.get(name) != new.get(name)]


def changed_sections(
    old: Iterable[SectionVerdict], new: Iterable[SectionVerdict], changes: Iterable[RuleChange],
) -> list[Changed]:
    """Sections that come out otherwise. A section may change through its own line, through one of the same menu names
    (an entry stands for one section first), through one that may hold it, or through a threshold."""
    touched = [c for c in changes if c.file != "calendar.csv"]
    before = {(v.portal, v.section.code): v for v in old}
    after = {(v.portal, v.section.code): v for v in new}
    return [
        Changed("section", portal, code, _said(before.get((portal, code))), _said(after.get((portal, code))),
                _because(before.get((portal, code)), after.get((portal, code)), touched))
        for portal, code in sorted(before.keys() | after.keys())
        if _said(before.get((portal, code))) != _said(after.get((portal, code)))
    ]


def _said(verdict: SectionVerdict | None) -> str:
    if verdict is None:
        return "không có mục này"
    return f"{verdict.verdict} ({verdict.matched_title or 'không thấy'})"


def _because(
    before: SectionVerdict | None, after: SectionVerdict | None, changes: Iterable[RuleChange],
) -> tuple[str, ...]:
    both = [v for v in (before, after) if v is not None]
    own = {v.section.code for v in both}
    related = {code for v in both for code in v.section.check.removeprefix("within:").split("|")}
    titles = {v.matched_title for v in both if v.matched_title}
    found = []
    for change in changes:
        same_name = any(title and title in text for title in titles for text in (change.before, change.after))
        if change.file == "thresholds.toml" or change.name in own | related or same_name:
            found.append(f"{change.file}: {change.name}")
    return tuple(found)


def changed_deadlines(
    old: Iterable[Deadline], new: Iterable[Deadline], changes: Iterable[RuleChange], as_of: date
) -> list[Changed]:
    """Questions with another deadline or lateness: explained by calendar days between the start and the end of their
    clock, or by the threshold."""
    after = {(d.question.portal, d.question.key): d for d in new}
    found: list[Changed] = []
    for d in old:
        other = after[d.question.portal, d.question.key]
        if (d.due_on, d.working_days_late) != (other.due_on, other.working_days_late):
            found.append(Changed("deadline", d.question.portal, d.question.key, _due(d), _due(other),
                                 _why_moved(d, other, changes, as_of)))
    return found


def _due(d: Deadline) -> str:
    return f"hạn {d.due_on:%d/%m/%Y}, trễ {d.working_days_late}" if d.due_on else "không rõ hạn"


def _why_moved(old: Deadline, new: Deadline, changes: Iterable[RuleChange], as_of: date) -> tuple[str, ...]:
    q = old.question
    start = q.accepted_on or q.asked_on or as_of
    end = max(d for d in (old.due_on, new.due_on, q.answered_on or as_of) if d is not None)
    return tuple(
        f"{c.file}: {c.name}" for c in changes
        if c.name == "answer_days" or (c.file == "calendar.csv" and start < date.fromisoformat(c.name) <= end)
    )
