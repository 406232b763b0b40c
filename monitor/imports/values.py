"""One cell to one value, strictly: Vietnamese and English figures, percentages, days; a wrong cell is never a zero."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from monitor.imports.cells import Cell, quoted

NOTHING_REPORTED = ("-", "–", "—")
DIGITS = 12           # no count or sum of a province is longer
TEXT_LIMIT = 5_000
DATED = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})|(\d{4})-(\d{2})-(\d{2})")


class BadCell(ValueError):
    """The cell cannot be used; `fix` says what to write there."""

    def __init__(self, what: str, fix: str) -> None:
        self.fix = fix
        super().__init__(what)


def read_count(cell: Cell) -> Decimal:
    """A whole number. Both `1.234` and `1,234` are 1234 here: a count has no decimals."""
    value = _plain_number(cell, "ghi số nguyên, ví dụ 1234")
    if value is None:
        value = _grouped(_digits(cell.text)) or _decimal(_digits(cell.text))
    if value is None or value != value.to_integral_value():
        raise BadCell(f"{quoted(cell.text)} không phải số nguyên", "ghi số nguyên, ví dụ 1234; không có thì ghi 0")
    return _bounded(Decimal(int(value)), cell)


def read_number(cell: Cell) -> Decimal:
    """A number as Vietnamese papers print it; where both readings are possible (`1.234`) the Vietnamese one."""
    value = _plain_number(cell, "ghi số, ví dụ 1.234,5")
    if value is None:
        text = _digits(cell.text.removesuffix("%"))
        value = _vietnamese(text) or _english(text) or _decimal(text)
    if value is None:
        raise BadCell(f"{quoted(cell.text)} không phải số", "ghi số, ví dụ 1.234,5")
    return _bounded(value, cell)


def read_percent(cell: Cell) -> Decimal:
    """A percentage: `95.56%`, `95,56`, or a cell shown as a percentage. One mark is always the decimal mark."""
    value = _plain_number(cell, "ghi tỷ lệ, ví dụ 95,56%")
    if value is None:
        value = _decimal(_digits(cell.text.removesuffix("%")))
    if value is None:
        raise BadCell(f"{quoted(cell.text)} không phải tỷ lệ phần trăm", "ghi tỷ lệ, ví dụ 95,56%")
    return _bounded(value, cell)


def read_day(cell: Cell) -> date:
    """A day. A bare number is refused: it may be a serial day of Excel, or anything else."""
    if cell.day is not None:
        return cell.day
    found = DATED.fullmatch(cell.text) if cell.kind == "text" else None
    if found is None:
        raise BadCell(f"{quoted(cell.text)} không phải ngày",
                      "định dạng ô là ngày, hoặc ghi ngày/tháng/năm, ví dụ 05/03/2026")
    day, month, year, *iso = found.groups()
    try:
        return date(int(year), int(month), int(day)) if year else date(*map(int, iso))
    except ValueError as error:
        raise BadCell(f"không có ngày {quoted(cell.text)}", "ghi ngày/tháng/năm, ví dụ 05/03/2026") from error


def read_text(cell: Cell) -> str:
    """Words, as they are. Those that a spreadsheet would run are refused."""
    if cell.text.startswith(("=", "@")):
        raise BadCell(f"{quoted(cell.text)} là công thức hoặc lệnh", "xóa dấu đầu ô, chỉ ghi chữ")
    if len(cell.text) > TEXT_LIMIT:
        raise BadCell(f"ô dài {len(cell.text)} ký tự", f"rút gọn còn dưới {TEXT_LIMIT} ký tự")
    return cell.text


def _plain_number(cell: Cell, fix: str) -> Decimal | None:
    """The number of a cell that holds one; None for words; everything else is refused."""
    if cell.kind == "date":
        raise BadCell(f"ô chứa ngày {quoted(cell.text)}, không phải số", f"định dạng ô là số; {fix}")
    if cell.kind == "bool":
        raise BadCell(f"ô chứa {quoted(cell.text)}, không phải số", fix)
    if cell.kind == "number":
        return cell.number
    return None


def _digits(text: str) -> str:
    """Signs made plain: a true minus, accountants' brackets, spaces inside a number."""
    text = text.strip().lstrip("'").replace("−", "-").replace("\u00a0", " ")
    bracketed = re.fullmatch(r"\(([\d.,\s]+)\)", text)
    return "-" + bracketed[1].strip() if bracketed else text.removesuffix("%").strip()


def _grouped(text: str) -> Decimal | None:
    found = re.fullmatch(r"([+-]?[0-9]{1,3})((?:([., ])[0-9]{3})(?:\3[0-9]{3})*)", text)
    return Decimal(re.sub(r"[., ]", "", text)) if found else None


def _vietnamese(text: str) -> Decimal | None:
    found = re.fullmatch(r"[+-]?[0-9]{1,3}([. ][0-9]{3})+(,[0-9]+)?|[+-]?[0-9]+,[0-9]+", text)
    if found is None or re.match(r"[+-]?0[. ]", text):
        return None
    return Decimal(re.sub(r"[. ]", "", text).replace(",", "."))


def _english(text: str) -> Decimal | None:
    found = re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+\.[0-9]+|[+-]?[0-9]{1,3}(,[0-9]{3}){2,}", text)
    return Decimal(text.replace(",", "")) if found else None


def _decimal(text: str) -> Decimal | None:
    found = re.fullmatch(r"[+-]?[0-9]+([.,][0-9]+)?", text)
    return Decimal(text.replace(",", ".")) if found else None


def _bounded(value: Decimal, cell: Cell) -> Decimal:
    if not value.is_finite() or abs(value) >= Decimal(10) ** DIGITS:
        raise BadCell(f"{quoted(cell.text)} lớn quá mức có thể", "kiểm tra lại số và dấu phân cách")
    return value
