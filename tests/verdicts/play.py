"""Play many nights and compare every negative finding with the truth."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.models import Night, Visit
from crawler.registry import Section, load_sections
from monitor.find import find_all
from monitor.findings import Finding
from monitor.judge import window_of
from monitor.life import live
from monitor.office import Office
from monitor.rests import let_rest
from monitor.rules import Rules, load_rules
from monitor.stored import keep as keep_findings
from monitor.stored import load_past
from monitor.thresholds import Label, load_labels
from tests.verdicts.faults import Fault, draw_fault, draw_night
from tests.verdicts.silences import Silence, follow_silence
from tests.verdicts.store import play_night
from tests.verdicts.truth import LISTS, SILENT, TruePortal, make_portal

ROOT = Path(__file__).resolve().parent.parent.parent
FIRST = date(2026, 8, 3)


@dataclass
class Score:
    """What the findings said and what was true."""

    portal_nights: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    false_inactive: list[tuple[date, str]] = field(default_factory=list)
    false_missing: list[tuple[date, str, str]] = field(default_factory=list)
    true_missing: int = 0
    troubled: int = 0  # portal-nights that a planted trouble took, of the portal's own or of all
    lists: Counter[str] = field(default_factory=Counter)  # how many were asked, and how many left for another night
    silences: dict[tuple[str, date], Silence] = field(default_factory=dict)


@dataclass
class World:
    """The portals, what troubles them now, and who has been silent for how many nights."""

    portals: list[TruePortal]
    rng: random.Random
    rate: float
    faults: dict[str, Fault] = field(default_factory=dict)
    visited: set[str] = field(default_factory=set)
    every: int = 1  # nights between two looks at a list that nothing hangs on
    taken: dict[str, list[str]] = field(default_factory=dict)  # what took each night of a portal; empty: nothing


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
            found = _one_night(session, world, night, rules, labels, first=n == 0, keep=keep)
            score.lists += _count_lists(session, night)
        _compare(world, night, found, score)
        tell(f"night {n + 1} of {nights}, {score.portal_nights} portal-nights")
    engine.dispose()
    return score


def _one_night(
    session: Session, world: World, night: date, rules: Rules, labels: dict[str, Label], *, first: bool, keep: bool
) -> list[Finding]:
    """What the night found."""
    happens = "fine" if first else draw_night(world.rng)
    _age_faults(world)
    still = "still" if _is_still(world, night) else ""  # neither an outage of many nor stillness condemns
    whole = still if happens == "fine" else happens
    for portal in world.portals:
        fault = world.faults.get(portal.code)
        own = f"{fault.what} ({fault.where})" if fault is not None else ""
        world.taken.setdefault(portal.code, []).append(whole or own)
    if happens == "skipped":
        session.add(Night(night=night, state="skipped", started_at=datetime.now(UTC), registry_digest="", software=""))
        return []
    faults = dict(world.faults)
    if happens == "backend":
        broken = world.rng.choice([p.backend for p in world.portals])
        faults |= {p.code: Fault("timeout", "home") for p in world.portals if p.backend == broken}
    elif happens == "ours":
        faults |= {p.code: Fault("timeout", "home") for p in world.portals if world.rng.random() < 0.8}
    world.faults |= {code: fault for code, fault in faults.items() if code not in world.faults}
    row = play_night(session, night, world.portals, faults, first, world.rng, world.visited, world.every)
    office = Office(session, rules, window_of(night), night)
    found = find_all(office, labels) if row.state in ("complete", "partial") else []
    if keep:
        fact = next(n for n in office.nights if n.night == night)
        keep_findings(session, fact, live(found, load_past(session, fact)))
    if world.every > 1:
        let_rest(session, rules, night, world.every)
    return found


def _count_lists(session: Session, night: date) -> Counter[str]:
    rows = session.execute(
        select(Visit.outcome == "not_due", func.count()).join(Night, Night.id == Visit.night_id)
        .where(Night.night == night, Visit.purpose == "list", Visit.page == 1, Visit.key.contains("/list-"))
        .group_by(Visit.outcome == "not_due"))
    return Counter({"left" if left else "asked": number for left, number in rows})


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


def _compare(world: World, night: date, found: list[Finding], score: Score) -> None:
    silent = {f.portal: f for f in found if f.kind == "inactive"}
    missing = [f for f in found if f.kind == "section" and f.negative]
    truth = {p.code: p for p in world.portals}
    for portal in world.portals:
        score.portal_nights += 1
        score.troubled += bool(world.taken[portal.code][-1])
        verdict = silent[portal.code].verdict if portal.code in silent else "unknown"
        score.verdicts[verdict] += 1
        if verdict == "inactive" and portal.is_active(night):
            score.false_inactive.append((night, portal.code))
        follow_silence(score.silences, portal, night, verdict, world.taken[portal.code])
    for finding in missing:
        portal = truth[finding.portal]
        present = finding.subject in portal.sections and finding.subject not in portal.empty
        if present:
            score.false_missing.append((night, finding.portal, finding.subject))
        score.true_missing += not present
