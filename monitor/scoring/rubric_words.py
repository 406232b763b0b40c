"""The numbers of a rubric that people may change, named as people name them, and what a change says in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from monitor.scoring.prices import points_words
from monitor.scoring.rubric import COMPONENTS, Rubric
from monitor.scoring.score_rows import NAMES


@dataclass(frozen=True, slots=True)
class Number:
    """One number: `field` as `monitor trial --set` takes it, `group` and `words` for people."""

    field: str
    group: str
    words: str
    value: Decimal | None
    unit: str = "điểm"

    @property
    def said(self) -> str:
        return "chưa đặt" if self.value is None else f"{points_words(self.value)} {self.unit}"


@dataclass(frozen=True, slots=True)
class Change:
    """One number before and after."""

    number: Number
    after: Decimal

    @property
    def said_after(self) -> str:
        return f"{points_words(self.after)} {self.number.unit}"


def list_numbers(rubric: Rubric) -> list[Number]:
    """Every number that a new version may change, in the order of the rubric."""
    return list(_numbers(rubric))


def list_changes(rubric: Rubric, changes: Mapping[str, Decimal]) -> list[Change]:
    """The changes with their words; a field that is no number of the rubric is named as it stands."""
    known = {number.field: number for number in _numbers(rubric)}
    return [Change(known.get(field) or Number(field, "", field, None, ""), value) for field, value in changes.items()]


def _numbers(rubric: Rubric) -> Iterator[Number]:
    for code, limit in rubric.thresholds.items():
        yield Number(f"thresholds.{code}.value", "Ngưỡng", limit.title, limit.value, limit.unit)
    needed = rubric.coverage_needed
    yield Number("coverage_needed.value", "Ngưỡng", needed.title, needed.value, needed.unit)
    for code, fault in rubric.faults.items():
        yield Number(f"faults.{code}.points", "Điểm trừ chung", f"Điểm trừ “{fault.title}”", fault.points)
    for name, block in rubric.blocks.items():
        for component in COMPONENTS:
            if (scale := block.scale(component)) is not None:
                words = f"{NAMES[component]}: điểm tối đa"
                yield Number(f"blocks.{name}.{component}.max", block.title, words, scale.max)
        for item in block.items:
            for kind, points in item.points.items():
                yield Number(f"blocks.{name}.items.{item.code}.points.{kind}", block.title,
                             f"{item.title}: điểm trừ “{rubric.faults[kind].title}”", points)
