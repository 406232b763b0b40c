"""Notes on the bodies of the weekly report: what rose and fell in words, what cannot be true, who entered nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from monitor.imports.load import Figures
from monitor.words import count_words
from reports.official.figure import within
from reports.official.weekly_agencies import Week, print_number, trend

SUMS = {"eid": "CDS-6.1", "health_records": "CDS-8.1", "ocop": "CDS-10.1"}  # of all places -> the province's figure


def write_notes(week: Week, lines: Mapping[str, Figures]) -> list[str]:
    """The arrows in words, what cannot be true, sums of places that are not the province's; `lines` by indicator."""
    said = []
    for word in ("tăng", "giảm"):
        moved = [f"{within(week.names[code])} ({print_number(week.before[code], 'documents_pct')}% → "
                 f"{print_number(week.now[code], 'documents_pct')}%)"
                 for codes in week.bodies.values() for code in codes if word in trend(week, code)]
        said += [f"- Tỷ lệ hồ sơ công việc {word} so với tuần trước: {'; '.join(moved)}."] if moved else []
    below = [f"{within(week.names[code])} ({print_number(week.now[code], 'documents_pct')}%)"
             for table, codes in week.bodies.items() for code in codes
             if (target := week.targets[table]) is not None and code in week.now
             and (value := week.now[code].number("documents_pct")) is not None and value < target]
    said += [f"- Thấp hơn mục tiêu giao về hồ sơ công việc: {'; '.join(below)}."] if below else []
    for when, lined in (("", week.now), (", tuần trước", week.before)):
        said += [f"- {week.names[code]}{when}: {flag.words}." for code, line in lined.items() for flag in line.flags]
    if week.now and not any(week.targets.values()):
        said.append("- Chưa có mục tiêu giao về hồ sơ công việc trong sổ chỉ tiêu: không tô đỏ được dòng nào.")
    return said + unequal_sums(week, lines)


def unequal_sums(week: Week, lines: Mapping[str, Figures]) -> list[str]:
    """Only where every place has its number."""
    said = []
    for name, code in SUMS.items():
        parts = [week.now[c].number(name) if c in week.now else None for c in week.bodies["local"]]
        whole = lines[code].number("value") if code in lines else None
        total = sum((p for p in parts if p is not None), Decimal(0))
        if parts and None not in parts and whole is not None and total != whole:
            said.append(f"- {week.labels[code]}: cộng {count_words(len(parts))} địa phương được {count_words(total)}, "
                        f"toàn tỉnh ghi {count_words(whole)}.")
    return said


def not_entered(week: Week) -> list[str]:
    """Who has not entered anything, apart: said so, “-”, and no line or a blank in the file."""
    if not week.now:
        return ["- [Chưa có số liệu: bảng chỉ tiêu của từng cơ quan, địa phương trong tuần – cơ quan tổng hợp báo cáo "
                "tuần cung cấp]"]
    codes = [code for listed in week.bodies.values() for code in listed]
    states = {code: state for listed in week.bodies.values() for code, state in _states(week, listed).items()}
    said = []
    for state, words in (("no", "Chưa nhập số liệu trên Hệ thống báo cáo hằng tuần"),
                         ("none", "Ghi “-” ở cột nhập liệu (chưa có dữ liệu hoặc không báo cáo)"),
                         ("blank", "Để trống cột nhập liệu"), ("absent", "Không có số liệu nào trong tệp của tuần")):
        named = [within(week.names[code]) for code in codes if states[code] == state]
        if named:
            said.append(f"- {words}: {count_words(len(named))}/{count_words(len(codes))} cơ quan, địa phương "
                        f"({'; '.join(named)}).")
    return said


def _states(week: Week, codes: Sequence[str]) -> dict[str, str]:
    """What each body of a table says of its entering; a table in which nobody says anything does not ask for it."""
    told = {code: str(week.now[code].figures.get("entered") or "") if code in week.now else "absent" for code in codes}
    asked = any(state in ("yes", "no", "none") for state in told.values())
    return {code: state or ("blank" if asked else "not_asked") for code, state in told.items()}
