"""Play many nights and compare every negative finding with the truth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.models import Night
from crawler.registry import Section, load_sections
from monitor.find import find_all
from monitor.findings import Finding
from monitor.judge import window_of
from monitor.life import live
from monitor.office import Office
from monitor.rules import Rules, load_rules
from monitor.stored import keep as keep_findings
from monitor.stored import load_past
from monitor.thresholds import Label, load_labels
from tests.verdicts.faults import Fault, draw_fault, draw_night
from tests.verdicts.store import play_night
from tests.verdicts.truth import LISTS, SILENT, TruePortal, make_portal

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST = date(2026, 8, 3)
WITHIN = 5  # nights in which a true silence must be confirmed
NEEDED = 3  # of the last five nights, by the rule


@dataclass
class Score:
    """`waited`: for each true silence, (nights, nights that no trouble of its own or of all took away) until it was
    confirmed, and whether it was. `tellable`: silences that the rule could have confirmed within five nights, told
    from the planted troubles alone."""

    portal_nights: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    false_inactive: list[tuple[date, str]] = field(default_factory=list)
    false_missing: list[tuple[date, str, str]] = field(default_factory=list)
    true_missing: int = 0
    waited: dict[str, tuple[int, int, bool]] = field(default_factory=dict)
    tellable: set[str] = field(default_factory=set)

    def confirmed(self, seen_only: bool) -> tuple[int, int]:
        """(silences confirmed within five nights, silences that had so many nights). With `seen_only`, nights that
        a trouble took away do not count as nights."""
        had = [w for w in self.waited.values() if w[2] or w[seen_only] >= WITHIN]
        return sum(w[2] and w[seen_only] <= WITHIN for w in had), len(had)

    def confirmed_of_tellable(self) -> tuple[int, int]:
        """(silences confirmed within five nights, silences that the rule allowed to confirm in that time)."""
        had = [w for code, w in self.waited.items() if code in self.tellable]
        return sum(w[2] and w[0] <= WITHIN for w in had), len(had)


@dataclass
class World:
    """The portals, what troubles them now, and who has been silent for how many nights."""

    portals: list[TruePortal]
    rng: random.Random
    rate: float
    faults: dict[str, Fault] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    pending: dict[str, tuple[int, int]] = field(default_factory=dict)
    clear: dict[str, list[bool]] = field(default_factory=dict)  # nights on which nothing stood before a portal


def checked_sections() -> list[Section]:
    """A dozen of the registry's sections that communes must have and whose absence the menu alone can show."""
    every = load_sections(ROOT / "registry" / "sections.csv")
    return [s for s in every if s.applies["commune"] == "M" and s.check == "menu"][:12]


def make_world(portals: int, nights: int, seed: int, rate: float) -> World:
    """Portals with a truth. Sections are those whose absence the menu alone can show."""
    rng = random.Random(seed)
    sections = checked_sections()
    return World([make_portal(n, sections, FIRST, nights, rng) for n in range(portals)], rng, rate)


def play(
    world: World, nights: int, url: str, *, keep: bool = True, tell: Callable[[str], None] = lambda _: None
) -> Score:
    """Play the nights one after the other; with `keep` the findings go into the database, which may refuse them."""
    migrate(url)
    engine = open_engine(url, write=True)
    rules, labels = load_rules(ROOT / "registry"), load_labels(ROOT / "registry" / "thresholds.toml")
    rules = replace(rules, sections=tuple(checked_sections()), thresholds=replace(rules.thresholds, silent_days=SILENT))
    score = Score()
    for n in range(nights):
        night = FIRST + timedelta(days=n)
        with Session(engine) as session, session.begin():
            found, counts = _one_night(session, world, night, rules, labels, first=n == 0, keep=keep)
        _compare(world, night, found, score, counts=counts)
        if n % 10 == 9:
            tell(f"{n + 1} đêm, {score.portal_nights} lượt cổng-đêm")
    engine.dispose()
    return score


def _one_night(
    session: Session, world: World, night: date, rules: Rules, labels: dict[str, Label], *, first: bool, keep: bool
) -> tuple[list[Finding], bool]:
    """(what the night found, whether it counts for everybody: run, not void, no breaker)."""
    happens = "fine" if first else draw_night(world.rng)
    _age_faults(world)
    fine = happens == "fine" and not _is_still(world, night)  # neither an outage of many nor stillness condemns
    for portal in world.portals:
        world.clear.setdefault(portal.code, []).append(fine and portal.code not in world.faults)
    if happens == "skipped":
        session.add(Night(night=night, state="skipped", started_at=datetime.now(UTC), registry_digest="", software=""))
        return [], False
    faults = dict(world.faults)
    if happens == "backend":
        broken = world.rng.choice([p.backend for p in world.portals])
        faults |= {p.code: Fault("timeout", "home") for p in world.portals if p.backend == broken}
    elif happens == "ours":
        faults |= {p.code: Fault("timeout", "home") for p in world.portals if world.rng.random() < 0.8}
    world.faults |= {code: fault for code, fault in faults.items() if code not in world.faults}
    row = play_night(session, night, world.portals, faults, first, world.rng, world.visited)
    office = Office(session, rules, window_of(night), night)
    found = find_all(office, labels) if row.state in ("complete", "partial") else []
    if keep:
        fact = next(n for n in office.nights if n.night == night)
        keep_findings(session, fact, live(found, load_past(session, fact)))
    return found, row.state in ("complete", "partial") and night not in office.broken


def _is_still(world: World, night: date) -> bool:
    """Whether nobody at all published on the working day before: the rule takes that for our own blindness."""
    before = night - timedelta(days=1)
    return before.weekday() < 5 and not any(p.day == before for portal in world.portals for p in portal.posts)


def _age_faults(world: World) -> None:
    """Lasting troubles go on, others end, new ones begin."""
    world.faults = {c: replace(f, nights=f.nights - 1) for c, f in world.faults.items() if f.nights > 1}
    for portal in world.portals:
        if portal.code not in world.faults:
            fault = draw_fault(world.rng, world.rate, len(LISTS))
            if fault is not None:
                world.faults[portal.code] = fault


def _compare(world: World, night: date, found: list[Finding], score: Score, *, counts: bool) -> None:
    silent = {f.portal: f for f in found if f.kind == "inactive"}
    missing = [f for f in found if f.kind == "section" and f.negative]
    truth = {p.code: p for p in world.portals}
    for portal in world.portals:
        score.portal_nights += 1
        verdict = silent[portal.code].verdict if portal.code in silent else "unknown"
        score.verdicts[verdict] += 1
        if verdict == "inactive" and portal.is_active(night):
            score.false_inactive.append((night, portal.code))
        _wait(world, portal, night, verdict, score, counts and portal.code not in world.faults)
    for finding in missing:
        portal = truth[finding.portal]
        present = finding.subject in portal.sections and finding.subject not in portal.empty
        if present:
            score.false_missing.append((night, finding.portal, finding.subject))
        score.true_missing += not present


def _wait(world: World, portal: TruePortal, night: date, verdict: str, score: Score, clean_night: bool) -> None:
    """Count the nights until a true silence is confirmed. The night at the very threshold is left to the next one."""
    days = portal.silent_for(night)
    if portal.is_active(night) or days is None or days <= SILENT + 1:
        if portal.code in world.pending:  # it woke up before it was confirmed
            del world.pending[portal.code]
            score.waited.pop(portal.code, None)
            score.tellable.discard(portal.code)
        return
    if portal.code in score.waited and portal.code not in world.pending:
        return
    nights, clean = world.pending.get(portal.code, (0, 0))
    nights, clean = nights + 1, clean + clean_night
    if nights <= WITHIN and _may_be_told(world.clear[portal.code]):
        score.tellable.add(portal.code)
    score.waited[portal.code] = (nights, clean, verdict == "inactive")
    world.pending[portal.code] = (nights, clean)
    if verdict == "inactive":
        del world.pending[portal.code]


def _may_be_told(clear: list[bool]) -> bool:
    """The rule's own bound: the newest night and at least three of the last five were there to be seen."""
    return clear[-1] and sum(clear[-WITHIN:]) >= NEEDED
