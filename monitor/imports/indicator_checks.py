"""What cannot be true of indicators: a share over everything, a rate that its own parts contradict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from monitor.imports.checks import Flag, off, show
from monitor.imports.lines import Line
from monitor.indicators import Indicators

HUNDRED = Decimal(100)


def flag_indicators(lines: Sequence[Line], indicators: Indicators) -> list[Line]:
    """The lines with what the register knows of them: every rate is computed again from the lines of its parts."""
    values = {line.subject: v for line in lines if isinstance(v := line.figures.get("value"), Decimal)}
    return [replace(line, flags=(*line.flags, *_flags(line, values, indicators))) for line in lines]


def _flags(line: Line, values: dict[str, Decimal], indicators: Indicators) -> list[Flag]:
    told, value = indicators.by_code[line.subject], values.get(line.subject)
    if value is None:
        return []
    flags = []
    cell = line.cells["value"]
    if told.unit == "%" and value > HUNDRED:
        flags.append(Flag("over_maximum", cell, f"{told.name} là {show(value)}, không thể lớn hơn 100"))
    part, whole = values.get(told.numerator), values.get(told.denominator)
    if part is not None and whole:
        if part > whole:
            flags.append(Flag("at_most", cell, f"{told.numerator} không thể lớn hơn {told.denominator} "
                                               f"({show(part)} > {show(whole)})"))
        if said := off(value, HUNDRED * part / whole):
            flags.append(Flag("rate", cell, f"kết quả phải bằng {told.numerator} chia {told.denominator} ({said})"))
    return flags
