"""What the template of each report prints, from its material and figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from monitor.name_order import name_order
from monitor.words import GROUPS, count_words
from reports.official import information, services, watching
from reports.official.appendix import build_appendices, table_words
from reports.official.figure import Figure, about, within
from reports.official.figures import COMPONENTS
from reports.official.material import Material
from reports.official.when import Law, days_of, law_words, next_words, words_of

Figures = Mapping[str, Figure]
Told = dict[str, Any]
EMPTY = "[Chưa có số liệu của kỳ này]"
DRAFTS = {  # what people write -> what it is about
    "topics": "chủ đề thông tin chính của kỳ, banner, chuyên trang mới",
    "tasks": "phương hướng, nhiệm vụ kỳ tới; việc chưa xong của kỳ này",
    "proposals": "đề xuất, kiến nghị (không có thì ghi “Không”)",
    "platform": "nền tảng kỹ thuật, phiên bản, nơi đặt máy chủ, an toàn thông tin",
}


def tell(m: Material, f: Figures, laws: tuple[Law, ...]) -> Told:
    """The whole context of the quarterly, nine-month and annual templates; each prints what it has a place for."""
    period, window = words_of(m.period), days_of(m.period)
    told: Told = {
        "period": period, "period_caps": period.upper(), "next_period": next_words(m.period),
        "next_caps": next_words(m.period).upper(), "window": window, "year": str(m.today.year),
        "legal_basis": law_words(laws, m.period),
        **{name: [watching.DRAFT.format(words)] for name, words in DRAFTS.items()},
        "province": information.province(m, f, period), "social": information.social(f, period),
        "components": information.components(m, f, window, low="BC-E11" not in f), "silent": information.silent(m),
        "scores": information.scores(m), "questions": services.questions(m, f, period),
        "question_scores": services.component_scores(m, "qa"),
        "service_scores": services.component_scores(m, "online_services"),
        "system": watching.system(m, f), "reporting": watching.reporting(m, f),
        "coverage": watching.coverage_words(m.coverage),
        "strengths": [watching.DRAFT.format("ưu điểm; tư liệu ở dưới, nếu có"), *watching.opened(m)],
        "weaknesses": [watching.DRAFT.format("hạn chế, nguyên nhân; tư liệu ở dưới, nếu có"), *watching.weak_points(m)],
        "notes": watching.notes(m, f),
        "services": services.services(m, f, window) if "BC-F4" in f else [],
        "regulations": [f"- Quy chế, quyết định đã ban hành: {f['BC-G4'].words()}."] if "BC-G4" in f else [],
        **(tell_footnotes(m, f) if "BC-E11" in f else {}),
    }
    for code, sheet in build_appendices(m).items():
        if code.startswith("pb"):
            told[code] = table_words(sheet.rows) or [["", EMPTY, *[""] * (len(sheet.columns) - 2)]]
            told[f"{code}_total"] = table_words([sheet.total])[0] if sheet.total else [""] * len(sheet.columns)
    return told


def tell_footnotes(m: Material, f: Figures) -> dict[str, str]:
    """The five footnotes of the annual report, which carry its evidence."""
    groups = []
    for group in COMPONENTS:
        lines = sorted((p for p in m.portals if p.group == group and p.posts),
                       key=lambda p: (-p.posts, name_order(p.name)))[:5]
        if lines:
            listed = "; ".join(f"{within(p.name)} ({count_words(p.posts)} tin, bài, dữ liệu)" for p in lines)
            groups.append(f"{GROUPS[group]}: {listed}.")
    return {
        "fn_counts": " ".join(groups) or "Chưa có số liệu theo từng Cổng.",
        "fn_low": " ".join(line.lstrip("- ") for line in information.lowest(m)) or "Chưa có số liệu theo từng Cổng.",
        "fn_pending": f"{f['BC-E11'].item.name}: {f['BC-E11'].words()}.",
        "fn_visits": visits_note(f),
        "fn_training": f"Nguồn: {f['BC-G7L'].source or 'chưa có'}.",
        "waiting": f["BC-E2W"].words(), "visits": _rounded(f["BC-A4E"]) + f["BC-A4E"].compared(),
        "training": f"{f['BC-G7L'].words()} với {f['BC-G7H'].words()}",
    }


def visits_note(f: Figures) -> str:
    """Two systems side by side, neither added to nor compared with the other."""
    said = [f"Theo bộ đếm trên Cổng TTĐT tỉnh: {f['BC-A4'].words()}{f['BC-A4'].compared()}.",
            f"Theo hệ thống đo lường (EMC): {f['BC-A4E'].words()}{f['BC-A4E'].compared()}; người dùng mới: "
            f"{f['BC-A6U'].words()}{f['BC-A6U'].compared()}; lượt xem trang: {f['BC-A6V'].words()}"
            f"{f['BC-A6V'].compared()}."]
    return " ".join(said)


def _rounded(figure: Figure) -> str:
    """“trên 2.698.000 lượt”, with its word only because it was rounded."""
    if figure.value is None:
        return figure.gap
    return f"{about(figure.value, 1000)} {figure.item.unit} theo hệ thống đo lường (EMC)"
