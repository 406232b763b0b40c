"""A year in the store: the quarter's report compared with the year before, its appendices equal to its text."""

import io

import openpyxl
import pytest
from typer.testing import CliRunner

from reports.__main__ import app
from reports.consistency.read_file import read_report
from tests.official.year import fill_year, import_files

PORTALS = 14


@pytest.fixture(scope="module")
def year(tmp_path_factory):
    folder = tmp_path_factory.mktemp("year")
    fill_year(folder, PORTALS)
    for period in ("2026-Q4", "2025-Q4"):
        import_files(folder, folder, period)
    return folder


def call(year, *arguments):
    settings = {"SOICONG_DATA_DIR": str(year), "SOICONG_NOW": "2027-01-02T08:00:00+07:00"}
    return CliRunner().invoke(app, [str(part) for part in arguments], env={**settings, "PATH": ""})


@pytest.fixture(scope="module")
def files(year):
    done = call(year, "quarter", "2026-Q4", "--out", year / "one")
    assert done.exit_code == 0, done.output
    assert "Cần xem lại" not in done.output
    return year / "one"


def test_text_and_appendices_have_the_same_totals(files):
    document = read_report(files / "quarter-2026-Q4.docx")
    text = "\n".join(sentence.text for sentence in document.sentences)
    book = openpyxl.load_workbook(io.BytesIO((files / "quarter-2026-Q4.xlsx").read_bytes()))
    totals = {name: [cell.value for cell in list(book[name].rows)[-1]] for name in ("khoi", "pb02", "pb03")}
    columns = {name: [sum(row[n].value or 0 for row in list(book[name].rows)[3:-1]) for n in at]
               for name, at in (("khoi", (5,)), ("pb02", (2, 3)), ("pb03", (2, 6)))}
    assert totals["khoi"][5] == columns["khoi"][0]
    assert totals["pb02"][2:4] == columns["pb02"]
    assert [totals["pb03"][2], totals["pb03"][6]] == columns["pb03"]
    for number in (totals["khoi"][5], totals["pb02"][2], totals["pb03"][2]):
        assert f"{number:,}".replace(",", ".") in text


def test_the_quarter_is_compared_with_that_of_the_year_before(files):
    text = "\n".join(s.text for s in read_report(files / "quarter-2026-Q4.docx").sentences)
    assert "so với cùng kỳ năm 2025" in text and "Có 92 đêm quan sát dùng được trên 92 ngày của kỳ." in text


def test_two_builds_are_the_same_bytes(year, files):
    call(year, "quarter", "2026-Q4", "--out", year / "two")
    for name in ("quarter-2026-Q4.docx", "quarter-2026-Q4.xlsx"):
        assert (files / name).read_bytes() == (year / "two" / name).read_bytes()


def test_freezing_by_the_command_line(year, files):
    done = call(year, "freeze", "quarter", "2026-Q4", "--out", year / "kept", "--by", "Chánh Văn phòng")
    assert done.exit_code == 0, done.output
    assert call(year, "again", "quarter", "2026-Q4", "--out", year / "again").exit_code == 0
    listed = call(year, "frozen", "quarter", "2026-Q4")
    assert "Bản 1, 02/01/2027, Chánh Văn phòng" in listed.output
    assert call(year, "freeze", "quarter", "2026-Q4", "--out", year / "kept", "--by", "Chánh Văn phòng").exit_code == 2


def test_two_quarters_beside_each_other(year, tmp_path):
    done = call(year, "compare", "quarter", "2026-Q3", "2026-Q4", "--out", tmp_path / "so.xlsx")
    assert done.exit_code == 0, done.output
    page = openpyxl.load_workbook(tmp_path / "so.xlsx")["so_sanh"]
    rows = {row[0].value: [cell.value for cell in row] for row in page}
    before, now, change = (rows["Tin, bài, bộ thông tin CSDL trên các Cổng TTĐT thành phần"][n] for n in (2, 3, 4))
    assert int(now.replace(".", "")) - int(before.replace(".", "")) == int(change.replace(".", ""))
    assert rows["Câu hỏi nhận được"][6] == "kỳ trước chưa có số liệu"
    assert call(year, "compare", "quarter", "2026-Q1", "2026-Q4").exit_code == 2
