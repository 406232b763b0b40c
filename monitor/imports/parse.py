"""One file to what would be stored of it: a pure function of its bytes, the kind, the register and the period."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from monitor.imports.cells import ImportRefused, Problem, Sheet, address
from monitor.imports.checks import Flag, flag_line, show, slipped
from monitor.imports.files import Opened
from monitor.imports.header import Header, find_header, missing_columns
from monitor.imports.indicator_checks import flag_indicators
from monitor.imports.kinds import Kind, load_kinds
from monitor.imports.lines import Line, Reading, Subjects, read_lines
from monitor.imports.when import decide_period
from monitor.indicators import Indicators
from monitor.periods import Period, PeriodError

NAMED = 5  # names that are listed before the rest is counted


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file that can be stored. `notices`: what was left out, or cannot be true of the file as a whole."""

    kind: Kind
    period: Period
    scope: str
    lines: tuple[Line, ...]
    notices: tuple[str, ...]

    @property
    def flags(self) -> tuple[Flag, ...]:
        return tuple(flag for line in self.lines for flag in line.flags)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a file. `subjects_of` gives the register of a period."""

    kind: Kind
    period: str | None
    subjects_of: Callable[[Period], Subjects]


def parse_file(opened: Opened, question: Question) -> Parsed:
    """What the file says; `ImportRefused` with every reason when one line of it cannot be used."""
    kind = question.kind
    sheet, header = _find_table(opened, kind)
    titles = [c.text for (line, _), c in sorted(sheet.cells.items()) if line < header.first and c.kind == "text"]
    try:
        period = decide_period(question.period, titles, opened.name)
    except PeriodError as error:
        raise ImportRefused(opened.name, [Problem(sheet.name, "", str(error).rstrip("."),
                                                  "xem lại kỳ của tệp")]) from error
    subjects = question.subjects_of(period)
    reading = read_lines(sheet, kind, header, subjects)
    problems = [*header.twice, *reading.problems, *_twice(kind, reading.lines)]
    scope, mixed = _scope(kind, reading.lines)
    problems += mixed
    if not problems and not reading.lines:
        problems.append(Problem(sheet.name, address(header.last + 1, 1), "dưới tiêu đề không có dòng số liệu nào",
                                "điền số liệu rồi nhập lại"))
    lines = [replace(line, flags=tuple(flag_line(kind, line.figures, line.cells))) for line in reading.lines]
    if isinstance(subjects, Indicators):
        lines = flag_indicators(lines, subjects)
    if slipped([line.flags for line in lines]):
        problems.append(Problem(sheet.name, address(header.last, 1), "hơn nửa số dòng có tổng khác các thành phần: "
                                "cột có thể bị lệch", "đối chiếu từng cột với tiêu đề"))
    if problems:
        raise ImportRefused(opened.name, problems)
    return Parsed(kind, period, scope, tuple(lines), tuple(_notices(kind, sheet, header, reading)))


def _find_table(opened: Opened, kind: Kind) -> tuple[Sheet, Header]:
    """The one sheet that holds the table; of a CSV, under the separator that shows most of it."""
    found = [(sheet, header) for table in opened.tables for sheet in table
             if (header := find_header(sheet, kind)) is not None]
    if len(opened.tables) > 1 and found:
        found = [max(found, key=lambda pair: pair[1].rank)]
    if len(found) == 1 and not found[0][0].hidden:
        return found[0]
    if found:
        names = ", ".join(repr(s.name) + (" (trang ẩn)" if s.hidden else "") for s, _ in found)
        what = "bảng nằm ở trang ẩn" if len(found) == 1 else "nhiều trang cùng có bảng này"
        raise ImportRefused(opened.name, [Problem("", "", f"{what}: {names}",
                                                  "bỏ ẩn trang cần nhập và xóa các trang còn lại")])
    raise ImportRefused(opened.name, [_no_table(opened, kind)])


def _no_table(opened: Opened, kind: Kind) -> Problem:
    sheets = [sheet for table in opened.tables for sheet in table]
    others = [(header.rank, other.name) for other in load_kinds().values() if other is not kind
              for sheet in sheets if (header := find_header(sheet, other)) is not None]
    if others:
        other = load_kinds()[max(others)[1]]
        return Problem("", "", f"đây là bảng loại {other.name} ({other.title}), không phải {kind.name}",
                       f"nhập bằng: python -m monitor import {other.name} {opened.name}")
    nearest = min(sheets, key=lambda s: len(missing_columns(s, kind)[1]))
    line, missing = missing_columns(nearest, kind)
    titles = ", ".join(f"“{c.title}”" for c in missing)
    hint = ""
    if opened.encoding == "cp1258":
        hint = "; nếu chữ trong tệp hiện sai thì lưu lại dạng CSV UTF-8 hoặc .xlsx"
    return Problem(nearest.name, address(line, 1) if line else "", f"không thấy dòng tiêu đề có đủ cột; thiếu {titles}",
                   f"dùng mẫu: python -m monitor import {kind.name} --template mau.xlsx{hint}")


def _twice(kind: Kind, lines: Sequence[Line]) -> list[Problem]:
    seen, problems = dict[tuple[str, str], Line](), list[Problem]()
    for line in lines:
        first = seen.setdefault((line.subject, line.part), line)
        if first is not line:
            problems.append(Problem(line.sheet, line.cells[kind.subject], f"trùng với dòng ở ô "
                                    f"{first.cells[kind.subject]} (cùng là {line.subject})", "giữ một dòng"))
    return problems


def _scope(kind: Kind, lines: Sequence[Line]) -> tuple[str, list[Problem]]:
    if not kind.scope or not lines:
        return "", []
    first = str(lines[0].figures.get(kind.scope) or "")
    other = next((n for n in lines if str(n.figures.get(kind.scope) or "") not in ("", first)), None)
    if other is None:
        return first, []
    return first, [Problem(other.sheet, other.cells[kind.scope], f"tệp trộn nhiều {kind.column(kind.scope).title}",
                           "mỗi hệ thống một tệp: số liệu của chúng không cộng hay so sánh được")]


def _notices(kind: Kind, sheet: Sheet, header: Header, reading: Reading) -> list[str]:
    notices = [_total_words(kind, total, reading.lines) for total in reading.totals]
    if reading.blank:
        notices.append(f"{len(reading.blank)} dòng để trống số liệu, không lưu: {_some(reading.blank)}")
    if reading.skipped:
        notices.append(f"{len(reading.skipped)} dòng không phải số liệu: {_some(reading.skipped)}")
    if header.strange:
        notices.append(f"{len(header.strange)} cột không dùng: {_some(header.strange)}")
    if hidden := [str(line.line) for line in reading.lines if line.line in sheet.hidden_lines]:
        notices.append(f"{len(hidden)} dòng đang ẩn cũng được đọc: {_some(hidden)}")
    return [n for n in notices if n]


def _some(words: Sequence[str]) -> str:
    rest = f" … và {len(words) - NAMED} nữa" if len(words) > NAMED else ""
    return ", ".join(words[:NAMED]) + rest


def _total_words(kind: Kind, total: Line, lines: Sequence[Line]) -> str:
    """What a total line says that its lines do not add up to; rates and scores are not added."""
    wrong = []
    for column in kind.columns:
        value = total.figures.get(column.name)
        numbers = [v for line in lines if isinstance(v := line.figures.get(column.name), Decimal)]
        if column.type == "count" and isinstance(value, Decimal) and sum(numbers) != value:
            wrong.append(f"ô {total.cells[column.name]} ghi {show(value)}, cộng các dòng được "
                         f"{show(sum(numbers, Decimal(0)))}")
    return f"dòng tổng {total.line} không khớp: {'; '.join(wrong)}" if wrong else ""
