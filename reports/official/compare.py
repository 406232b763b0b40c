"""Two reports of one kind beside each other, figure by figure: consecutive periods, or one that holds the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Literal

from monitor.periods import Period
from reports.official.figure import share_words, write_number
from reports.official.figures import OWN

Relation = Literal["next", "longer", "apart"]
RUNNING = {"BC-A5": "BC-A4"}  # running total -> what the period adds to it
COUNTED = ("BC-A", "BC-B1", "BC-B2R", "BC-B3", "BC-C1", "BC-C2", "BC-E1", "BC-E2D")
STATES = ("%", "Cổng", "đơn vị")  # what is, not what was added up over the period
Packed = Mapping[str, Any]    # a figure as a frozen report keeps it


@dataclass(frozen=True, slots=True)
class Row:
    """One figure in both reports. `why`: why there is no difference, or what cannot be true of the two."""

    code: str
    name: str
    unit: str
    before: Decimal | None
    now: Decimal | None
    why: str = ""
    wrong: bool = False

    def words(self) -> tuple[str, ...]:
        """Name, both values, difference, per cent, remark."""
        one, two = ("" if v is None else write_number(v, self.unit) for v in (self.before, self.now))
        difference = share = ""
        if self.before is not None and self.now is not None and (not self.why or self.wrong):
            change = self.now - self.before
            sign = "+" if change > 0 else "-" if change < 0 else ""
            number = share_words(abs(change)) + " điểm %" if self.unit == "%" else write_number(abs(change), self.unit)
            difference = sign + number
            if self.unit != "%" and self.before:
                share = f"{sign}{share_words(abs(100 * change / self.before))}%"
        return self.name, self.unit, one, two, difference, share, self.why


def relate(before: Period, now: Period) -> Relation:
    """Whether the second follows the first, holds it, or neither."""
    if before.end + timedelta(days=1) == now.start:
        return "next"
    return "longer" if now.start <= before.start and before.end <= now.end and before != now else "apart"


def compare_figures(before: Sequence[Packed], now: Sequence[Packed], relation: Relation) -> list[Row]:
    """Every figure of either report, in the order of the second one."""
    old, new = ({figure["code"]: figure for figure in figures} for figures in (before, now))
    order = [*new, *(code for code in old if code not in new)]
    return [_row(code, old, new, relation) for code in order]


def _row(code: str, old: Mapping[str, Packed], new: Mapping[str, Packed], relation: Relation) -> Row:
    one, two = old.get(code), new.get(code)
    shown = two or one or {}
    values = [Decimal(f["value"]) if f and f["value"] is not None else None for f in (one, two)]
    why, wrong = "", False
    if one is None or two is None:
        why = f"chỉ có trong báo cáo kỳ {'này' if one is None else 'trước'}"
    elif values[0] is None or values[1] is None:
        which = "cả hai kỳ" if values == [None, None] else "kỳ này" if values[1] is None else "kỳ trước"
        why = f"{which} chưa có số liệu"
    elif (one["source"] == OWN) != (two["source"] == OWN):
        why = "hai kỳ lấy từ nguồn khác nhau, không so được"
    else:
        why = _impossible(code, values[0], values[1], new, relation)
        wrong = bool(why)
    return Row(code, shown["name"], shown["unit"], values[0], values[1], why, wrong)


def _impossible(code: str, before: Decimal, now: Decimal, new: Mapping[str, Packed], relation: Relation) -> str:
    """A running total that is not the one before plus the period; a longer period with less in it."""
    added = new.get(RUNNING.get(code, ""), {}).get("value")
    if relation == "next" and added is not None and before + Decimal(added) != now:
        return (f"lũy kế kỳ trước {write_number(before, '')} cộng kỳ này {write_number(Decimal(added), '')} là "
                f"{write_number(before + Decimal(added), '')}")
    if relation == "next" and code in RUNNING and now < before:
        return "lũy kế giảm"
    if relation == "longer" and code.startswith(COUNTED) and new[code]["unit"] not in STATES and now < before:
        return "kỳ dài hơn mà số nhỏ hơn"
    return ""
