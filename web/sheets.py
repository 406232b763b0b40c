"""A long list in sheets: one screen holds so many rows, however many portals there are; files hold all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query

SHEET = 200  # rows of a table on one screen: all portals of a province

PageNumber = Annotated[int, Query(alias="page", ge=1, le=10_000)]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`first` is how many rows stand before it."""

    rows: Sequence[Any]
    first: int
    number: int
    pages: int


def cut_sheet(rows: Sequence[Any], number: int, size: int | None = None) -> Sheet:
    """The sheet of that number, counted from 1; the last one when there are fewer."""
    size = size or SHEET
    pages = -(-len(rows) // size)
    number = max(1, min(number, pages))
    first = (number - 1) * size
    return Sheet(rows[first:first + size], first, number, pages)
