"""A list as it leaves the page: JSON, CSV, a workbook, a message of at most 2,000 characters for Zalo."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, Literal

import xlsxwriter
from fastapi import HTTPException, Request
from fastapi.responses import Response

from web.listing import Column, Listing
from web.render import day, number

Format = Literal["html", "json", "csv", "xlsx"]

ZALO = 2000  # characters that one message takes
LINES = 40   # more of them nobody reads in a message
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What Excel would take for a formula when it opens a CSV file.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_json(listing: Listing) -> bytes:
    """A list of objects; days in ISO form, absent is null."""
    keys = [column.key for column in listing.columns]
    rows = [{key: _plain(row[key]) for key in keys} for row in listing.rows]
    return json.dumps(rows, ensure_ascii=False, indent=1).encode()


def as_csv(listing: Listing, bom: bool) -> bytes:
    """RFC 4180 in UTF-8. What could be taken for a formula gets an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([column.key for column in listing.columns])
    writer.writerows([_safe(_plain(row[column.key])) for column in listing.columns] for row in listing.rows)
    return out.getvalue().encode("utf-8-sig" if bom else "utf-8", "replace")


def as_xlsx(listing: Listing, made_on: date) -> bytes:
    """One sheet: real numbers and days, a frozen head, filters on, and text that stays text."""
    out = io.BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "in_memory": True, "default_date_format": "dd/mm/yyyy"}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"title": listing.title, "author": "Soi Cổng",
                             "comments": f"Xuất ngày {made_on:%d/%m/%Y}: {listing.address()}"})
        _write(book, listing)
    return out.getvalue()


def as_zalo(listing: Listing, base: str, line: Callable[[dict[str, Any]], str]) -> str:
    """The list as a message: a head, one line a row while there is room, how many more, the address at the end."""
    head = f"{listing.title} ({number(len(listing.rows))})"
    link = base + listing.address()
    room = ZALO - len(head) - len(link) - 40
    lines: list[str] = []
    for row in listing.rows[:LINES]:
        text = "• " + " ".join(line(row).split())
        text = text if len(text) <= 160 else text[:159] + "…"
        if len(text) + 1 > room:
            break
        lines.append(text)
        room -= len(text) + 1
    more = len(listing.rows) - len(lines)
    rest = [f"… và {number(more)} mục khác"] if more else []
    return "\n".join([head, *lines, *rest, link])


def send(listing: Listing, wanted: str, made_on: date, bom: bool = False) -> Response:
    """The list as a file; 404 for an ending that does not exist."""
    name = f"{listing.name}-{made_on.isoformat()}"
    if wanted == "json":
        return Response(as_json(listing), media_type="application/json")
    if wanted == "csv":
        return _file(as_csv(listing, bom), "text/csv; charset=utf-8", f"{name}.csv")
    if wanted == "xlsx":
        return _file(as_xlsx(listing, made_on), XLSX, f"{name}.xlsx")
    raise HTTPException(404)


def base_of(request: Request) -> str:
    """The address under which the page was asked for, for links that leave it."""
    return f"{request.url.scheme}://{request.url.netloc}"


def _file(data: bytes, kind: str, name: str) -> Response:
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _plain(value: Any) -> Any:  # noqa: ANN401 - a cell: text, number, day, or several texts
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    return list(value) if isinstance(value, tuple) else value


def _safe(value: Any) -> Any:  # noqa: ANN401
    text = "; ".join(map(str, value)) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text


def _write(book: Any, listing: Listing) -> None:  # noqa: ANN401 - xlsxwriter has no types
    page = book.add_worksheet("Danh sách")
    head = book.add_format({"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "top", "border": 1})
    made = {
        "text": book.add_format({"text_wrap": True, "valign": "top"}),
        "number": book.add_format({"num_format": "#,##0", "valign": "top"}),
        "points": book.add_format({"num_format": "#,##0.##", "valign": "top"}),
        "day": book.add_format({"num_format": "dd/mm/yyyy", "valign": "top", "align": "left"}),
    }
    for column, field in enumerate(listing.columns):
        page.set_column(column, column, field.width)
        page.write_string(0, column, field.title, head)
    for line, row in enumerate(listing.rows, 1):
        for column, field in enumerate(listing.columns):
            _cell(page, line, column, field, row[field.key], made)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(listing.rows), 1), len(listing.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)


def _cell(page: Any, line: int, column: int, field: Column, value: Any, made: dict[str, Any]) -> None:  # noqa: ANN401
    if field.kind == "day" and isinstance(value, str) and value:
        value = date.fromisoformat(value)
    if isinstance(value, date):
        page.write_datetime(line, column, value, made["day"])
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        page.write_number(line, column, float(value), made["number" if field.kind == "number" else "points"])
    elif value:
        text = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
        page.write_string(line, column, text[:32767], made["text"])


__all__ = ["Format", "as_csv", "as_json", "as_xlsx", "as_zalo", "base_of", "day", "send"]
