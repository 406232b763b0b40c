"""A sentence about the departments that prints the total of a table with districts or communes in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reports.consistency.document import Document, quote_line
from reports.consistency.finding import Finding, write_number
from reports.consistency.fold import fold

DEPARTMENTS = re.compile(r"^\W*(cac )?so, (ban, )?nganh(?![^.;]{0,60}(huyen|dia phuong|xa))")
LOCAL = re.compile(r"^(ubnd )?(huyen|thi xa|thanh pho|xa|phuong|thi tran)\b")


def check(document: Document) -> Iterator[Finding]:
    """The total must be that of the rows the subject names."""
    for table in document.tables:
        total = table.total
        local = [row for row in table.body if LOCAL.match(fold(row.name))]
        if total is None or not local or len(local) == len(table.body):
            continue
        for sentence in document.sentences:
            if not DEPARTMENTS.match(sentence.folded):
                continue
            for figure in sentence.figures[:1]:
                column = next(
                    (
                        c
                        for c, cell in enumerate(total.cells)
                        if cell.kind == "count" and cell.value == figure.value and figure.value >= 20
                    ),
                    None,
                )
                if column is None:
                    continue
                theirs = sum((c.value for row, c in table.column(column) if row in local), Decimal(0))
                yield Finding(
                    "scope",
                    "likely_error",
                    (
                        sentence.quote(0, figure.end + 60),
                        quote_line(total.line, total.text),
                        quote_line(local[0].line, local[0].text),
                    ),
                    f"{figure.raw} là cả bảng: sở, ban, ngành {write_number(figure.value - theirs)}, còn "
                    f"{write_number(theirs)} của {len(local)} huyện, xã",
                )
