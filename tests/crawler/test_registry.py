"""The registry as shipped, and every way in which a registry file is refused: file, line, column, what to do."""

import subprocess
from collections import Counter
from datetime import date

import pytest

from crawler.config import ROOT
from crawler.registry import RegistryError, load_backends, load_portals, load_sections, portals_on
from monitor.workdays import load_calendar
from tests.nights import environment, night_command

FOLDER = ROOT / "registry"
HEAD = "code,name,group,url,hosts,backend,platform,scored,valid_from,valid_to,note"
GOOD = "X1,Xã Một,communes,https://xa1.example.vn/,xa1.example.vn,,auto,yes,2025-07-01,,"


def write(tmp_path, *rows, head=HEAD):
    path = tmp_path / "portals.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_the_shipped_registry_has_161_portals():
    """1 + 10 + 21 + 30 + 99: the reports count the provincial portal among their 22 departments."""
    portals = portals_on(load_portals(FOLDER / "portals.csv"), date(2026, 11, 20))
    assert Counter(p.group for p in portals) == {
        "province": 1, "party_block": 10, "departments": 21, "central_and_other": 30, "communes": 99}
    assert len({p.code for p in portals}) == 161


def test_a_guessed_address_is_a_note_and_never_an_address():
    portals = load_portals(FOLDER / "portals.csv")
    guessed = [p for p in portals if "phỏng đoán" in p.note]
    assert guessed
    assert {p.url for p in guessed} == {""}
    assert all("chưa xác nhận" in p.note for p in guessed)


def test_the_other_files_load():
    assert len(load_sections(FOLDER / "sections.csv")) == 95
    assert load_backends(FOLDER / "backends.csv") == {"laocai.gov.vn": 2.3}
    assert not load_calendar(FOLDER / "calendar.csv").works(date(2026, 9, 2))


@pytest.mark.parametrize(("row", "column"), [
    (GOOD.replace("https://xa1.example.vn/", "xa1.example.vn"), "url"),
    (GOOD.replace("https://xa1.example.vn/", "ftp://xa1.example.vn/"), "url"),
    (GOOD.replace("https://xa1.example.vn/", "https://xa1 .example.vn/"), "url"),
    (GOOD.replace("https://xa1.example.vn/", "https://xa1.example.vn:99999/"), "url"),
    (GOOD.replace("https://xa1.example.vn/", "https://ai:do@xa1.example.vn/"), "url"),
    (GOOD.replace(",xa1.example.vn,", ",khac.example.vn,"), "hosts"),
    (GOOD.replace(",xa1.example.vn,", ",https://xa1.example.vn,"), "hosts"),
    (GOOD.replace("communes", "xã"), "group"),
    (GOOD.replace("X1,", "Xã 1,"), "code"),
    (GOOD.replace("Xã Một", ""), "name"),
    (GOOD.replace(",yes,", ",?,"), "scored"),
    (GOOD.replace("2025-07-01", "01/07/2025"), "valid_from"),
    (GOOD.replace("2025-07-01", ""), "valid_from"),
    (GOOD.replace("2025-07-01,,", "2025-07-01,2025-06-30,"), "valid_to"),
    (GOOD.replace(",auto,", ",Cổng mới,"), "platform"),
])
def test_a_bad_cell_is_named_by_line_and_column(tmp_path, row, column):
    other = GOOD.replace("X1", "X2").replace("xa1", "xa2")
    with pytest.raises(RegistryError) as refused:
        load_portals(write(tmp_path, other, row))
    problems = refused.value.problems
    assert {(p.line, p.column) for p in problems} == {(3, column)}
    assert all(f"dòng 3, cột {column}: " in str(p) and "Cách sửa: " in str(p) for p in problems)


def test_a_code_may_come_twice_only_with_separate_validity(tmp_path):
    old = GOOD.replace("2025-07-01,,", "2025-07-01,2026-03-31,")
    new = GOOD.replace("Xã Một", "Phường Một").replace("2025-07-01", "2026-04-01")
    portals = load_portals(write(tmp_path, old, new))
    assert [p.name for p in portals_on(portals, date(2026, 3, 31))] == ["Xã Một"]
    assert [p.name for p in portals_on(portals, date(2026, 4, 1))] == ["Phường Một"]
    with pytest.raises(RegistryError, match="dòng 3, cột code: mã 'X1' đã có ở dòng 2"):
        load_portals(write(tmp_path, GOOD, new))


def test_all_problems_are_told_at_once(tmp_path):
    with pytest.raises(RegistryError) as refused:
        load_portals(write(tmp_path, GOOD.replace("communes", "xã"), GOOD.replace("X1", "X 2").replace("yes", "?"),
                           "a,b"))
    assert [(p.line, p.column) for p in refused.value.problems] == [
        (2, "group"), (3, "code"), (3, "scored"), (4, "")]


@pytest.mark.parametrize(("data", "said"), [
    (b"", "dòng 1"), (b"ma,ten\n", "dòng 1: dòng tiêu đề"), (f"{HEAD}\n{GOOD}".encode("utf-16"), "không phải UTF-8"),
    (f'{HEAD}\n"X1,{GOOD}'.encode(), "không đọc được"),
])
def test_a_file_that_is_no_registry_is_refused(tmp_path, data, said):
    path = tmp_path / "portals.csv"
    path.write_bytes(data)
    with pytest.raises(RegistryError, match=said):
        load_portals(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(RegistryError, match="không có tệp này"):
        load_portals(tmp_path / "no.csv")


def test_nothing_starts_from_a_bad_registry(tmp_path):
    path = write(tmp_path, GOOD.replace("communes", "xã"))
    done = subprocess.run(night_command(path), env=environment(tmp_path / "data", "2026-11-20T01:30:00+07:00"),
                          cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "dòng 2, cột group" in done.stderr
    assert not (tmp_path / "data").exists()
