"""Gathers a report's material from an office: the judged nights, the register, the scores and the imported files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.agencies import Agencies
from monitor.certificate import is_proven
from monitor.comparison import same_period
from monitor.count_rows import lines_of, mark_posts
from monitor.count_rows import rows as count_rows
from monitor.counts import Count, Line, count_lines
from monitor.facts import QuestionFact
from monitor.office import Office
from monitor.report_items import ReportItem
from monitor.scoring.cards import Scorecard
from monitor.scoring.figures import gather_dossiers, gather_questions
from monitor.scoring.rubric import COMPONENTS, Rubric
from monitor.silence import Silence, judge_silence
from reports.official.coverage import watch
from reports.official.imported import read_back_office, read_senders, read_typed
from reports.official.material import GroupCount, Material, PortalLine


def gather(
    office: Office, items: Sequence[ReportItem], agencies: Agencies, cards: Sequence[Scorecard], rubric: Rubric | None,
) -> Material:
    """Everything of one period; the scores were made before, under the rubric of that period."""
    same = same_period(office.period)
    before = Office(office.session, office.rules, same, office.today)
    senders, not_sent = read_senders(office)
    portals = portal_lines(office)
    return Material(
        office.period, same, office.today, office.as_of, tuple(items), group_counts(office), portals,
        {**agencies.names, **{code: p.name for code, p in office.portals.items()}, **agencies.bodies},
        read_typed(office.session, office.period), read_typed(office.session, same),
        read_typed(office.session, same_period(same)),
        gather_questions(office, {}), gather_questions(before, {}) if before.nights else {},
        gather_dossiers(office), gather_dossiers(before),
        read_back_office(office), read_back_office(before), {name: tuple(cards) for name in COMPONENTS}, rubric,
        missing_sections(office),
        overdue(office), new_channels(office), senders, not_sent, watch(office, portals),
    )


def group_counts(office: Office) -> dict[tuple[str, str], GroupCount]:
    """(group, class) -> posts now and in the same period, or why they may not stand beside each other."""
    found: dict[tuple[str, str], GroupCount] = {}
    for row in count_rows(office, "group", same_period(office.period)):
        found[row["group"], row["kind"]] = GroupCount(row["now"], row["before"], _reason(row["why_not"]))
    return found


def _reason(why_not: str | None) -> str | None:
    """Without the period's name where the sentence says it anyway."""
    return why_not.partition(": ")[2] if why_not and why_not.startswith("cùng kỳ của ") else why_not


def portal_lines(office: Office) -> tuple[PortalLine, ...]:
    """One line a portal, in the order of the register."""
    counts = count_lines(mark_posts(office), office.period, lines_of(office, "portal"))
    histories = office.histories(days=(office.as_of - office.period.start).days)
    silences = {
        h.portal.code: judge_silence(h, a, office.period, office.rules.thresholds)
        for h, a in zip(histories, office.activities(), strict=True)
    } if office.nights else {}
    return tuple(_line(office, code, counts, silences.get(code)) for code in office.portals)


def _line(office: Office, code: str, counts: dict[Line, Count], silence: Silence | None) -> PortalLine:
    portal = office.portals[code]
    articles, sets = (counts.get(Line(portal.group, code, kind=k), Count()).stated for k in ("tin_bai", "csdl"))
    return PortalLine(
        code, portal.name, portal.group, articles + sets, articles, sets, office.seen_share.get(code, 0),
        silence.verdict if silence else "unknown", silence.newest_on if silence else None,
        silence.reason if silence else "Kỳ này không có đêm quan sát.",
    )


def missing_sections(office: Office) -> tuple[tuple[str, int, int], ...]:
    """(section, portals proven to be without it, portals on which it could be judged), the most missing first."""
    if not office.nights:
        return ()
    judged: Counter[str] = Counter()
    without: Counter[str] = Counter()
    for verdict in office.sections():
        if verdict.verdict in ("met", "met_elsewhere", "not_met"):
            judged[verdict.section.title] += 1
            without[verdict.section.title] += verdict.verdict == "not_met" and is_proven(verdict.certificate)
    return tuple((title, n, judged[title]) for title, n in sorted(without.items(), key=lambda p: (-p[1], p[0])) if n)


def overdue(office: Office) -> tuple[tuple[str, str, int], ...]:
    """(portal, question, working days late), the latest first."""
    late = [(office.name(d.question.portal), _name(d.question), d.working_days_late or 0)
            for d in office.deadlines() if d.overdue]
    return tuple(sorted(late, key=lambda row: (-row[2], row[0], row[1])))


def _name(question: QuestionFact) -> str:
    return f"câu hỏi ngày {question.asked_on:%d/%m/%Y}" if question.asked_on else "câu hỏi không rõ ngày"


def new_channels(office: Office) -> tuple[tuple[str, str], ...]:
    """(portal, channel) first seen in the period on a portal that had been observed before."""
    since = office.first_observed
    return tuple(sorted(
        (office.name(c.portal), c.title) for c in office.channels
        if c.portal in since and since[c.portal] < c.first_seen and office.period.has(c.first_seen)
        and c.kind in ("list", "documents", "qa")
    ))


