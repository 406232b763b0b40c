"""A change told beside both values: "92,4%, tăng 5,1 điểm phần trăm so với cùng kỳ (88,3%)", "nhanh hơn 1,5 ngày …"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, write_number
from reports.consistency.numbers import NUMBER, agrees, count_decimals, read_number

POINTS = re.compile(
    rf"(?P<now>{NUMBER})\s?%,? (?P<way>tang|giam|cao hon|thap hon) (?:them )?(?P<delta>{NUMBER})\s?"
    rf"(?P<unit>diem phan tram|diem %|%) so voi [^();.%]{{0,60}}\((?:dat |la )?(?P<before>{NUMBER})\s?%\)")
MORE = re.compile(r"\b(nhanh|cham|cao|thap|nhieu|it|som) hon$|\brut ngan( duoc)?$")
BEFORE = re.compile(r"\bso voi [^;.()]{0,50}\((la |dat |co )?$")
THEN = re.compile(r"^[^();]{0,30}\((cung ky|nam|quy|thang|tuan)\b[^();]{0,25}$")
BASE = re.compile(r"\bso voi [^,;()]{0,40}\(\s*(dat |la |co )?$")


def check(document: Document) -> Iterator[Finding]:
    """The four ways of saying it."""
    for sentence in document.sentences:
        for match in POINTS.finditer(sentence.folded):
            yield from check_points(sentence, match)
        for three in zip(sentence.figures, sentence.figures[1:], sentence.figures[2:], strict=False):
            yield from check_more(sentence, *three)
            yield from check_base(sentence, *three)
            yield from check_then(sentence, *three)


def check_points(sentence: Sentence, match: re.Match[str]) -> Iterator[Finding]:
    """Points are the difference; a bare % may also be a share of the value before."""
    now, delta, before = (read_number(match[name]) for name in ("now", "delta", "before"))
    change = (now - before) * (1 if match["way"] in ("tang", "cao hon") else -1)
    relative = 100 * change / before if before and match["unit"] == "%" else change
    if change != delta and not agrees(delta, relative, count_decimals(match["delta"])):
        yield Finding("difference", "error", (sentence.quote(match.start(), match.end()),),
                      f"{match['now']} - {match['before']} = {write_number(now - before)}, in là {match['delta']}")


def check_more(sentence: Sentence, now: Figure, delta: Figure, before: Figure) -> Iterator[Finding]:
    """“9,5 ngày, nhanh hơn 1,5 ngày so với năm 2025 (10,5 ngày)”."""
    text = sentence.folded
    if now.kind == delta.kind == before.kind == "count" and now.head == delta.head == before.head \
            and MORE.search(text[now.end:delta.start].rstrip()) and BEFORE.search(text[delta.end:before.start]) \
            and not now.qualifier and not before.qualifier and abs(now.value - before.value) != delta.value:
        told = f"{now.raw} và {before.raw} chênh {write_number(abs(now.value - before.value))}, in là {delta.raw}"
        yield Finding("difference", "error", (sentence.quote(now.start, before.end),), told)


def check_base(sentence: Sentence, base: Figure, delta: Figure, percent: Figure) -> Iterator[Finding]:
    """“So với quý I/2025 (2.745 tin) tăng 463 tin, tương ứng 16,9%”: the value before stands first."""
    between = sentence.folded[delta.end:percent.start]
    if base.kind == delta.kind == "count" and percent.kind == "percent" and base.value and delta.direction \
            and base.head == delta.head and BASE.search(base.before) and not delta.qualifier \
            and re.search(r"(\(|tuong ung|tuong duong|bang)\s*(voi )?$", between.rstrip() + " "):
        exact = 100 * delta.value / base.value
        if abs(percent.value - exact) >= Decimal(1).scaleb(-percent.decimals):
            yield Finding("growth_percent", "error", (sentence.quote(base.start, percent.end),),
                          f"{delta.raw} / {base.raw} = {write_number(exact, 2)} %, in là {percent.raw}")


def check_then(sentence: Sentence, now: Figure, past: Figure, change: Figure) -> Iterator[Finding]:
    """“12.450 lượt (năm 2024: 10.980 lượt), tăng 13,4%”."""
    between = sentence.folded[past.end:change.start]
    if now.kind != "count" or past.kind != "count" or now.head != past.head or not past.value or now.direction \
            or not THEN.match(sentence.folded[now.end:past.start]) or not change.direction \
            or not re.match(r"[^();]{0,30}\),? (tang|giam)", between) or "so voi" in between \
            or now.qualifier or past.qualifier or change.qualifier or now.scale > 1 or past.scale > 1:
        return
    difference = (now.value - past.value) * (1 if change.direction == "up" else -1)
    exact = 100 * difference / past.value if change.kind == "percent" else difference
    if change.kind == "percent" and abs(change.value - exact) >= Decimal(1).scaleb(-change.decimals):
        yield Finding("growth_percent", "error", (sentence.quote(now.start, change.end),),
                      f"{write_number(difference)} / {past.raw} = {write_number(exact, 2)} %, in là {change.raw}")
    elif change.kind == "count" and change.head == now.head and change.value != exact:
        yield Finding("difference", "error", (sentence.quote(now.start, change.end),),
                      f"{now.raw} - {past.raw} = {write_number(now.value - past.value)}, in là {change.raw}")
