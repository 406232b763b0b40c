"""The letter to a portal's owner: what is missing, where in the menu, by which article, how many points come back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.facts import PortalFact
from monitor.fixes import Fix, Fixes, find_fixes
from monitor.office import Office
from monitor.scoring.facts import Facts
from monitor.scoring.members import why_not_scored
from monitor.scoring.prices import points_words
from monitor.scoring.returns import Return, point_returns, total_return
from monitor.scoring.rubric import Rubric
from monitor.words import count_words
from reports.docx_file import fill_docx

TEMPLATE = "owner_letter.docx"
NOT_CONFIRMED = "chưa có căn cứ được xác nhận để ghi"
STANDING = {  # status of a limit of days -> whose word it is
    "project_default": "mức do dự án đề xuất, chờ duyệt", "local": "quy định của tỉnh",
    "local_unverified": "quy định của tỉnh, chưa xác nhận", "legal": "theo luật",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """One owner's letter, ready to be filled in."""

    portal: PortalFact
    told: Mapping[str, Any]

    def document(self) -> bytes:
        return fill_docx(TEMPLATE, self.told)


def write_letters(office: Office, rubric: Rubric | None, today: date) -> list[Letter]:
    """A letter for every portal on which something is to be put right, in the order of the registry."""
    return [
        Letter(office.portals[fixes.portal], tell(office, fixes, rubric, today))
        for fixes in find_fixes(office.sections(), office.channels) if fixes.duties or fixes.advices
    ]


def tell(office: Office, fixes: Fixes, rubric: Rubric | None, today: date) -> dict[str, Any]:
    """What the template prints; every word is a field of a verdict, of the register or of the rubric."""
    portal = office.portals[fixes.portal]
    nights = [r for r in office.portal_nights if r.portal == portal.code]
    facts = Facts(portal.code, portal.name, portal.group, portal.scored)
    faults = [(fix.section.code, fix.fault) for fix in fixes.duties]
    returns = point_returns(facts, rubric, office.as_of, faults) if rubric else {}
    why_not = "chưa có bộ tiêu chí cho kỳ này" if rubric is None else why_not_scored(facts, rubric, office.as_of)
    return {
        "portal": portal.name, "url": portal.url, "period": office.period.label, "as_of": f"{office.as_of:%d/%m/%Y}",
        "today": f"{today:%d/%m/%Y}", "nights": count_words(len(nights)),
        "nights_seen": count_words(sum(r.seen for r in nights)),
        "duties": [_duty(n, fix, returns, why_not) for n, fix in enumerate(fixes.duties, 1)],
        "advices": [_advice(fix) for fix in fixes.advices], "untold": fixes.untold and count_words(fixes.untold),
        "points": _points(list(returns.values()), rubric, why_not),
    }


def _duty(number: int, fix: Fix, returns: Mapping[str, Return], why_not: str) -> dict[str, str]:
    return {
        "number": str(number), "section": fix.section.title, "now": _now(fix), "do": _do(fix),
        "basis": "; ".join(fix.basis) or NOT_CONFIRMED, "points": _returned(returns.get(fix.section.code), why_not),
    }


def _now(fix: Fix) -> str:
    if fix.fault == "missing_section":
        return "Trình đơn chưa có mục này."
    return "Đã có mục nhưng chưa có nội dung."


def _do(fix: Fix) -> str:
    way = " › ".join(fix.path)
    if fix.fault == "missing_section":
        place = f"trong “{way}”, cạnh “{fix.beside}”" if way else "trên trình đơn chính"
        return f"Thêm mục “{fix.section.title}” {place} và cập nhật thông tin vào mục."
    return f"Cập nhật thông tin tại: {way}." + (f" Địa chỉ: {fix.url}" if fix.url else "")


def _advice(fix: Fix) -> str:
    newest = f"mới nhất ngày {fix.newest_on:%d/%m/%Y}" if fix.newest_on else "không rõ ngày mới nhất"
    days = f"quá {count_words(fix.section.freshness_days)} ngày" if fix.section.freshness_days else "quá hạn"
    standing = STANDING.get(fix.section.freshness_status, "căn cứ chưa xác nhận")
    return f"{' › '.join(fix.path)}: {newest}, {days} ({standing})."


def _returned(one: Return | None, why_not: str) -> str:
    if why_not:
        return "chưa chấm điểm"
    if one is None:
        return "không có điểm trừ"
    return f"{points_words(one.points)} ({one.title})"


def _points(returns: Sequence[Return], rubric: Rubric | None, why_not: str) -> str:
    if rubric is None or why_not:
        return f"Chưa chấm điểm: {why_not}."
    draft = " Số điểm chỉ để tham khảo." if rubric.status == "project_default" else ""
    points = points_words(total_return(returns))
    return (f"Khắc phục đủ các nội dung trên, đơn vị lấy lại được tối đa {points} điểm về cung "
            f"cấp thông tin, theo {rubric.title}. Nhiều lỗi của cùng một tiêu chí chỉ bị trừ một lần.{draft}")
