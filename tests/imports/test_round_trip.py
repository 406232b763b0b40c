"""A template that was filled in, imported and loaded gives exactly what was written into it, for every kind."""

from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.imports.kinds import Column, load_kinds
from monitor.imports.template import FIRST
from tests.imports.helpers import call, parse, stored

PERIOD = {"indicators": "2026-W47"}


def sensible(column: Column, line: int):
    """A value that column takes, different on each line."""
    if column.type == "count":
        return 10 + line
    if column.type in ("number", "percent"):
        return 12.5 + line
    if column.type == "date":
        return date(2026, 11, 1 + line)
    return column.options[line % len(column.options)] if column.options else f"Ghi chú {line} & <b>"


def fill(path, kind, values):
    """Write values into the template's lines, as a person would, by the titles of its columns."""
    book = openpyxl.load_workbook(path)
    page = book["Số liệu"]
    titles = {page.cell(FIRST, n).value: n for n in range(1, page.max_column + 1)}
    assert list(titles) == [c.title for c in kind.columns]
    for line, row in enumerate(values, FIRST + 1):
        for name, value in row.items():
            page.cell(line, titles[kind.column(name).title]).value = value
    book.save(path)


@pytest.mark.parametrize("name", load_kinds())
def test_template_filled_and_imported(tmp_path, name):
    kind, period = load_kinds()[name], PERIOD.get(name, "2026-Q4")
    path = tmp_path / "mau.xlsx"
    done = call(tmp_path / "var", name, "--template", path, "--period", period)
    assert done.exit_code == 0, done.stderr
    subject = "CDS-7" if name == "indicators" else "Sở Y tế"
    first = None if kind.prefill else subject
    row = {c.name: sensible(c, 1) for c in kind.columns[1:]} | ({kind.subject: first} if first else {})
    fill(path, kind, [row])
    assert call(tmp_path / "var", name, path).exit_code == 0
    (_, (line,)), = stored(tmp_path / "var")
    expected = {c.name: as_stored(c, row[c.name]) for c in kind.columns[1:]}
    assert line.figures == expected
    assert line.said == {}


def as_stored(column: Column, value):
    if isinstance(value, date):
        return value.isoformat()
    if column.choices:
        return list(dict.fromkeys(column.choices.values()))[column.options.index(value)]
    return str(value)


FIGURES = st.lists(st.tuples(*[st.integers(0, 10**6)] * 4), min_size=1, max_size=8)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=FIGURES)
def test_any_figures_survive_the_way(tmp_path, rows):
    kind, path = load_kinds()["questions"], tmp_path / "mau.xlsx"
    call(tmp_path / "var", "questions", "--template", path, "--period", "2026-Q4")
    names = ("answered", "awaiting_answer", "awaiting_acceptance", "deleted")
    values = [dict(zip(names, row, strict=True)) | {"total": sum(row)} for row in rows]
    fill(path, kind, values)
    parsed = parse(path)
    assert [{n: v for n, v in line.figures.items() if n in (*names, "total")} for line in parsed.lines] == [
        {n: Decimal(v) for n, v in row.items()} for row in values]
    assert parsed.flags == ()
    assert len({line.subject for line in parsed.lines}) == len(rows)


def test_the_template_lists_bodies_and_leaves_open_slots_out(tmp_path):
    path = tmp_path / "mau.xlsx"
    call(tmp_path / "var", "questions", "--template", path, "--period", "2026-Q4")
    page = openpyxl.load_workbook(path)["Số liệu"]
    names = [page.cell(n, 1).value for n in range(FIRST + 1, page.max_row + 1)]
    assert len([n for n in names if n]) == 117  # 18 departments that are known and 99 communes
    assert not any("chưa xác định" in (n or "") for n in names)
    done = call(tmp_path / "var", "questions", path)
    assert done.exit_code == 2 and "không có dòng số liệu" in done.stderr


def test_an_unknown_kind_and_a_missing_file_name(tmp_path):
    done = call(tmp_path, "cau-hoi", "x.csv")
    assert done.exit_code == 2 and "questions" in done.stderr
    done = call(tmp_path, "questions")
    assert done.exit_code == 2 and "Thiếu tên tệp" in done.stderr
    done = call(tmp_path, "questions", "--template", tmp_path / "no" / "mau.xlsx")
    assert done.exit_code == 2 and "Không ghi hoặc đọc được" in done.stderr
