"""How the scores of a block spread, in the office's own sentence: Có 07/16 Cổng … đạt điểm tối đa 95 điểm; …"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitor.scoring.cards import Scorecard
from monitor.scoring.prices import points_words
from monitor.scoring.rubric import ComponentName, Rubric

FULL = "duy trì cập nhật đầy đủ thông tin, CSDL theo quy định, trình bày đẹp"


@dataclass(frozen=True, slots=True)
class Band:
    """Portals whose score is at least `floor` and below the band above; `lowest` and `highest` are what they got."""

    floor: Decimal
    count: int
    of: int
    lowest: Decimal | None
    highest: Decimal | None


def known_scores(cards: Sequence[Scorecard], component: ComponentName, block: str) -> list[Decimal]:
    """The known scores of a block's portals in one component, highest first."""
    found = [c.score for card in cards if card.block == block and (c := card.component(component)) is not None]
    return sorted((score for score in found if score is not None), reverse=True)


def spread(cards: Sequence[Scorecard], rubric: Rubric, block: str) -> tuple[Band, ...]:
    """The block's bands of the information component, from the highest down, the last one open below."""
    scores = known_scores(cards, "information", block)
    found: list[Band] = []
    above: Decimal | None = None
    for floor in (*rubric.blocks[block].bands, Decimal(0)):
        mine = [s for s in scores if s >= floor and (above is None or s < above)]
        lowest, highest = (mine[-1], mine[0]) if mine else (None, None)
        found.append(Band(floor, len(mine), len(scores), lowest, highest))
        above = floor
    return tuple(found)


def spread_words(cards: Sequence[Scorecard], rubric: Rubric, block: str) -> str:
    """The sentence of the report for one block."""
    bands, top = spread(cards, rubric, block), rubric.blocks[block].information
    parts = []
    for band in bands:
        if band.highest is None or band.lowest is None:
            continue
        if band.lowest == band.highest == top.max + top.bonus:
            said = f"{FULL} đạt điểm tối đa {points_words(band.highest)} điểm"
        elif band.lowest == band.highest:
            said = f"đạt {points_words(band.highest)} điểm"
        else:  # a band is named by its floor; the open one below by its lowest score
            said = f"đạt từ {points_words(band.floor or band.lowest)} - {points_words(band.highest)} điểm"
        parts.append(f"{band.count:02d}/{band.of:02d} Cổng TTĐT thành phần {said}")
    if parts and bands[-1].count == 0 and len(bands) > 1:
        parts.append(f"không có cơ quan, đơn vị nào bị đánh giá, chấm điểm dưới {points_words(bands[-2].floor)} điểm")
    return f"Có {'; '.join(parts)}." if parts else "Chưa có điểm của Cổng nào."


def count_rules(cards: Sequence[Scorecard], component: ComponentName) -> list[tuple[Decimal, str, int]]:
    """How many portals got which score by which rule, the highest score first: (27, "dvc_full", 25)."""
    parts = [c for card in cards if (c := card.component(component)) is not None]
    each = Counter((c.score, c.rule) for c in parts if c.score is not None)
    return sorted(((score, rule, n) for (score, rule), n in each.items() if score is not None), reverse=True)
