"""The facts of a period for scoring: findings as of its newest night, counts of posts, imported figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from monitor.find import find_all
from monitor.findings import Finding
from monitor.office import Office
from monitor.scoring.counting import PostCounter
from monitor.scoring.facts import Facts
from monitor.scoring.figures import gather_dossiers, gather_questions
from monitor.scoring.members import find_block, why_not_scored
from monitor.scoring.rubric import Rubric
from monitor.scoring.sightings import Counted, look_at
from monitor.thresholds import Label

FoundBy = dict[str, dict[tuple[str, str], Finding]]


def gather_facts(office: Office, labels: Mapping[str, Label], rubric: Rubric, day: date) -> list[Facts]:
    """One entry a portal, as the registry of the period names them; `day` decides who is judged in which block."""
    found: FoundBy = {}
    for finding in find_all(office, labels):
        found.setdefault(finding.portal, {})[finding.kind, finding.subject] = finding
    counter = PostCounter(office)
    questions, dossiers = gather_questions(office, found), gather_dossiers(office)
    gathered = []
    for code, portal in sorted(office.portals.items()):
        plain = Facts(code, portal.name, portal.group, portal.scored)
        block = find_block(plain, "information", rubric, day)
        if block is None or why_not_scored(plain, rubric, day):
            gathered.append(plain)
            continue
        items = rubric.blocks[block].items
        looked = look_at(items, found.get(code, {}), _count(counter, code, rubric, block), rubric)
        gathered.append(Facts(
            code, portal.name, portal.group, portal.scored, looked.faults, (), looked.unseen,
            looked.not_applicable, None, questions.get(code), dossiers.get(code), looked.uncounted,
        ))
    return gathered


def _count(counter: PostCounter, portal: str, rubric: Rubric, block: str) -> dict[tuple[str, ...], Counted]:
    return {sections: counter.count(portal, sections, rubric.thresholds[check.threshold])
            for sections, check in sorted(rubric.few_posts_checks(block).items())}

