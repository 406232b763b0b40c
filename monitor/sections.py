"""Mandatory sections of one portal: three separate facts (present, with content, fresh) and one of five outcomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from crawler.registry import Section
from monitor.basis import legal_basis
from monitor.certificate import WITHHELD, Certificate, is_proven
from monitor.content import SAYS, Content, read_content
from monitor.coverage import PROVEN, certify
from monitor.facts import ChannelFact, History, PostFact
from monitor.features import check_feature, why_untold
from monitor.matching import Match, Matcher, normalise
from monitor.menus import MenuView, certify_menu, view_menu
from monitor.section_proof import Evidence, certify_section
from monitor.thresholds import Thresholds
from monitor.timeliness import in_time
from monitor.workdays import Calendar

Outcome = Literal["met", "met_elsewhere", "not_met", "unknown", "not_applicable"]

#: Group of the registry -> kind of body in sections.csv. The sources give no own list for central and other bodies:
#: they are looked at by the departments' list, and no decree is printed against them (monitor/basis.py).
KINDS = {"province": "province", "party_block": "party_block", "departments": "department",
         "central_and_other": "department", "communes": "commune"}
RECENT = 400  # days in which a post in another section still stands for a missing one


@dataclass(frozen=True, slots=True)
class SectionVerdict:
    """One section of one portal. The facts are None where they could not be told."""

    portal: str
    section: Section
    verdict: Outcome
    presence: bool | None
    content: bool | None
    freshness: bool | None
    newest_on: date | None
    matched_title: str | None
    matched_url: str | None
    basis: tuple[str, ...]
    coverage: str
    evidence: Evidence
    certificate: Certificate | None = None  # of a verdict "not_met", which is not made without one

Titles = Sequence[tuple[str, PostFact]]


def judge_sections(
    history: History, sections: Sequence[Section], matchers: dict[str, Matcher], thresholds: Thresholds, day: date,
    calendar: Calendar | None = None,
) -> list[SectionVerdict]:
    """All sections of the portal, in the order of sections.csv. `day` decides which law is printed. What no certificate
    carries is no statement against the portal: it is unknown."""
    kind = KINDS[history.portal.group]
    menu = view_menu(history, thresholds)
    matches = matchers[kind].match(menu.entries)
    recently_gone = matchers[kind].match(menu.gone)
    posted = official_posts(history, day)
    found = [
        _judge(history, section, section.applies[kind], menu, matches, section.code in recently_gone, thresholds, day,
               posted)
        for section in sections
    ]
    proof = certify_menu(history, menu, thresholds)
    dated = [_with_deadline(v, history, matches.get(v.section.code, []), calendar, day) for v in found]
    return [_proven(v, history, proof, thresholds) for v in dated]


def _proven(v: SectionVerdict, history: History, menu: Certificate, thresholds: Thresholds) -> SectionVerdict:
    """The verdict as far as certificates carry it."""
    if v.freshness is False and not is_proven(certify(history, thresholds, {c for _, c, _ in v.evidence})):
        v = replace(v, freshness=None)
    if v.verdict != "not_met":
        return v
    certificate = certify_section(history, v.evidence, menu, thresholds)
    if is_proven(certificate):
        return replace(v, certificate=certificate)
    return replace(v, verdict="unknown", presence=v.presence or None, coverage=f"{WITHHELD} {v.coverage}")


def _with_deadline(
    verdict: SectionVerdict, history: History, matches: Sequence[Match], calendar: Calendar | None, day: date
) -> SectionVerdict:
    """The section's freshness by the legal deadline of its documents, where it has one."""
    there = verdict.verdict in ("met", "met_elsewhere")
    if calendar is None or verdict.section.freshness_kind != "working" or not there:
        return verdict
    lists = {match.channel.id for match in matches if not match.shared}
    documents = [p for p in history.posts if lists & set(history.shown.get(p.id, ()))]
    return replace(verdict, freshness=in_time(verdict.section, documents, history, calendar, day))


def matchers_for(sections: Sequence[Section]) -> dict[str, Matcher]:
    """One matcher for each kind of body, over the sections that apply to it."""
    return {kind: Matcher([s for s in sections if s.applies[kind] != "N"]) for kind in set(KINDS.values())}


def _judge(
    history: History, section: Section, duty: str, menu: MenuView, matches: dict[str, list[Match]], gone: bool,
    thresholds: Thresholds, day: date, posted: Titles,
) -> SectionVerdict:
    mine = matches.get(section.code, [])
    readings = [(match, read_content(history, match.channel, menu.entries, thresholds)) for match in mine]
    best = min(readings, key=lambda r: (SAYS[r[1].has], mine.index(r[0])), default=None)
    if duty == "N":
        verdict: Outcome = "not_applicable"
        note, best = "Khối này không phải có mục này.", None
    elif best is not None:
        verdict, note = _when_present(best[0], best[1], duty, menu)
    else:
        verdict, note = _when_absent(section, duty, menu, matches, gone, history, thresholds)
    if section.check == "feature" and verdict == "not_met":  # an empty heading of its name proves nothing
        verdict, note = "unknown", why_untold(section.code)
    feature = None
    if verdict in ("not_met", "unknown") or (verdict == "not_applicable" and duty == "R"):
        feature = check_feature(section.code, history, thresholds)
    if feature is not None:
        verdict, note = "met" if section.check == "feature" else "met_elsewhere", f"{feature[:1].upper()}{feature[1:]}."
    elsewhere = _posted_elsewhere(section, posted) if verdict in ("not_met", "unknown") and not mine else None
    if elsewhere is not None:
        verdict, note = "met_elsewhere", "Không có mục riêng, nhưng có tin, bài đăng ở mục khác."
    content = best[1] if best is not None else None
    return SectionVerdict(
        history.portal.code, section, verdict,
        True if (mine and duty != "N") or feature else False if verdict == "not_met" else None,
        content.has if content else None, _freshness(section, content, day), content.newest_on if content else None,
        best[0].channel.title if best else elsewhere.title if elsewhere else None,
        best[0].channel.url if best else elsewhere.url if elsewhere else None,
        legal_basis(section, history.portal.group, day), f"{note} {menu.sentence()}".strip(),
        content.evidence if content else (),
    )


def _when_present(match: Match, content: Content, duty: str, menu: MenuView) -> tuple[Outcome, str]:
    if content.has is None and match.channel.kind != "external":
        return "unknown", f"Có mục trong trình đơn, chưa rõ nội dung: {content.why}."
    if content.has is False:
        if duty not in ("M", "L"):
            return "not_applicable", f"Mục khuyến khích hoặc có điều kiện; {content.why}."
        return ("not_met" if menu.why_not is None else "unknown"), f"Có mục trong trình đơn nhưng {content.why}."
    if match.own_title and match.grade in ("exact", "folded") and not match.shared and match.channel.kind != "external":
        return "met", ""
    return "met_elsewhere", "Đạt với tên khác hoặc ở nơi khác."


def _when_absent(
    section: Section, duty: str, menu: MenuView, matches: dict[str, list[Match]], gone: bool, history: History,
    thresholds: Thresholds,
) -> tuple[Outcome, str]:
    if section.check == "feature":
        return "unknown", why_untold(section.code)
    if duty == "R":
        return "not_applicable", "Mục khuyến khích, không bắt buộc."
    if duty == "C":
        return "unknown", "Chỉ phải có khi phát sinh hoạt động; chưa rõ có phát sinh hay không."
    if menu.why_not is not None:
        return "unknown", "Chưa kết luận."
    if gone:
        return "unknown", "Mục vừa biến mất khỏi trình đơn, chờ thêm vài đêm."
    if section.check == "menu_or_page":
        return "unknown", "Không có trong trình đơn, nhưng có thể nằm trên trang (chân trang, biểu tượng)."
    umbrella = _umbrella(section, matches, menu.entries, history, thresholds)
    if umbrella is not None:
        return "unknown", f"Không có mục riêng; có thể nằm trong mục “{umbrella.title}”."
    return "not_met", "Trình đơn không có mục này."


def _umbrella(
    section: Section, matches: dict[str, list[Match]], entries: Sequence[ChannelFact], history: History,
    thresholds: Thresholds,
) -> ChannelFact | None:
    """A section with content of its own that may hold this one: present, and not split into entries of its own."""
    codes = section.check.removeprefix("within:").split("|") if section.check.startswith("within:") else []
    for code in codes:
        for match in matches.get(code, []):
            split = any(match.channel.title in entry.path for entry in entries)
            if not split and read_content(history, match.channel, entries, thresholds).has is not False:
                return match.channel
    return None


def official_posts(history: History, day: date) -> Titles:
    """The recent documents, and posts that begin with "công khai", with their titles as they are compared: looked up
    once a portal, for a hundred sections are compared with them."""
    recent = (p for p in history.posts if p.removed_on is None and (on := p.dated_on) is not None
              and day - timedelta(days=RECENT) <= on <= day)
    return [(f" {title} ", p) for p in recent
            if (title := normalise(p.title)).startswith("công khai") or p.kind == "document"]


def _posted_elsewhere(section: Section, posted: Titles) -> PostFact | None:
    """An official post whose title names the section: misplaced, not missing."""
    if not section.check.startswith("within:"):
        return None
    names = [f" {n} " for n in (normalise(name) for name in (section.title, *section.synonyms)) if len(n.split()) >= 3]
    return next((post for title, post in posted if any(n in title for n in names)), None)


def _freshness(section: Section, content: Content | None, day: date) -> bool | None:
    """Only a plain age in days can be told from lists; deadlines that run from an event cannot."""
    if content is None or section.freshness_kind != "calendar" or section.freshness_days is None:
        return None
    if content.newest_on is None or content.seen_on is None:
        return None
    age = (content.seen_on - content.newest_on).days
    if age <= section.freshness_days:
        return True
    sure = content.end_reason in PROVEN and not content.undated and age > section.freshness_days + 1
    return False if sure else None  # a page's own day says when it was made, not that nothing on it is new
