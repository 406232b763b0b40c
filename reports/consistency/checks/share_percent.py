"""k/n beside a percentage: the percentage must be k of n, as printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import agrees, is_cut

LINK = re.compile(r"\b(dat|chiem|bang|tuong duong|tuong ung|ty le|ti le|la)\b|[(=]")

OTHER_RATE = re.compile(r"\b(ty le|ti le) (?!la\b|dat\b|chung\b|$)[a-z]")


def check(document: Document) -> Iterator[Finding]:
    """Every share with the percentage that belongs to it."""
    for sentence in document.sentences:
        for share, percent in pair_percentages(sentence):
            yield from compare(sentence, share, percent)


def pair_percentages(sentence: Sentence) -> Iterator[tuple[Figure, Figure]]:
    """A share and the percentage behind it ("19/37 cổng, đạt 51,4%") or in front of it ("51,4% (19/37 cổng)")."""
    figures = sentence.figures
    for place, share in enumerate(figures):
        if share.kind != "share" or share.whole == 0:
            continue
        previous = figures[place - 1] if place else None
        if (
            previous
            and previous.kind == "percent"
            and re.fullmatch(
                r"\s*(tong so [^.;()]{0,60})?\(\s*(tuong ung |tuong duong |bang |la |voi )?",
                sentence.folded[previous.end : share.start],
            )
        ):
            yield share, previous
            continue
        for later in figures[place + 1 :]:
            between = sentence.folded[share.end : later.start]
            if later.kind == "share" or (";" in between and later.depth <= share.depth and ";" in _outside(between)):
                break
            if later.kind == "percent":
                if (
                    not later.direction
                    and not OTHER_RATE.search(between)
                    and not _is_range(sentence, later)
                    and LINK.search(between)
                    and later.end - share.end < 260
                    and not re.search(r"\bso voi\b|\btang\b|\bgiam\b", between[-30:])
                ):
                    yield share, later
                break


def _is_range(sentence: Sentence, percent: Figure) -> bool:
    """ "từ 96% trở lên", "từ 58 - 90%", "19/21 sở đạt trên 90%": a band of rates, not the rate of this share."""
    if percent.value == 100 and re.search(r"(?<![,(]) dat\s*$", percent.before):
        return True  # "7/12 chỉ tiêu đạt 100%": how far each of them got
    return bool(
        re.search(r"(\btu|\bduoi|[-–]|\bden)\s*$|(?<![,(]) (dat|chiem|la) (tren|hon)\s*$", percent.before)
        or re.match(r"\s*([-–]\s?\d|tro len|den\b)", sentence.folded[percent.end :])
    )


def _outside(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def compare(sentence: Sentence, share: Figure, percent: Figure) -> Iterator[Finding]:
    """Nothing when the percentage is right within its printed digits."""
    exact = 100 * share.value / share.whole
    if agrees(percent.value, exact, percent.decimals, percent.qualifier):
        return
    sums = f"{share.raw} = {write_number(exact, max(2, percent.decimals))} %, in là {percent.raw}"
    quote = sentence.quote(share.start, percent.end)
    if is_cut(percent.value, exact, percent.decimals) or abs(percent.value - exact) < Decimal(1).scaleb(
        -percent.decimals
    ):
        yield Finding("rounding", "style", (quote,), f"{sums} (cắt bớt chữ số, không làm tròn)")
        return
    yield Finding("percent", "error", (quote,), sums)
