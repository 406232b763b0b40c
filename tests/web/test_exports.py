"""Every list leaves the page as it stands there: workbook, CSV, JSON, message – the same rows, nothing that runs."""

import csv
import io
import json
from datetime import date, datetime

import openpyxl
import pytest

from web.formats import ZALO, as_csv, as_json, as_xlsx, as_zalo
from web.listing import Column, Listing

LISTS = ("/findings", "/portals", "/qa", "/inactive", "/runs", "/audit", "/runs/2026-11-20", "/scores/2026-Q4")
FORMULAS = [start + body for start in ("=", "+", "-", "@", "\t=", "\r=") for body in (
    "1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x")', "SUM(A1:A9)", "DDE(1)", "IMPORTXML(1)", "A1", "2+5+cmd",
    'WEBSERVICE("http://x")', "(1)")]


@pytest.mark.parametrize("path", LISTS)
def test_every_list_leaves_in_every_form(office, path):
    client = office.client("review")
    rows = client.get(f"{path}.json").json()
    table = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text)))
    answer = client.get(f"{path}.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert len(rows) == len(table) == sheet.max_row - 1
    assert sheet.freeze_panes == "A2" and "-2026-11-20.xlsx" in answer.headers["content-disposition"]
    assert all(cell.data_type != "f" for line in sheet for cell in line)
    assert client.get(path).status_code == 200
    assert client.get(f"{path}.exe").status_code == 404


def test_the_filter_of_the_address_is_the_filter_of_the_file(office):
    client = office.client("review")
    every, some = client.get("/findings.json").json(), client.get("/findings.json?portal=xa-b").json()
    assert 0 < len(some) < len(every) and {r["portal"] for r in some} == {"xa-b"}
    page = client.get("/findings?portal=xa-b").text
    assert "/findings.xlsx?portal=xa-b" in page and "/findings?portal=xa-b" in page.split('id="zalo"')[1][:4000]


def test_days_and_points_are_real_in_the_workbook(office):
    sheet = openpyxl.load_workbook(io.BytesIO(office.client("review").get("/findings.xlsx").content)).active
    head = [cell.value for cell in sheet[1]]
    assert isinstance(sheet.cell(2, head.index("Từ đêm") + 1).value, datetime)
    assert isinstance(sheet.cell(2, head.index("Số đêm") + 1).value, (int, float))


@pytest.mark.parametrize("word", FORMULAS)
def test_no_formula_leaves(word):
    listing = Listing("x", "x", (Column("a", "A"), Column("b", "B", "day")), [{"a": word, "b": None}], "/x", {})
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(listing, date(2026, 1, 1)))).active
    assert sheet.cell(2, 1).data_type == "s"
    line = list(csv.reader(io.StringIO(as_csv(listing, False).decode(), newline="")))[1]
    assert line[0] == "'" + word
    assert json.loads(as_json(listing))[0]["a"] == word


def test_a_message_is_never_too_long_and_ends_with_the_address():
    rows = [{"a": "Xã Bảo Hà " * 40} for _ in range(477)]
    listing = Listing("x", "Thiếu sót", (Column("a", "A"),), rows, "/findings", {"block": "communes"})
    message = as_zalo(listing, "https://soi.test", lambda r: r["a"])
    lines = message.split("\n")
    assert len(message) <= ZALO and lines[-1] == "https://soi.test/findings?block=communes"
    assert lines[0] == "Thiếu sót (477)" and lines[-2] == f"… và {477 - (len(lines) - 3)} mục khác"
