"""Files as people make them, and the command that imports them, in one process."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter
from sqlalchemy import select
from sqlalchemy.orm import Session
from typer.testing import CliRunner, Result

from crawler.database import open_engine, schema_ready
from crawler.imported import Import, ImportRow
from monitor.__main__ import app
from monitor.agencies import Agencies, load_agencies
from monitor.imports.files import open_file
from monitor.imports.kinds import load_kinds
from monitor.imports.lines import Subjects
from monitor.imports.parse import Parsed, Question, parse_file
from monitor.indicators import Indicators, load_indicators
from monitor.periods import Period

ROOT = Path(__file__).resolve().parent.parent.parent
PUBLISHED = Path(__file__).with_name("published")
HEADING = ("STT", "Tên cơ quan, đơn vị", "Tổng số câu hỏi", "Đã trả lời", "Chờ trả lời", "Chờ tiếp nhận", "Câu hỏi xóa")
ROWS = ((1, "Sở Y tế", 21, 18, 0, 0, 3), (2, "Sở Tư pháp", 5, 5, 0, 0, 0), (3, "Xã Tả Van", 9, 7, 1, 1, 0))
TITLE = "Kỳ: 2026-Q4"

_AGENCIES = load_agencies(ROOT / "registry")
_INDICATORS = load_indicators(ROOT / "registry" / "indicators.csv")


def subjects_of(kind: str) -> Callable[[Period], Subjects]:
    if kind == "indicators":
        return lambda period: Indicators(_INDICATORS, period)
    return lambda period: Agencies(_AGENCIES, period)


def parse(path: Path, kind: str = "questions", period: str | None = None) -> Parsed:
    return parse_file(open_file(path), Question(load_kinds()[kind], period, subjects_of(kind)))


def write_xlsx(path: Path, *sheets: Sequence[Sequence[Any]], names: Sequence[str] = (), title: str = TITLE) -> Path:
    """A workbook of plain sheets, each under its title line."""
    with xlsxwriter.Workbook(path) as book:
        for number, rows in enumerate(sheets):
            page = book.add_worksheet(names[number] if names else None)
            page.write(0, 0, title)
            for line, row in enumerate(rows, 1):
                page.write_row(line, 0, row)
    return path


def csv_text(rows: Sequence[Sequence[Any]], separator: str = ",", title: str = TITLE) -> str:
    lines = [title, *(separator.join(_field(value, separator) for value in row) for row in rows)]
    return "\n".join(lines) + "\n"


def _field(value: Any, separator: str) -> str:
    text = str(value)
    return f'"{text}"' if separator in text else text


def published(name: str) -> list[dict[str, str]]:
    """The lines of a published table, its total line last."""
    with (PUBLISHED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def call(data_dir: Path, *arguments: str | Path, stdin: str | None = None) -> Result:
    """`python -m monitor import …` in this process, with its own data directory."""
    environment = {"SOICONG_DATA_DIR": str(data_dir), "SOICONG_NOW": "2026-11-20T08:00:00+07:00", "COLUMNS": "200"}
    return CliRunner().invoke(app, ["import", *map(str, arguments)], env=environment, input=stdin)


def stored(data_dir: Path) -> list[tuple[Import, list[ImportRow]]]:
    """Everything that the database holds, oldest first."""
    url = f"sqlite:///{(data_dir / 'monitor.db').resolve()}"
    if not schema_ready(url):
        return []
    engine = open_engine(url)
    with Session(engine, expire_on_commit=False) as session:
        found = [(i, list(session.scalars(select(ImportRow).where(ImportRow.import_id == i.id).order_by(ImportRow.id))))
                 for i in session.scalars(select(Import).order_by(Import.id))]
    engine.dispose()
    return found
