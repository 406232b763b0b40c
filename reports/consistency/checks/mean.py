"""A mean a day, a week or a month against the total of the period that the words name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding, Severity, write_number
from reports.consistency.numbers import NUMBER, read_number

PERIOD = re.compile(
    r"\b(?:(?P<quarter>quy)(?= [ivx\d])|(?P<months>[369]) thang|(?P<month>thang) \d{1,2}|(?P<year>nam)(?= 20))")
MEAN = re.compile(
    rf"\b(?:trung binh|binh quan)(?: (?:moi|mot|la|dat|co))*(?: (?P<per>ngay|tuan|thang))?"
    rf"(?P<about> (?:khoang|hon|tren|gan))?[^;.\d]{{0,20}}? (?P<mean>{NUMBER}) (?P<unit>[a-z]+)"
    r"(?:[a-z, ]{0,20}?\s?/\s?(?P<each>ngay|tuan|thang)\b)?")
OVER = re.compile(rf"\btren (?P<mean>{NUMBER}) (?P<unit>[a-z]+)[a-z, ]{{0,20}}?\s?/\s?(?P<each>thang)\b")
NAMES = {"thang": "tháng", "tuan": "tuần", "ngay": "ngày"}


def check(document: Document) -> Iterator[Finding]:
    """“1.080 tin trong quý …, trung bình mỗi ngày 18 tin”; “trên 10 câu hỏi/tháng … (78 câu hỏi)”."""
    titles = [s for s in document.sentences[:12] if PERIOD.search(s.folded)]
    for sentence in document.sentences:
        for mean in (*MEAN.finditer(sentence.folded), *OVER.finditer(sentence.folded)):
            over = "per" not in mean.groupdict()
            per = mean["each"] or (None if over else mean["per"])
            holder = sentence if PERIOD.search(sentence.folded) else (titles[0] if titles and over else None)
            totals = [f for f in sentence.figures if f.kind == "count" and f.head == mean["unit"] and not f.direction
                      and f.value > read_number(mean["mean"])]
            if holder and per and len(totals) == 1:
                yield from compare(sentence, holder, mean, totals[0], per)


def compare(sentence: Sentence, holder: Sentence, mean: re.Match[str], total: Figure, per: str) -> Iterator[Finding]:
    """Within a twentieth: periods close early, and a mean is rounded; “trên” only from above."""
    period = PERIOD.search(holder.folded)
    if period is None:
        return
    months = 3 if period["quarter"] else int(period["months"] or 0) or (1 if period["month"] else 12)
    parts = {"thang": (months, months), "tuan": (4 * months, 5 * months), "ngay": (28 * months, 31 * months)}[per]
    low, high = total.value / parts[1], total.value / parts[0]
    told, over = read_number(mean["mean"]), "per" not in mean.groupdict()
    slack = max(Decimal(1), told / 20) if over or not mean["about"] else told / 10
    severity: Severity = "ambiguity" if over else "likely_error"
    if told > high + slack or (not over and told < low - slack):
        yield Finding("mean", severity, (sentence.quote(min(mean.start(), total.start), max(mean.end(), total.end)),),
                      f"{total.raw} chia cho số {NAMES[per]} của {months} tháng được {write_number(low, 1)}"
                      + (f" - {write_number(high, 1)}" if low != high else "") + f", in là {mean['mean']}")
