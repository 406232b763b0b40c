"""The command that compares two reports of one kind: frozen versions where there are, else as they would be built."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from crawler.config import load_settings
from crawler.database import DatabaseError, open_session
from monitor.asked import fail
from monitor.periods import PeriodError, parse_period
from reports.official.appendix import Sheet
from reports.official.commands import prepare
from reports.official.compare import Row, compare_figures, relate
from reports.official.freeze import pack, versions
from reports.official.xlsx_file import write_book

KINDS = ("quarter", "nine_months", "annual")
HEADS = ("Số liệu", "Đơn vị tính", "Kỳ trước", "Kỳ này", "Chênh lệch", "%", "Ghi chú")


def compare(
    kind: Annotated[str, typer.Argument(metavar="LOẠI", help="quarter, nine_months, annual.")],
    before: Annotated[str, typer.Argument(metavar="KỲ_TRƯỚC", help="Ví dụ 2026-Q3.")],
    now: Annotated[str, typer.Argument(metavar="KỲ_NÀY", help="Ví dụ 2026-Q4.")],
    out: Annotated[Path | None, typer.Option(help="Ghi bảng so sánh ra tệp XLSX này.")] = None,
) -> None:
    """So sánh hai báo cáo của hai kỳ liền nhau theo từng số liệu. Có số không thể đúng thì kết thúc với mã 3."""
    if kind not in KINDS:
        fail(f"Không so được loại {kind!r}. Các loại: {', '.join(KINDS)}. Báo cáo tuần đã so với tuần trước ngay trong "
             "báo cáo.")
    try:
        relation = relate(parse_period(before), parse_period(now))
    except PeriodError as error:
        fail(str(error))
    if relation == "apart":
        fail(f"Kỳ {now} không liền sau kỳ {before} và không bao trùm kỳ ấy. Chọn hai kỳ liền nhau, ví dụ 2026-Q3 "
             "2026-Q4.")
    (one, first), (two, second) = (read_figures(kind, period) for period in (before, now))
    rows = compare_figures(first, second, relation)
    console = Console()
    console.print(f"Kỳ trước: {one}. Kỳ này: {two}.", markup=False, highlight=False, soft_wrap=True)
    table = Table(*HEADS)
    for row in rows:
        table.add_row(*row.words(), style="red" if row.wrong else None)
    console.print(table)
    if out is not None:
        save(rows, f"So sánh {before} và {now}", out)
    raise typer.Exit(3 if any(row.wrong for row in rows) else 0)


def read_figures(kind: str, period: str) -> tuple[str, Sequence[dict[str, Any]]]:
    """(which version it is, its figures)."""
    try:
        with open_session(load_settings()) as session:
            rows = versions(session, kind, parse_period(period))
    except DatabaseError as error:
        fail(str(error))
    if rows:
        return f"{period}, bản {rows[-1].version} đã chốt ngày {rows[-1].frozen_at:%d/%m/%Y}", rows[-1].figures
    report = prepare(kind, period, None, None)
    return f"{period}, chưa chốt", [pack(figure) for figure in report.figures.values()]


def save(rows: Sequence[Row], title: str, out: Path) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(write_book({"so_sanh": Sheet("so_sanh", title, HEADS, tuple(r.words() for r in rows))}, {}))
    except OSError as error:
        fail(f"Không ghi được {out}: {error.strerror}. Chọn tệp khác với --out.")


def add_compare(app: typer.Typer) -> None:
    """Add it to the report commands."""
    app.command()(compare)
