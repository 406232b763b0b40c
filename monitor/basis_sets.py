"""The sets of law that a gap list may be printed under: by the period's own date, or one that is asked for."""

from __future__ import annotations

from datetime import date
from typing import Literal

from monitor.basis import ACCESS_LAW_UNTIL, DECREE_42_UNTIL

BasisSet = Literal["ND42", "ND224_A", "ND224_B"]

#: name -> (a day on which the set is in force, what it is). ND224_B prints no article of the new access law: they are
#: not known.
SETS: dict[str, tuple[date, str]] = {
    "ND42": (DECREE_42_UNTIL, "Nghị định 42/2022/NĐ-CP và Luật Tiếp cận thông tin số 104/2016/QH13 (đến 30/6/2026)"),
    "ND224_A": (ACCESS_LAW_UNTIL, "Nghị định 224/2026/NĐ-CP và Luật Tiếp cận thông tin số 104/2016/QH13 "
                                  "(01/7/2026 – 31/8/2026)"),
    "ND224_B": (date(2026, 9, 1), "Nghị định 224/2026/NĐ-CP (từ 01/9/2026)"),
}


def set_of(day: date) -> str:
    """The set that is in force on a day."""
    return "ND42" if day <= DECREE_42_UNTIL else "ND224_A" if day <= ACCESS_LAW_UNTIL else "ND224_B"


def law_day(name: str | None, day: date) -> date:
    """The day whose law is printed: the period's, or one on which the asked-for set was in force."""
    return day if name is None or set_of(day) == name else SETS[name][0]
