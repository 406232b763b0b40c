"""Points: exact decimals, never negative, never binary fractions; printed as Vietnamese papers print them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

from pydantic import BeforeValidator, Field


def read_points(value: object) -> Decimal:
    """A number of a rubric file as an exact decimal (the files are read with parse_float=Decimal)."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("phải là một con số")
    number = Decimal(value)
    if not number.is_finite():
        raise ValueError("phải là một con số hữu hạn")
    return number


Points = Annotated[Decimal, BeforeValidator(read_points), Field(ge=0, le=1000)]


def round_points(value: Decimal, step: Decimal) -> Decimal:
    """The nearest multiple of `step`, halves up."""
    return (value / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def round_whole(value: Decimal) -> int:
    """The nearest whole number, halves up, as the published rates are rounded."""
    return int(value.quantize(Decimal(1), ROUND_HALF_UP))


def points_words(points: Decimal) -> str:
    """1, 0,5, 54,5: without trailing zeros, with the comma."""
    text = f"{points:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))


def points_number(points: Decimal | None) -> int | float | None:
    """The same as a JSON number."""
    if points is None:
        return None
    return int(points) if points == points.to_integral_value() else float(points)
