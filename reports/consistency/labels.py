"""Figures that stand behind a label: "Tổng số sản phẩm OCOP  Sản phẩm  205", "- Số hội nghị: 1."."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from reports.consistency.fold import fold
from reports.consistency.numbers import NUMBER, count_decimals, read_number

ROW = re.compile(rf"^(?:[-*+]\s*)?(?:\d{{1,2}}\s+)?(?P<words>\S.*?)\s+(?P<value>{NUMBER})\s?(?P<pct>%?)$")
INLINE = re.compile(
    rf"(?P<label>(?:Số|Tổng|SL|Dân số|Tỷ lệ|Lũy kế|Luỹ kế|Trong đó)[^:;.!?]{{5,110}}):\s*"
    rf"(?P<value>{NUMBER})(?![\d./,]*\d)\s?(?P<pct>%?)",
    re.IGNORECASE)


@dataclass(frozen=True)
class Labelled:
    """One labelled figure and the line of its value."""

    label: str
    unit: str
    value: Decimal
    raw: str
    line: int
    text: str
    decimals: int

    @property
    def key(self) -> str:
        """The label folded, without marks: two labels with the same key name the same figure."""
        return " ".join(re.findall(r"[a-z0-9]+", fold(self.label)))

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


def read_row_label(text: str, line: int) -> Labelled | None:
    """A row "label unit value" of a table of targets."""
    match = ROW.match(text)
    if match is None:
        return None
    label, unit = split_unit(match["words"])
    if not unit or not label[:1].isupper() or len(label.split()) < 2 or re.search(r"[.;!?]\s|\d{2}/\d", label):
        return None
    return Labelled(label, "%" if match["pct"] else unit, read_number(match["value"]), match["value"] + match["pct"],
                    line, text, count_decimals(match["value"]))


def split_unit(words: str) -> tuple[str, str]:
    """Cut the unit ("%", "Người", "Thủ tục") off the end of a row's words; no unit, no row."""
    label, _, last = words.rpartition(" ")
    if last == "%" or (last[:1].isupper() and last.isalpha()):
        return label, last
    label, _, first = label.rpartition(" ")
    return (label, f"{first} {last}") if first[:1].isupper() and first.isalpha() and last.isalpha() else ("", "")


def read_inline_labels(text: str, line_at: list[tuple[int, int]]) -> list[Labelled]:
    """The "label: value" figures of a paragraph."""
    found = []
    for match in INLINE.finditer(text):
        line = next(line for offset, line in reversed(line_at) if offset <= match.start("value"))
        found.append(Labelled(match["label"].strip(), "%" if match["pct"] else "", read_number(match["value"]),
                              match["value"] + match["pct"], line, match.group(), count_decimals(match["value"])))
    return found
