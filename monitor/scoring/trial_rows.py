"""What a trial of other numbers brings: portals whose score changes, and criteria that tell nobody apart."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from monitor.scoring.prices import points_number, points_words
from monitor.scoring.rubric import Rubric
from monitor.scoring.score_rows import NAMES
from monitor.scoring.what_if import Crossing, Idle
from monitor.show import table


def trial_row(crossings: Sequence[Crossing], idle: Sequence[Idle]) -> dict[str, Any]:
    """A trial for machines."""
    return {
        "changes": [
            {"portal": c.portal, "component": c.component, "before": points_number(c.before),
             "after": points_number(c.after), "band_before": points_number(c.band_before),
             "band_after": points_number(c.band_after), "crosses": c.crosses}
            for c in crossings
        ],
        "idle": [{"block": i.block, "item": i.item, "title": i.title, "points": points_number(i.points),
                  "portals": i.portals, "by_person": i.by_person} for i in idle],
    }


def show_trial(crossings: Sequence[Crossing], idle: Sequence[Idle], rubric: Rubric) -> RenderableType:
    """A trial for people; `rubric` is the one that was tried and has the names of its blocks."""
    changed = table(("Cổng", "Thành phần", "Trước", "Sau", "Qua mức"), [{"c": c} for c in crossings], lambda r: (
        r["c"].name, NAMES[r["c"].component], _words(r["c"].before), _words(r["c"].after),
        f"{_words(r['c'].band_before)} → {_words(r['c'].band_after)}" if r["c"].crosses else ""))
    same = table(("Khối", "Tiêu chí", "Mọi cổng cùng", "Số cổng"), [{"i": i} for i in idle], lambda r: (
        rubric.blocks[r["i"].block].title, r["i"].title, f"{_words(r['i'].points)} điểm", str(r["i"].portals)))
    return Group(
        changed if crossings else Text("Không cổng nào đổi điểm."),
        Text("Tiêu chí không phân biệt được cổng nào:", style="bold") if idle else Text(""), same if idle else Text(""),
    )


def _words(points: Decimal | None) -> str:
    return "?" if points is None else points_words(points)
