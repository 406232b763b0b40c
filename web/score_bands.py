"""Bands of information scores as the address names them, so that a count leads to the list behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from monitor.scoring.rubric import Rubric
from web.render import points

UNKNOWN = "-"  # in the address: those whose score is not known


@dataclass(frozen=True, slots=True)
class ShownBand:
    """One band of one block. `code` is its floor, or `-`; `above` is the floor of the band above."""

    block: str
    title: str
    code: str
    said: str
    floor: Decimal | None = None
    above: Decimal | None = None

    @property
    def words(self) -> str:
        return f"{self.title}, {self.said}"

    def has(self, row: Mapping[str, Any]) -> bool:
        """Whether a line of the sheet is in the band."""
        score = row["information"]
        if row["block"] != self.block or (score is None) != (self.floor is None):
            return False
        return score is None or (score >= self.floor and (self.above is None or score < self.above))


def bands_of(rubric: Rubric, block: str) -> tuple[ShownBand, ...]:
    """The bands of a block, from the highest down."""
    title, floors = rubric.blocks[block].title, (*rubric.blocks[block].bands, Decimal(0))
    found = []
    for above, floor in zip((None, *floors), floors, strict=False):
        said = f"dưới {points(above)}" if above is not None and not floor else f"từ {points(floor)}"
        if floor or above is None:
            said += f" đến dưới {points(above)}" if above is not None else " trở lên"
        found.append(ShownBand(block, title, format(floor.normalize(), "f"), said, floor, above))
    return tuple(found)


def read_band(rubric: Rubric, block: str, code: str) -> ShownBand | None:
    """What an address asks for; None for the whole sheet and for what is no band."""
    if block not in rubric.blocks or not code:
        return None
    if code == UNKNOWN:
        return ShownBand(block, rubric.blocks[block].title, UNKNOWN, "chưa xác định điểm thông tin")
    return next((band for band in bands_of(rubric, block) if band.code == code), None)
