"""The weekly report body by body: departments, places and the Party bloc, each beside last week and its target."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.imports.load import Figures, load_imports
from monitor.indicators import Indicator
from monitor.name_order import name_order
from monitor.office import Office
from monitor.words import count_words
from reports.official.appendix import Sheet
from reports.official.figure import share_words
from reports.official.marking import CLOSE, OPEN
from reports.official.weekly import week_before

KIND = "weekly_agencies"
BLANKS = {"yes": "Đã nhập", "no": "Chưa nhập", "none": "-"}
PARTY = re.compile(r"\b(Tỉnh|Huyện|Thị|Thành|Đảng) ủy\b|\b(Tỉnh đoàn|Mặt trận|Báo|Trường Chính trị|Liên đoàn Lao động|"
                   r"Hội (Cựu chiến binh|Liên hiệp Phụ nữ|Nông dân|Chữ thập đỏ))\b", re.IGNORECASE)
DISTRICT = re.compile(r"^(UBND )?(huyện|thị xã|thành phố) ", re.IGNORECASE)
TARGETS = {"party": ("CDS-5.1",), "province": ("CDS-5.2",), "local": ("CDS-5.3", "CDS-5.4")}
GROUPS = {"party_block": "party", "communes": "local"}
Columns = tuple[tuple[str, str, str], ...]  # (title, column, its second half where it is a pair)
SHARED: Columns = (("i-Speed (số lượt cài đặt/số lượt đo)", "ispeed_installed", "ispeed_measured"),
                   ("Hồ sơ công việc (%)", "documents_pct", ""),
                   ("DVCTT toàn trình (số cấu hình/số được giao)", "services_configured", "services_assigned"),
                   ("Nhập liệu", "entered", ""))
COLUMNS: dict[str, Columns] = {
    "province": (*SHARED, ("Định danh mức 2", "eid", ""), ("Số người tập huấn", "trained", "")),
    "local": (*SHARED, ("Số người học MOOCs", "moocs", ""), ("Số thành viên tổ CNS tập huấn", "community_trained", ""),
              ("Định danh mức 2", "eid", ""), ("Hồ sơ sức khỏe", "health_records", ""), ("Sản phẩm OCOP", "ocop", ""),
              ("Số người tập huấn", "trained", "")),
}
TITLES = {
    "province": "Số liệu một số chỉ tiêu về chuyển đổi số cấp tỉnh",
    "local": "Số liệu một số chỉ tiêu về chuyển đổi số của địa phương",
    "party": "Kết quả sử dụng phần mềm quản lý văn bản của các cơ quan khối Đảng, Mặt trận Tổ quốc và các đoàn thể",
}


@dataclass(frozen=True, slots=True)
class Week:
    """The lines of this week and of the week before by body, the bodies of the register by table, and targets."""

    now: Mapping[str, Figures]
    before: Mapping[str, Figures]
    bodies: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    targets: Mapping[str, Decimal | None]
    labels: Mapping[str, str]  # indicator -> its name


def read_week(office: Office, names: Mapping[str, str], indicators: Sequence[Indicator]) -> Week:
    """Bodies with a portal keep the order of the register; others that a file names follow by name."""
    now, before = ({line.subject: line for fact in load_imports(office.session, KIND, period) for line in fact.lines}
                   for period in (office.period, week_before(office.period)))
    portals = {code: p for code, p in office.portals.items() if p.group in ("departments", "party_block", "communes")
               and not p.name.startswith("chưa xác định")}
    others = sorted((now.keys() | before.keys()) - portals.keys(), key=lambda code: name_order(names.get(code, code)))
    tables: dict[str, list[str]] = {table: [] for table in TITLES}
    for code in (*portals, *others):
        tables[table_of(names.get(code, code), portals[code].group if code in portals else "")].append(code)
    held = {i.code: i.target for i in indicators if i.held_in(office.period)}
    targets = {table: next((held[code] for code in codes if held.get(code) is not None), None)
               for table, codes in TARGETS.items()}
    return Week(now, before, {t: tuple(c) for t, c in tables.items()},
                {c: names.get(c, c) for codes in tables.values() for c in codes}, targets,
                {i.code: i.name for i in indicators})


def table_of(name: str, group: str) -> str:
    """By the register, else by the words of the name: bodies that were merged away have no portal."""
    if group:
        return GROUPS.get(group, "province")
    return "party" if PARTY.search(name) else "local" if DISTRICT.match(name) else "province"


def write_tables(week: Week) -> dict[str, list[list[str]]]:
    """Table -> its rows as printed."""
    found: dict[str, list[list[str]]] = {}
    for table, columns in COLUMNS.items():
        found[table] = [[str(n), week.names[code], *(_cell(week, table, code, c) for c in columns)]
                        for n, code in enumerate(week.bodies[table], 1)]
    found["party"] = [
        [str(n), week.names[code], "%", print_number(week.before.get(code), "documents_pct"),
         _cell(week, "party", code, ("", "documents_pct", "")), trend(week, code)]
        for n, code in enumerate(week.bodies["party"], 1)]
    return found


def _cell(week: Week, table: str, code: str, column: tuple[str, str, str]) -> str:
    _, first, second = column
    line = week.now.get(code)
    if first == "entered":
        return BLANKS.get(str(line.figures.get("entered") or ""), "") if line else ""
    if second:
        one, two = (print_number(line, name) for name in (first, second))
        return f"{one}/{two}" if one != two or one not in ("", "-") else one
    words = print_number(line, first)
    if first != "documents_pct" or line is None or (value := line.number(first)) is None:
        return words
    target = week.targets[table]
    words = f"{OPEN}{words}{CLOSE}" if target is not None and value < target else words
    return f"{words} {trend(week, code)[:1]}".strip()


def print_number(line: Figures | None, name: str) -> str:
    """The number; what stood in its place (“-”); a blank stays blank."""
    if line is None:
        return ""
    value = line.number(name)
    if value is None:
        return line.said.get(name, "")
    return share_words(value) if name.endswith("_pct") else count_words(value)


def trend(week: Week, code: str) -> str:
    """“↑ tăng 5 điểm %” against the week before; nothing where one of the two is not known."""
    now, before = (lines[code].number("documents_pct") if code in lines else None for lines in (week.now, week.before))
    if now is None or before is None or now == before:
        return ""
    return f"{'↑ tăng' if now > before else '↓ giảm'} {share_words(abs(now - before))} điểm %"


def sheets(rows: Mapping[str, Sequence[Sequence[str]]]) -> dict[str, Sheet]:
    """The same tables for Excel."""
    heads = {table: ("STT", "Tên cơ quan, đơn vị, địa phương", *(title for title, _, _ in columns))
             for table, columns in COLUMNS.items()}
    heads["party"] = ("STT", "Tên cơ quan, đơn vị", "Đơn vị tính", "Tuần trước", "Tuần này", "So với tuần trước")
    return {table: Sheet(table, TITLES[table], heads[table],
                         tuple(tuple(cell.replace(OPEN, "").replace(CLOSE, "") for cell in row) for row in listed))
            for table, listed in rows.items()}
