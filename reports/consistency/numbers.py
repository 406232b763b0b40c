"""Vietnamese numbers and percentages: 1.234,5 · 3/7 · 5,4 triệu · 9 trăm nghìn; and 1,234 as some people write."""

from __future__ import annotations

import re
from decimal import Decimal

NUMBER = r"\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3}){2,}(?![\d,])|\d+(?:[.,]\d+)?"
SCALES = {"tram nghin": 100_000, "nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000,
          "tram trieu": 100_000_000, "ty": 1_000_000_000}
SCALE = re.compile(r"\s*(tram nghin|tram trieu|nghin|ngan|trieu|ty)\b(?! le| trong)")


def read_number(raw: str) -> Decimal:
    """The value of a printed number; a point before three digits groups thousands, any other mark is a decimal."""
    if re.fullmatch(r"\d{1,3}(\.\d{3})+(,\d+)?", raw):
        return Decimal(raw.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(,\d{3}){2,}", raw):
        return Decimal(raw.replace(",", ""))
    return Decimal(raw.replace(",", "."))


def group_commas(raw: str) -> str:
    """“1,234” of things that are counted is 1.234: nobody counts thousandths of a post. Other numbers stay."""
    return raw.replace(",", "") if re.fullmatch(r"[1-9]\d{0,2},\d{3}", raw) else raw


def count_decimals(raw: str) -> int:
    """How many decimals are printed."""
    whole = re.fullmatch(r"\d{1,3}(?:\.\d{3})+(?:,(\d+))?", raw)
    if whole:
        return len(whole.group(1) or "")
    if re.fullmatch(r"\d{1,3}(,\d{3}){2,}", raw):
        return 0
    return len(re.split(r"[.,]", raw)[1]) if re.search(r"[.,]", raw) else 0


def agrees(printed: Decimal, exact: Decimal, decimals: int, qualifier: str = "") -> bool:
    """Whether the printed figure is the exact one, rounded (or bounded, after trên, gần, khoảng)."""
    unit = Decimal(1).scaleb(-decimals)
    if qualifier in ("tren", "hon"):
        return printed - unit / 2 <= exact <= printed + max(unit, printed / 10)
    if qualifier == "gan":
        return printed - max(unit, printed / 10) <= exact <= printed + unit / 2
    if qualifier in ("khoang", "xap xi"):
        return abs(printed - exact) <= max(unit, printed / 20)
    return abs(printed - exact) <= unit / 2 + Decimal("1e-9")


def is_cut(printed: Decimal, exact: Decimal, decimals: int) -> bool:
    """Whether the printed figure is the exact one with its tail cut off instead of rounded."""
    unit = Decimal(1).scaleb(-decimals)
    return printed == exact - exact % unit
