"""Bands of one group: "19/37 cổng …", "18/37 cổng …" must add up to the group, over one denominator."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, Severity, write_number

BODIES = ("co", "cong", "don", "dia", "xa", "phuong", "huyen", "so", "trang", "truong", "cac")
Place = tuple[int, Sentence, Figure]


def check(document: Document) -> Iterator[Finding]:
    """Runs of shares of bodies (agencies, portals, communes) that stand close together."""
    shares = [
        (place, sentence, figure)
        for place, sentence in enumerate(document.sentences)
        for figure in sentence.figures
        if figure.kind == "share" and figure.head in BODIES and figure.depth == 0 and not _inside(sentence, figure)
    ]
    for run in split_runs(shares):
        yield from compare_wholes(run)


def _inside(sentence: Sentence, figure: Figure) -> bool:
    return "trong do" in sentence.folded[: figure.start] or "luy ke" in sentence.folded[: figure.start]


def split_runs(shares: Sequence[Place]) -> Iterator[list[Place]]:
    """Shares in a row whose wholes are (nearly) the same and whose units begin alike."""
    run: list[Place] = []
    for item in shares:
        full = run and sum(figure.value for _, _, figure in run) == run[0][2].whole
        if run and not (not full and item[0] - run[-1][0] <= 4 and _alike(run[-1][2], item[2])):
            yield run
            run = []
        run.append(item)
    if run:
        yield run


def _alike(a: Figure, b: Figure) -> bool:
    units = {a.head, b.head} <= {"co", "don"} or _group(a) == _group(b)
    return units and abs(a.whole - b.whole) <= max(a.whole, b.whole) * Decimal("0.15")


def _group(figure: Figure) -> list[str]:
    """The first words of a unit, without those that begin a band ("cổng dưới 50 điểm")."""
    return re.split(r"\b(?:duoi|tren|tu)\b", figure.unit)[0].split()[:2]


def compare_wholes(run: Sequence[Place]) -> Iterator[Finding]:
    """First the denominators; when they agree, the sum."""
    wholes = [figure.whole for _, _, figure in run]
    quotes = tuple(sentence.quote_around(figure, 0, 60) for _, sentence, figure in run[:8])
    if len(run) < 2:
        return
    if len(set(wholes)) > 1:
        shown = ", ".join(figure.raw for _, _, figure in run)
        yield Finding(
            "denominator",
            "error" if len(run) > 2 else "likely_error",
            quotes,
            f"cùng một nhóm mà mẫu số khác nhau: {shown}",
        )
        return
    total, whole = sum((figure.value for _, _, figure in run), Decimal(0)), wholes[0]
    if len(run) == 2 and total < whole:
        return  # two bands need not be all
    if total == whole or not whole * Decimal("0.5") < total < whole * Decimal("1.5"):
        return
    shown = " + ".join(write_number(figure.value) for _, _, figure in run)
    severity: Severity = "error" if total > whole else "likely_error"
    what = "nhiều hơn" if total > whole else "còn thiếu"
    yield Finding(
        "bands",
        severity,
        quotes,
        f"{shown} = {write_number(total)} ≠ {write_number(whole)} ({what} {write_number(abs(total - whole))})",
    )
