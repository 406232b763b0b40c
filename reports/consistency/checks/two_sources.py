"""Totals of visits that differ, and one of them does not say which system counted it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.consistency.document import Document, Sentence
from reports.consistency.figures import Figure
from reports.consistency.finding import Finding

VISITS = re.compile(r"\bl[uw]ot truy cap\b")
TOLD = re.compile(r"\b(dat|thu hut|la|co)( tren| hon| gan| khoang)?$")
SYSTEM = re.compile(r"\btheo (b[od]|he|cong cu|phan mem|google|emc)\b|\b(bo dem|emc|google analytics)\b")
OTHER = re.compile(r"\b(luy ke|cung ky|so voi|moi ngay|trung binh|binh quan)\b")


def check(document: Document) -> Iterator[Finding]:
    """Totals further apart than rounding; only when some of them name their system and some do not."""
    found = [(s, f) for s in document.sentences if VISITS.search(s.folded) for f in s.figures if _is_total(s, f)]
    named = [(s, f) for s, f in found if SYSTEM.search(s.folded)]
    bare = [(s, f) for s, f in found if not SYSTEM.search(s.folded)]
    values = sorted({f.value for _, f in found})
    if named and bare and values[-1] > values[0] * 11 / 10:
        shown = "; ".join(f.raw for _, f in found)
        yield Finding("two_sources", "ambiguity", tuple(s.quote_around(f) for s, f in (*bare, *named)),
                      f"các tổng lượt truy cập khác nhau ({shown}); {bare[0][1].raw} không ghi hệ thống đo")


def _is_total(sentence: Sentence, figure: Figure) -> bool:
    clause = re.split(r"[;.](?!\d)", sentence.folded[:figure.start])[-1]
    return bool(figure.kind == "count" and figure.head == "luot" and not figure.direction and figure.value >= 1000
                and TOLD.search(figure.before) and not OTHER.search(clause) and "xem trang" not in clause)
