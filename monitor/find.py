"""What one night finds: silent portals, missing and stale sections, overdue questions – and what clears them.

A finder is a function of the office. Further ones are added to `FINDERS`; what cannot be told is no finding.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from crawler.registry import Section
from monitor.activity import judge_activity
from monitor.certificate import Certificate, Ground, NightView, is_proven
from monitor.coverage import certify
from monitor.facts import History
from monitor.findings import Finding, Measure, rule_digest
from monitor.menus import certify_menu, view_menu
from monitor.office import Office
from monitor.questions import Deadline
from monitor.rules import Rules
from monitor.sections import SectionVerdict, judge_sections
from monitor.thresholds import Label, Thresholds
from monitor.words import count_words, day_words

Labels = Mapping[str, Label]
COVERAGE = ("nights_needed", "nights_window", "control_posts", "mass_share", "mass_least", "mass_times",
            "silence_portals", "silence_share")


def find_all(office: Office, labels: Labels) -> list[Finding]:
    """Everything that the newest night of the office's period finds, whole: one row a fault."""
    return [finding for finder in FINDERS for finding in finder(office, labels)]


def find_silence(office: Office, labels: Labels) -> Iterator[Finding]:
    """Portals without a fresh post, and those that a fresh one clears."""
    rules = office.rules.thresholds
    for history in office.histories():
        found = judge_activity(history, rules)
        if found.verdict == "unknown":
            continue
        newest = found.newest_on.isoformat() if found.newest_on else None
        yield Finding(
            "inactive", found.portal, "", found.verdict, found.verdict == "inactive", found.reason,
            {"newest_on": newest}, {"days_silent": found.days_silent}, measure(labels, "silent_days"),
            certificate=found.certificate, evidence=visits_of(found.certificate),
            rule=rule_digest(rules.silent_days, coverage_rules(rules)),
        )


def find_sections(office: Office, labels: Labels) -> Iterator[Finding]:
    """Mandatory sections that are missing, empty or older than the law allows; and those that are met."""
    rules, matchers = office.rules.thresholds, office.rules.matchers
    for history in office.histories(days=rules.page_window):
        menu = certify_menu(history, view_menu(history, rules), rules)
        for verdict in judge_sections(history, office.rules.sections, matchers, rules, office.as_of):
            if verdict.verdict != "unknown":
                yield _section(verdict, menu, office.rules, labels)
            yield from _staleness(history, verdict, office.rules)


def _section(v: SectionVerdict, menu: Certificate, rules: Rules, labels: Labels) -> Finding:
    negative = v.verdict == "not_met"
    certificate = v.certificate or menu
    fault = None if not negative else "empty" if v.presence else "missing"
    finding = Finding(
        "section", v.portal, v.section.code, v.verdict, False, f"Mục “{v.section.title}”: {v.coverage}",
        {"fault": fault, "matched_title": v.matched_title, "matched_url": v.matched_url}, {},
        measure(labels, _nights_rule(certificate, rules.thresholds)), v.basis, certificate,
        tuple(visit for _, _, visits in v.evidence for visit in visits) or visits_of(certificate),
        section_rule(v.section, v.basis, rules),
    )
    return replace(finding, negative=negative)


def _nights_rule(certificate: Certificate, rules: Thresholds) -> str:
    """Single pages are looked at in turns and need fewer nights than lists and menus."""
    return "page_nights" if certificate.kind == "page" and certificate.needed < rules.nights_needed else "nights_needed"


def section_rule(section: Section, basis: Sequence[str], rules: Rules) -> str:
    """The rules that a missing or empty section depends on; also the names of the sections that may hold it."""
    t, above = rules.thresholds, section.check.removeprefix("within:").split("|")
    names = [(s.title, s.synonyms) for s in rules.sections if s.code in above]
    return rule_digest(
        section.title, section.synonyms, names, sorted(section.applies.items()), section.check, basis, t.menu_least,
        t.menu_lost_share, t.page_words, t.page_nights, t.page_window, coverage_rules(t))


def stale_rule(section: Section, basis: Sequence[str], rules: Rules) -> str:
    """The rules that a stale section depends on: also its names, by which its list is known."""
    return rule_digest(section.title, section.synonyms, section.freshness_days,
                       section.freshness_status or "project_default", basis, coverage_rules(rules.thresholds))


def _staleness(history: History, v: SectionVerdict, rules: Rules) -> Iterator[Finding]:
    """A section whose list was seen to its end on enough nights and is older than its own limit."""
    if v.freshness is None or v.section.freshness_days is None or not v.evidence:
        return
    days, newest = v.section.freshness_days, v.newest_on
    certificate = certify(history, rules.thresholds, {channel for _, channel, _ in v.evidence})
    status = v.section.freshness_status or "project_default"
    finding = Finding(
        "section_stale", v.portal, v.section.code, "met" if v.freshness else "not_met", False,
        f"Mục “{v.section.title}”: mới nhất ngày {day_words(newest)}, hạn cập nhật {count_words(days)} ngày. "
        f"{certificate.sentence()}",
        {"newest_on": newest.isoformat() if newest else None, "matched_url": v.matched_url}, {},
        Measure("freshness_days", f"Thời hạn cập nhật mục “{v.section.title}”", days, "ngày", status), v.basis,
        certificate, visits_of(certificate), stale_rule(v.section, v.basis, rules),
    )
    if v.freshness:
        yield finding
    elif is_proven(certificate):
        yield replace(finding, negative=True)


def find_overdue(office: Office, labels: Labels) -> Iterator[Finding]:
    """Questions that wait too long by what the public page says; and those that were answered."""
    histories = {history.portal.code: history for history in office.histories()}
    for deadline in office.deadlines():
        q, history = deadline.question, histories.get(deadline.question.portal)
        if history is None or deadline.due_on is None or (not deadline.overdue and q.answered_on is None):
            continue
        certificate = _sighting(history, deadline)
        calendar = office.rules.calendar
        start = q.accepted_on or q.asked_on or deadline.due_on
        special = [(d, works) for d, works in sorted(calendar.special.items()) if start <= d <= office.as_of]
        finding = Finding(
            "question", q.portal, q.key, "overdue" if deadline.overdue else "answered", False,
            f"Câu hỏi “{q.title}”: hạn trả lời {day_words(deadline.due_on)}, "
            f"quá hạn {count_words(deadline.working_days_late or 0)} ngày làm việc, tính từ trang công khai.",
            {"state": q.state, "asked_on": str(q.asked_on or ""), "accepted_on": str(q.accepted_on or ""),
             "answered_on": str(q.answered_on or ""), "url": q.url},
            {"due_on": deadline.due_on.isoformat(), "working_days_late": deadline.working_days_late},
            measure(labels, "answer_days"), (), certificate, visits_of(certificate),
            rule_digest(office.rules.thresholds.answer_days, special),
        )
        if not deadline.overdue:
            yield finding
        elif is_proven(certificate):
            yield replace(finding, negative=True)


def _sighting(history: History, deadline: Deadline) -> Certificate:
    """The question pages that showed the question as waiting on the newest night that counts."""
    usable = [n.night for n in history.nights if n.usable]
    night = usable[-1] if usable else None
    rows = history.channel_nights.get(night, {}) if night is not None else {}
    kinds = {c.id: c.kind for c in history.channels}
    seen = [r for _, r in sorted(rows.items()) if kinds.get(r.channel) == "qa" and r.state == "observed"]
    shown = night is not None and deadline.question.last_seen >= night and bool(seen)
    grounds = tuple(Ground(r.night, r.channel, r.state, r.visits) for r in seen) if shown else ()
    why_not = None if shown else "đêm mới nhất không thấy câu hỏi này trên trang"
    views = (NightView(night, bool(seen), shown, len(seen), len(seen)),) if night is not None else ()
    return Certificate("sighting", history.portal.code, views, 1, shown, why_not, share=100 * shown, grounds=grounds)


def measure(labels: Labels, name: str) -> Measure:
    """A threshold as a finding names it."""
    label = labels[name]
    return Measure(name, label.title, label.value, label.unit, label.status)


def visits_of(certificate: Certificate) -> tuple[int, ...]:
    """The visits that a certificate rests on, of its newest night."""
    newest = max((g.night for g in certificate.grounds), default=None)
    return tuple(sorted({visit for g in certificate.grounds if g.night == newest for visit in g.visits}))


def coverage_rules(rules: Thresholds) -> list[int]:
    """The thresholds that every certificate depends on."""
    return [getattr(rules, name) for name in COVERAGE]


FINDERS: tuple[Callable[[Office, Labels], Iterator[Finding]], ...] = (find_silence, find_sections, find_overdue)
