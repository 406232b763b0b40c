"""Sentences of the sections on questions and answers and on online services."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from monitor.name_order import name_order
from monitor.scoring.cards import Scorecard
from monitor.scoring.facts import Questions
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import ComponentName
from monitor.scoring.services import check_dossiers
from monitor.words import count_words
from reports.official.figure import Figure, within
from reports.official.material import Material

Figures = Mapping[str, Figure]
FEW = 5  # bodies of a score are named when there are no more


def questions(m: Material, f: Figures, period: str) -> list[str]:
    if f["BC-E1"].value is None:
        return [f"- {f['BC-E1'].gap}."]
    unknown = sum(q.unknown for q in m.questions.values())
    beside = f" (chưa kể {count_words(unknown)} câu hỏi chưa rõ trạng thái)" if unknown else ""
    said = [
        f"- Trong {period}, chuyên mục Hỏi - Đáp nhận được {f['BC-E1'].words()}{f['BC-E1'].compared()}. Đã trả lời "
        f"{f['BC-E2A'].number()}/{f['BC-E2E'].number()} câu hỏi đủ điều kiện trả lời, đạt {f['BC-E2AP'].words()}"
        f"{f['BC-E2AP'].compared() if f['BC-E2AP'].before is not None else ''}{beside}; chờ tiếp nhận, chờ trả lời "
        f"{f['BC-E2W'].number()}/{f['BC-E2E'].number()} câu hỏi, chiếm {f['BC-E2WP'].words()} số câu hỏi đủ điều kiện "
        f"trả lời; xóa {f['BC-E2D'].words()}, chiếm {f['BC-E2DP'].words()} số câu hỏi nhận được.",
    ]
    if m.questions:
        said += _asked(m)
    if m.overdue:
        longest = m.overdue[:FEW]
        listed = "; ".join(f"{portal}, {name}, quá {count_words(days)} ngày làm việc" for portal, name, days in longest)
        said.append(f"- Trên trang công khai có {count_words(len(m.overdue))} câu hỏi chưa trả lời đã quá số ngày dùng "
                    f"để theo dõi; quá lâu nhất: {listed}.")
    return said


def _asked(m: Material) -> list[str]:
    named = {code: m.names.get(code, code) for code in m.questions}
    most = sorted((code for code, q in m.questions.items() if q.received),
                  key=lambda code: (-m.questions[code].received, name_order(named[code])))[:FEW]
    none = sum(not q.received for q in m.questions.values())
    said = []
    if most:
        said.append("- Cơ quan, đơn vị nhận được nhiều câu hỏi nhất: " + "; ".join(
            f"{within(named[code])} ({_states(m.questions[code])})" for code in most) + ".")
    if none:
        said.append(f"- Trong {count_words(len(named))} cơ quan, đơn vị, có {count_words(none)} cơ quan, đơn vị không "
                    "nhận được câu hỏi nào.")
    return said


def _states(q: Questions) -> str:
    words = [f"{count_words(q.received)} câu hỏi"]
    waiting = q.awaiting_answer + q.awaiting_acceptance
    words += [f"chờ {count_words(waiting)}"] if waiting else []
    words += [f"xóa {count_words(q.deleted)}"] if q.deleted else []
    return ", ".join(words + ([f"chưa rõ {count_words(q.unknown)}"] if q.unknown else []))


def services(m: Material, f: Figures, window: str) -> list[str]:
    levels = [f"{name} {f[code].words()}" for code, name in (
        ("BC-F2T", "cấp tỉnh"), ("BC-F2H", "cấp huyện"), ("BC-F2X", "cấp xã")) if code in f]
    said = [f"- Tổng số TTHC các cấp: {f['BC-F2'].words()} ({'; '.join(levels)}). Tỷ lệ TTHC được cập nhật, công khai: "
            f"{f['BC-F9'].words()}."]
    for code, words in (("BC-F1", "Số quyết định công bố TTHC trong kỳ"),
                        ("BC-F3", "Số TTHC cung cấp trực tuyến, tích hợp trên Cổng DVC quốc gia")):
        if code in f:
            said.append(f"- {words}: {f[code].words()}.")
    if f["BC-F4"].value is None:
        return [*said, f"- {f['BC-F4'].gap}."]
    return [
        *said,
        f"- Kết quả dịch vụ công trực tuyến ({window}): tổng số {f['BC-F4'].words()}{f['BC-F4'].compared()}. Trong đó, "
        f"tiếp nhận qua một cửa điện tử {f['BC-F4M'].words()}; tiếp nhận trực tuyến {f['BC-F4O'].words()}; tồn từ đầu "
        f"kỳ {f['BC-F4C'].words()}.",
        f"+ Đã giải quyết {f['BC-F5'].number()}/{f['BC-F4'].number()} bộ hồ sơ, đạt {f['BC-F5P'].words()}. Trong đó, "
        f"đúng hạn và trước hạn {f['BC-F5O'].number()}/{f['BC-F5'].number()} bộ hồ sơ, đạt {f['BC-F5OP'].words()}; trễ "
        f"hạn {f['BC-F5L'].number()}/{f['BC-F5'].number()} bộ hồ sơ, chiếm {f['BC-F5LP'].words()}.",
        f"+ Đang giải quyết {f['BC-F5I'].number()}/{f['BC-F4'].number()} bộ hồ sơ, chiếm {f['BC-F5IP'].words()}.",
        *without_dossiers(m), *impossible(m),
    ]


def without_dossiers(m: Material) -> list[str]:
    names = sorted((within(m.names.get(code, code)) for code, d in m.dossiers.items()
                    if not d.total and not d.resolved), key=name_order)
    return [f"+ Trong {count_words(len(m.dossiers))} cơ quan, đơn vị, có {count_words(len(names))} cơ quan, đơn vị "
            f"không có hồ sơ nào trong kỳ ({'; '.join(names)})."] if names else []


def impossible(m: Material) -> list[str]:
    """Which lines of the services system cannot be true; they are printed as they came."""
    names = [within(m.names.get(code, code)) for code, d in m.dossiers.items() if check_dossiers(d)]
    return [f"- [Chưa rõ: {count_words(len(names))} cơ quan có số hồ sơ đã giải quyết nhiều hơn tổng số hồ sơ "
            f"({'; '.join(names)}) – đơn vị vận hành hệ thống dịch vụ công kiểm tra lại]."] if names else []


def component_scores(m: Material, component: ComponentName) -> list[str]:
    """“21/37 cơ quan, đơn vị đạt 17 điểm”, the highest first; those of a small number are named."""
    found: dict[Decimal, list[str]] = defaultdict(list)
    without = 0
    for card in m.cards.get(component, ()):
        part = card.component(component)
        if part is not None and _has_figures(m, component, card):
            if part.score is None:
                without += 1
            else:
                found[part.score].append(card.name)
    of = sum(len(names) for names in found.values()) + without
    if not of:
        return ["- [Chưa có số liệu: điểm của phần này – kỳ này chưa chấm được cơ quan nào]"]
    said = [f"- {len(names):02d}/{of:02d} cơ quan, đơn vị đạt {points_words(score)} điểm{_named(names)}."
            for score, names in sorted(found.items(), reverse=True)]
    return said + ([f"- {without:02d}/{of:02d} cơ quan, đơn vị chưa đủ căn cứ để chấm điểm."] if without else [])


def _has_figures(m: Material, component: ComponentName, card: Scorecard) -> bool:
    """A body without any figure is in the appendix of neither questions nor services."""
    lines = m.questions if component == "qa" else m.dossiers
    return not lines or card.portal in lines


def _named(names: Sequence[str]) -> str:
    return f" ({'; '.join(sorted(map(within, names), key=name_order))})" if len(names) <= FEW else ""
