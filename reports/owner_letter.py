"""The letter to a portal's owner: what is missing, where in the menu, by which article, how many points come back.

Points are those of the portal's scorecard, never of the rubric's price list: the rows of a letter add up to the card.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.facts import PortalFact
from monitor.find import Labels
from monitor.findings import fingerprint_of
from monitor.fixes import Fix, Fixes, find_fixes
from monitor.office import Office
from monitor.proven import load_proven
from monitor.scoring.cards import Line, Scorecard
from monitor.scoring.prices import points_words
from monitor.scoring.remarks import word_advice
from monitor.scoring.returns import Return, other_charges, point_returns, total_return
from monitor.scoring.rubric import Rubric
from monitor.words import authority_words, count_words
from reports.docx_file import fill_docx

TEMPLATE = "owner_letter.docx"
NOT_CONFIRMED = "chưa có căn cứ được xác nhận để ghi"
NO_RUBRIC = "chưa có bộ tiêu chí cho kỳ này"


@dataclass(frozen=True, slots=True)
class Letter:
    """One owner's letter, ready to be filled in."""

    portal: PortalFact
    told: Mapping[str, Any]

    def document(self) -> bytes:
        return fill_docx(TEMPLATE, self.told)


def write_letters(
    office: Office, rubric: Rubric | None, cards: Iterable[Scorecard], today: date, labels: Labels
) -> list[Letter]:
    """A letter for every portal on which something is to be put right, in the order of the registry. Nothing stands in
    it without a certificate: `NotProven`, or left out."""
    by_portal = {card.portal: card for card in cards}
    written = []
    for fixes in find_fixes(load_proven(office, labels).sections(office.sections()), office.channels):
        told = tell(office, fixes, rubric, by_portal.get(fixes.portal), today)
        if told["duties"] or told["advices"]:
            written.append(Letter(office.portals[fixes.portal], told))
    return written


def tell(office: Office, fixes: Fixes, rubric: Rubric | None, card: Scorecard | None, today: date) -> dict[str, Any]:
    """What the template prints; every word is a field of a verdict, of the register, of the card or of the rubric."""
    portal = office.portals[fixes.portal]
    nights = [r for r in office.portal_nights if r.portal == portal.code]
    marks = {mark_of(portal.code, fix): fix for fix in (*fixes.duties, *fixes.advices)}
    returns = point_returns(card, marks) if card else {}
    late = [m for m, fix in marks.items() if fix.fault == "irregular_update" and not _is_charged(returns.get(m))]
    rows = [_duty(fix, returns.get(mark), card) for mark, fix in marks.items() if mark not in late]
    if card is not None and rubric is not None:
        rows += [_charge(line, rubric, card) for line in other_charges(card, returns.values())]
    return {
        "portal": portal.name, "url": portal.url, "period": office.period.label, "as_of": f"{office.as_of:%d/%m/%Y}",
        "today": f"{today:%d/%m/%Y}", "nights": count_words(len(nights)),
        "nights_seen": count_words(sum(r.seen for r in nights)),
        "duties": [{"number": str(n), **row} for n, row in enumerate(rows, 1)],
        "advices": [_advice(marks[mark]) for mark in late], "untold": fixes.untold and count_words(fixes.untold),
        "points": _points(rubric, card),
    }


def mark_of(portal: str, fix: Fix) -> str:
    """The number of the finding behind something to put right."""
    return fingerprint_of("section_stale" if fix.fault == "irregular_update" else "section", portal, fix.section.code)


def _is_charged(one: Return | None) -> bool:
    return one is not None and one.line is not None and one.line.kind == "deduction"


def _duty(fix: Fix, one: Return | None, card: Scorecard | None) -> dict[str, str]:
    return {
        "section": fix.section.title, "now": _now(fix), "do": _do(fix), "basis": "; ".join(fix.basis) or NOT_CONFIRMED,
        "points": returned(one, card),
    }


def _now(fix: Fix) -> str:
    if fix.fault == "missing_section":
        return "Trình đơn chưa có mục này."
    return "Đã có mục nhưng chưa có nội dung." if fix.fault == "not_updated" else f"Cập nhật chậm: {_age(fix)}."


def _do(fix: Fix) -> str:
    way = " › ".join(fix.path)
    if fix.fault == "missing_section":
        place = f"trong “{way}”, cạnh “{fix.beside}”" if way else "trên trình đơn chính"
        return f"Thêm mục “{fix.section.title}” {place} và cập nhật thông tin vào mục."
    return f"Cập nhật thông tin tại: {way}." + (f" Địa chỉ: {fix.url}" if fix.url else "")


def _age(fix: Fix) -> str:
    newest = f"mới nhất ngày {fix.newest_on:%d/%m/%Y}" if fix.newest_on else "không rõ ngày mới nhất"
    days = f"quá {count_words(fix.section.freshness_days)} ngày" if fix.section.freshness_days else "quá hạn"
    return f"{newest}, {days} ({authority_words(fix.section.freshness_status)})"


def _advice(fix: Fix) -> str:
    return f"{' › '.join(fix.path)}: {_age(fix)}."


def _charge(line: Line, rubric: Rubric, card: Scorecard) -> dict[str, str]:
    """A deduction that is not about one section: the rubric's own words for it."""
    item = next(i for i in rubric.blocks[card.block or ""].items if i.code == line.item)
    advice = word_advice([item], line.fault, rubric)
    return {
        "section": line.title, "now": f"{rubric.faults[line.fault].title.capitalize()}: {line.measured}",
        "do": f"{advice[:1].upper()}{advice[1:]}.", "basis": NOT_CONFIRMED,
        "points": returned(Return(line, line.points), card),
    }


def returned(one: Return | None, card: Scorecard | None) -> str:
    """What comes back with one thing that is put right, in words."""
    if card is None or card.block is None:
        return "chưa chấm điểm"
    if one is None or one.line is None:
        return "không trừ điểm"
    if one.shared:
        return f"cùng tiêu chí {one.line.title}, đã ghi ở trên"
    if one.line.kind == "unproven":
        return "chưa trừ, chờ người xác nhận"
    if one.line.kind == "covered":
        return one.line.why.rpartition("; ")[2]  # charged with its cause
    return f"{points_words(one.points)} ({one.line.title})" if one.points else "không trừ điểm"


def _points(rubric: Rubric | None, card: Scorecard | None) -> str:
    if rubric is None or card is None:
        return f"Chưa chấm điểm: {NO_RUBRIC}."
    part = card.component("information")
    if card.block is None or part is None:
        return f"Chưa chấm điểm: {card.reason}."
    draft = " Số điểm chỉ để tham khảo." if rubric.status == "project_default" else ""
    known = "" if part.score is not None else (
        f" Điểm của đơn vị chưa xác định: mới quan sát được {points_words(part.coverage)}% số tiêu chí.")
    taken = total_return(card)
    if not taken:
        return f"Chưa khoản nào bị trừ điểm về cung cấp thông tin, theo {rubric.title}.{known}{draft}"
    return (f"Khắc phục đủ các nội dung trên, đơn vị lấy lại được {points_words(taken)} điểm về cung cấp "
            f"thông tin, theo {rubric.title}. Nhiều lỗi của cùng một tiêu chí chỉ bị trừ một lần.{known}{draft}")


