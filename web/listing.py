"""A list as the page shows it and as it leaves the page: the same columns and rows on screen, in Excel, CSV, JSON,
and as a message for Zalo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

from pydantic import BeforeValidator

Kind = Literal["text", "number", "points", "day", "link"]
Row = dict[str, Any]
#: A day in an address; a form that was sent without one sends nothing between the sign and the next name.
Day = Annotated[date | None, BeforeValidator(lambda given: given or None)]


@dataclass(frozen=True, slots=True)
class Column:
    """`key` is the field's name for machines, `title` for people, `width` in Excel's characters."""

    key: str
    title: str
    kind: Kind = "text"
    width: int = 18


@dataclass(frozen=True, slots=True)
class Listing:
    """`name` begins the file's name, `path` is the address without its ending, `filters` what is asked for."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    path: str
    filters: Mapping[str, str]

    def address(self, ending: str = "", **changes: str | None) -> str:
        """The address of this list, in another format or with other filters."""
        wanted = {**self.filters, **changes}
        query = urlencode({k: v for k, v in wanted.items() if v})
        return f"{self.path}{ending}{'?' + query if query else ''}"
