"""Rows as a table on a terminal: what people read, cut at a bearable length."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from monitor.words import count_words, day_words

SHOWN = 400  # rows of a table on a terminal; all of them are in --json
DAY_COLUMNS = ("Đêm", "Ngày đăng", "Thấy lần đầu", "Mới nhất", "Cũ nhất", "Hỏi ngày", "Trả lời ngày", "Hạn", "Ghi ngày",
               "Thấy đêm", "Ngày")

Row = dict[str, Any]


def table(head: Sequence[str], rows: Sequence[Row], cells: Callable[[Row], Sequence[Any]]) -> RenderableType:
    """One line a row; days are never broken."""
    made = Table(header_style="bold", row_styles=("", "dim"))
    for title in head:
        days = title in DAY_COLUMNS
        made.add_column(title, no_wrap=days, min_width=10 if days else None)
    for row in rows[:SHOWN]:
        made.add_row(*(Text(str(cell)) for cell in cells(row)))
    if len(rows) <= SHOWN:
        return made
    return Group(made, f"… và {count_words(len(rows) - SHOWN)} dòng nữa (đủ trong --json).")


def day_cell(text: str | None) -> str:
    """An ISO day as dd/mm/yyyy, nothing for none."""
    return day_words(date.fromisoformat(text)) if text else ""


def number_cell(value: int | None) -> str:
    """A number as Vietnamese papers print it, nothing for none."""
    return "" if value is None else count_words(value)
