"""The official reports as the page builds them: from the same functions as the commands, kept until a figure, a night
or a decision is added."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crawler.judged import Decision
from crawler.rulings import Ruling, RulingAnswer
from monitor.agencies import Agencies, load_agencies
from monitor.periods import Period
from monitor.report_items import load_report_items
from monitor.scoring.cards import Scorecard
from monitor.scoring.rubric import Rubric
from reports.official.build import Report, build_report
from reports.official.figure import Figure
from reports.official.gather import gather
from reports.official.material import Material
from reports.official.when import load_laws
from web.answers import cards
from web.desk import Desk

KINDS = {"quarter": "Báo cáo quý", "nine_months": "Báo cáo 9 tháng", "annual": "Báo cáo năm",
         "deduction_notes": "Ghi chú trừ điểm"}
#: Blocks of a report's text, in the order in which they are read.
BLOCKS = {
    "province": "Cổng TTĐT tỉnh", "topics": "Chủ đề chính", "social": "Mạng xã hội",
    "components": "Cổng TTĐT thành phần", "silent": "Không duy trì hoạt động", "scores": "Chấm điểm thông tin",
    "questions": "Hỏi – Đáp", "question_scores": "Chấm điểm Hỏi – Đáp", "services": "Dịch vụ công trực tuyến",
    "service_scores": "Chấm điểm dịch vụ công", "system": "Hệ thống, Ban Biên tập", "reporting": "Chế độ báo cáo",
    "coverage": "Độ phủ quan sát", "strengths": "Ưu điểm", "weaknesses": "Khó khăn, hạn chế", "tasks": "Nhiệm vụ",
}


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist. `state`: there, missing, or unequal to what another source says."""

    figure: Figure
    state: str

    @property
    def words(self) -> str:
        return {"there": "✓ có", "missing": "! thiếu", "unequal": "≠ mâu thuẫn"}[self.state]


def build_draft(desk: Desk, session: Session, kind: str, period: Period) -> Report:
    """The report as it would be frozen now."""
    def compute() -> Report:
        rubric, found = scored(desk, session, period)
        return build_report(kind, material_of(desk, session, period, rubric, found),
                            load_laws(desk.settings.registry_dir / "legal_basis.csv"))

    return desk.answer(session, ("report", kind, period.start, period.end, decided(session)), compute)


def build_note(desk: Desk, session: Session, period: Period, code: str) -> Report:
    """The deduction note of one portal, ready for Word."""
    rubric, found = scored(desk, session, period)
    mine = [card for card in found if card.portal == code]
    return build_report("deduction_notes", material_of(desk, session, period, rubric, mine, code),
                        load_laws(desk.settings.registry_dir / "legal_basis.csv"))


def material_of(desk: Desk, session: Session, period: Period, rubric: Rubric | None, found: list[Scorecard],
                portal: str | None = None) -> Material:
    folder = desk.settings.registry_dir
    return gather(desk.office(session, period, portal), load_report_items(folder / "report_figures.csv"),
                  Agencies(load_agencies(folder), period), found, rubric)


def scored(desk: Desk, session: Session, period: Period) -> tuple[Rubric | None, list[Scorecard]]:
    """The rubric in force and its cards; nothing when none is in force."""
    with suppress(LookupError):
        return cards(desk, session, period)
    return None, []


def decided(session: Session) -> tuple[int | None, ...]:
    """What changes when somebody decides about a finding or about points."""
    return tuple(session.execute(select(
        select(func.max(Decision.id)).scalar_subquery(), select(func.max(Ruling.id)).scalar_subquery(),
        select(func.count(RulingAnswer.ruling_id)).scalar_subquery())).one())


def checklist(report: Report) -> list[tuple[str, list[Check]]]:
    """The figures by their letter, each with whether it is there."""
    found: dict[str, list[Check]] = {}
    for figure in report.figures.values():
        state = "missing" if figure.value is None else "unequal" if figure.published is not None else "there"
        found.setdefault(figure.item.item[:1], []).append(Check(figure, state))
    return sorted(found.items())


def text_blocks(report: Report) -> list[tuple[str, list[str]]]:
    """What the report says, block by block; a report of tables alone has none."""
    return [(title, lines) for name, title in BLOCKS.items()
            if (lines := [line for line in report.told.get(name, []) if isinstance(line, str)])]
