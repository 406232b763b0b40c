"""Growth: now, difference, percentage and the value before must fit together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import agrees, is_cut

COMPARED = re.compile(r"\b(so voi|cung ky|ck)\b")
BASE_FIRST = re.compile(r"\bso voi [^,;()]{0,40}\(\s*(dat |la |co )?$")  # "so với quý I (2.745 tin) tăng 463 tin"


@dataclass(frozen=True)
class Growth:
    """What one statement prints: now, delta, percentage, before; whatever is absent is None."""

    now: Figure
    delta: Figure | None = None
    percent: Figure | None = None
    past: Figure | None = None


def check(document: Document) -> Iterator[Finding]:
    """Every statement "A, tăng D, tăng P % so với B"."""
    for sentence in document.sentences:
        for growth in read_growths(sentence):
            yield from compare(sentence, growth)


def read_growths(sentence: Sentence) -> Iterator[Growth]:
    """A count, then the differences and percentages that follow it before the next count of its own."""
    figures = list(sentence.figures)
    for place, now in enumerate(figures):
        if now.kind != "count" or now.direction or BASE_FIRST.search(now.before):
            continue
        deltas: list[Figure] = []
        percents: list[Figure] = []
        pasts: list[Figure] = []
        for later in figures[place + 1 :]:
            between = sentence.folded[now.end : later.start]
            if later.depth < now.depth:
                break  # behind the bracket it is the change of what stands before it
            if re.search(r";(?!\s*(tang|giam))", _outside(between)) and later.depth <= now.depth:
                break
            if later.direction and later.kind == "count" and (_alike(later, now) or not later.head):
                if deltas:
                    yield _one(now, deltas, percents, pasts)
                    deltas, percents, pasts = [], [], []
                deltas.append(later)
            elif later.kind == "percent" and (later.direction or (deltas and _bracketed(sentence, later))):
                percents.append(later)
            elif (
                later.kind == "count"
                and later.head == now.head
                and (deltas or percents)
                and COMPARED.search(between)
                and (later.depth > now.depth or _past(sentence, later))
            ):
                pasts.append(later)
            elif later.kind == "count" and later.depth <= now.depth and later.head == now.head:
                break
        if deltas or percents:
            yield _one(now, deltas, percents, pasts)


def _alike(delta: Figure, now: Figure) -> bool:
    """“96 tin, bài, giảm 12 bài”: the change may repeat one of the two words."""
    return delta.head == now.head or delta.head in now.unit.replace(",", "").split()[:2]


def _one(now: Figure, deltas: list[Figure], percents: list[Figure], pasts: list[Figure]) -> Growth:
    return Growth(
        now,
        deltas[0] if deltas else None,
        percents[0] if len(percents) == 1 else None,
        pasts[0] if len(pasts) == 1 else None,
    )


def _bracketed(sentence: Sentence, percent: Figure) -> bool:
    return bool(
        re.search(r"(\(|tuong ung|tuong duong|bang|ty le)\s*(voi )?$", sentence.folded[: percent.start].rstrip() + "")
    )


def _past(sentence: Sentence, figure: Figure) -> bool:
    return bool(
        re.search(r"(cung ky|ck|nam|quy|thang)[^,;]{0,40}(la|dat|co|thu hut|voi|:)?\s*$", figure.before[-60:])
    ) and bool(re.search(r"(so voi|cung ky|ck)[^;]{0,70}$", sentence.folded[: figure.start]))


def _outside(text: str) -> str:
    return re.sub(r"\([^()]*\)", "", text)


def compare(sentence: Sentence, growth: Growth) -> Iterator[Finding]:
    """At most one finding a statement: the difference first, then the percentage."""
    now, delta, percent, past = growth.now, growth.delta, growth.percent, growth.past
    end = max(f.end for f in (now, delta, percent, past) if f)
    quote = sentence.quote(_start(sentence, now), end)
    sign = -1 if (delta or percent) and (delta or percent).direction == "down" else 1  # type: ignore[union-attr]
    if delta and past:
        exact = sign * (now.value - past.value)
        slack = max(now.step, past.step, delta.step) if (now.scale > 1 or past.scale > 1) else Decimal(0)
        if not _near(delta, exact, slack, past.qualifier or now.qualifier):
            if sign * (now.value - past.value) < 0:
                text = (
                    f"{past.raw} → {now.raw} là {_word(-sign)} {write_number(abs(exact))}, "
                    f"in là {_word(sign)} {delta.raw}"
                )
                yield Finding("direction", "error", (quote,), text)
            else:
                first, second = (now, past) if sign > 0 else (past, now)
                yield Finding(
                    "difference",
                    "error",
                    (quote,),
                    f"{first.raw} - {second.raw} = {write_number(exact)}, in là {delta.raw}",
                )
            return
    if delta and sign > 0 and delta.value > now.value:
        yield Finding("part_of_whole", "error", (quote,), f"tăng {delta.raw} > {now.raw}: giá trị kỳ trước sẽ là số âm")
        return
    base = past.value if past else now.value - sign * delta.value if delta else None
    if percent is None or base is None or base <= 0:
        return
    gained = delta.value if delta else sign * (now.value - base)
    yield from compare_percent(sentence, growth, quote_end=end, base=base, gained=gained, sign=sign)


def compare_percent(
    sentence: Sentence, growth: Growth, *, quote_end: int, base: Decimal, gained: Decimal, sign: int
) -> Iterator[Finding]:
    """The percentage must be the difference by the value before."""
    now, delta, percent = growth.now, growth.delta, growth.percent
    assert percent is not None
    exact = 100 * gained / base
    rough = delta.qualifier if delta else now.qualifier
    if agrees(percent.value, exact, percent.decimals, percent.qualifier) or is_cut(
        percent.value, exact, percent.decimals
    ):
        return
    if (rough or now.scale > 1) and abs(exact - percent.value) <= max(Decimal(1), exact / 10):
        return
    of_now = 100 * gained / now.value
    hint = ""
    if agrees(percent.value, of_now, percent.decimals) or (rough and abs(of_now - percent.value) < 1):
        hint = (
            f"; {write_number(gained)} / {write_number(now.value)} = {write_number(of_now, 2)} %, "
            "tức tính trên số kỳ này"
        )
    sums = (
        f"{write_number(gained)} / {write_number(base)} = {write_number(exact, 2)} % "
        f"(kỳ trước = {write_number(now.value)} "
        f"{'-' if sign > 0 else '+'} {write_number(gained)}), in là {percent.raw}{hint}"
    )
    yield Finding(
        "percent_base" if hint else "growth_percent", "error", (sentence.quote(_start(sentence, now), quote_end),), sums
    )


def _start(sentence: Sentence, now: Figure) -> int:
    return sentence.folded.rfind(" ", 0, now.start - 30) + 1 if now.start > 30 else 0


def _near(delta: Figure, exact: Decimal, slack: Decimal, qualifier: str) -> bool:
    if abs(delta.value - exact) <= slack or (qualifier and abs(delta.value - exact) <= abs(exact) / 10):
        return True
    return bool(delta.qualifier) and abs(delta.value - exact) <= max(delta.value / 10, delta.step)


def _word(sign: int) -> str:
    return "tăng" if sign > 0 else "giảm"
