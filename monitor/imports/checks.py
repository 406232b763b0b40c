"""What cannot be true of a line: below nothing, over everything, a whole that is not its parts. Flagged, not mended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitor.imports.kinds import Check, Kind
from monitor.words import count_words

Value = Decimal | date | str | None
TOLERANCE = Decimal("0.01")  # percentage points that rounding may cost at least
SHIFTED, FEW = 0.5, 3        # this share of lines (and so many) that contradict their own sum: columns have slipped


@dataclass(frozen=True, slots=True)
class Flag:
    """An impossible value that was kept. `cell` is where it stands."""

    code: str
    cell: str
    words: str


def flag_line(kind: Kind, figures: Mapping[str, Value], cells: Mapping[str, str]) -> list[Flag]:
    """Everything that cannot be true of one line. `cells`: the address of each column that the table has."""
    flags = []
    for column in kind.columns:
        value = figures.get(column.name)
        if not isinstance(value, Decimal):
            continue
        if column.minimum is not None and value < column.minimum:
            flags.append(Flag("under_minimum", cells[column.name],
                              f"{column.title} là {show(value)}, không thể nhỏ hơn {column.minimum}"))
        if column.maximum is not None and value > column.maximum:
            flags.append(Flag("over_maximum", cells[column.name],
                              f"{column.title} là {show(value)}, không thể lớn hơn {column.maximum}"))
    for check in kind.checks:
        if check.value in cells and (said := CHECKS[check.check](check, figures, cells)):
            flags.append(Flag(check.check, cells[check.value], f"{check.words} ({said})"))
    return flags


def slipped(flags: Sequence[Sequence[Flag]]) -> bool:
    """Whether so many lines contradict their own sum that the columns must have slipped."""
    wrong = sum(any(f.code == "sum" for f in line) for line in flags)
    return wrong >= FEW and wrong > SHIFTED * len(flags)


def show(value: Value) -> str:
    """A value as Vietnamese papers print it."""
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if not isinstance(value, Decimal):
        return value or ""
    plain = value.normalize()
    return count_words(plain, max(0, -int(plain.as_tuple().exponent)))


def _sum(check: Check, figures: Mapping[str, Value], cells: Mapping[str, str]) -> str:
    """A part that is left blank adds nothing; without the column of a part only too much is wrong."""
    whole, parts = _number(figures, check.value), [_number(figures, n) for n in check.of]
    if whole is None or all(p is None for p in parts):
        return ""
    total = sum(p for p in parts if p is not None)
    complete = all(name in cells for name in check.of)
    return f"{show(whole)} ≠ {show(Decimal(total))}" if total > whole or (complete and total != whole) else ""


def _difference(check: Check, figures: Mapping[str, Value], cells: Mapping[str, str]) -> str:
    value, whole = _number(figures, check.value), _number(figures, check.of[0])
    if value is None or whole is None or not any(name in cells for name in check.by):
        return ""
    rest = whole - _total(figures, check.by)
    return f"{show(value)} ≠ {show(rest)}" if value != rest else ""


def _rate(check: Check, figures: Mapping[str, Value], cells: Mapping[str, str]) -> str:
    printed, base = _number(figures, check.value), _total(figures, check.by)
    if printed is None or base <= 0 or not any(n in cells for n in check.of) or not any(n in cells for n in check.by):
        return ""
    return off(printed, 100 * _total(figures, check.of) / base)


def off(printed: Decimal, computed: Decimal) -> str:
    """What is wrong with a printed percentage; nothing when it is the computed one, rounded
    or cut to its decimals: published tables do both."""
    step = Decimal(1).scaleb(min(0, int(printed.as_tuple().exponent)))
    if abs(printed - computed) < max(step, TOLERANCE):
        return ""
    return f"{show(printed)} % ≠ {show(round(computed, 2))} %"


def _at_most(check: Check, figures: Mapping[str, Value], cells: Mapping[str, str]) -> str:
    value, most = _number(figures, check.value), _number(figures, check.of[0])
    return f"{show(value)} > {show(most)}" if value is not None and most is not None and value > most else ""


def _not_before(check: Check, figures: Mapping[str, Value], cells: Mapping[str, str]) -> str:
    day, other = figures.get(check.value), figures.get(check.of[0])
    late = isinstance(day, date) and isinstance(other, date) and day < other
    return f"{show(other)}, hạn {show(day)}" if late else ""


CHECKS: Mapping[str, Callable[[Check, Mapping[str, Value], Mapping[str, str]], str]] = {
    "sum": _sum, "difference": _difference, "rate": _rate, "at_most": _at_most, "not_before": _not_before,
}


def _number(figures: Mapping[str, Value], name: str) -> Decimal | None:
    value = figures.get(name)
    return value if isinstance(value, Decimal) else None


def _total(figures: Mapping[str, Value], names: Sequence[str]) -> Decimal:
    return sum((v for n in names if (v := _number(figures, n)) is not None), Decimal(0))
