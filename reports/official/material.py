"""Everything that a report is written from, gathered once and frozen; the store is not asked again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from monitor.periods import Period
from monitor.report_items import ReportItem
from monitor.scoring.cards import Scorecard
from monitor.scoring.facts import Dossiers, Questions
from monitor.scoring.rubric import ComponentName, Rubric
from reports.official.figure import Said


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Posts of a group of portals by class, of the period and of the same period; `why_not`: not comparable."""

    now: int
    before: int | None
    why_not: str | None


@dataclass(frozen=True, slots=True)
class PortalLine:
    """One portal of the register: posts by their stated day, whether it was silent, how it was observed."""

    code: str
    name: str
    group: str
    posts: int
    articles: int
    data_sets: int
    seen_share: int
    silence: str          # active, idle, unknown
    newest_on: date | None
    reason: str


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well the period was watched, and how far people have looked at the findings."""

    days: int
    nights: int
    usable: int
    void: int
    portals: int
    never_seen: tuple[str, ...]
    no_address: int
    thin: int             # observed on fewer days than a comparison needs
    findings: int
    reviewed: int
    overturned: int
    corrected: int        # points that people decided otherwise
    lists: int
    lists_whole: int
    seals: tuple[tuple[date, str], ...]  # (night, root) of its newest seal


@dataclass(frozen=True, slots=True)
class Material:
    """`typed` are figures that people imported, by code; `before` the same of the same period of the year before."""

    period: Period
    same: Period
    today: date
    as_of: date
    items: tuple[ReportItem, ...]
    counts: Mapping[tuple[str, str], GroupCount] = field(default_factory=dict)
    portals: tuple[PortalLine, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    typed: Mapping[str, Said] = field(default_factory=dict)
    typed_before: Mapping[str, Said] = field(default_factory=dict)
    typed_earlier: Mapping[str, Said] = field(default_factory=dict)    # of two years before
    questions: Mapping[str, Questions] = field(default_factory=dict)
    questions_before: Mapping[str, Questions] = field(default_factory=dict)
    dossiers: Mapping[str, Dossiers] = field(default_factory=dict)
    dossiers_before: Mapping[str, Dossiers] = field(default_factory=dict)
    measured: Mapping[str, Said] = field(default_factory=dict)         # visits, social channels, boards, reports
    measured_before: Mapping[str, Said] = field(default_factory=dict)
    cards: Mapping[ComponentName, tuple[Scorecard, ...]] = field(default_factory=dict)
    rubric: Rubric | None = None
    missing_sections: tuple[tuple[str, int, int], ...] = ()            # (section, portals without it, judged)
    overdue: tuple[tuple[str, str, int], ...] = ()                     # (portal, question, working days late)
    new_channels: tuple[tuple[str, str], ...] = ()                     # (portal, channel)
    senders: tuple[str, ...] = ()                                      # bodies that sent their own report
    not_sent: tuple[str, ...] = ()
    coverage: Coverage | None = None

    def value(self, code: str) -> Decimal | None:
        said = self.typed.get(code)
        return said.value if said else None
