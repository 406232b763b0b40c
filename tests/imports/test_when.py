"""The period of a file: what titles, people and file names say, and what happens when they disagree."""

import pytest

from monitor.imports.when import decide_period, period_in
from monitor.periods import PeriodError, parse_period


@pytest.mark.parametrize(("title", "period"), [
    ("Kỳ: 2026-Q4", "2026-Q4"), ("Kỳ: 2026-W47", "2026-W47"), ("Kỳ: 2026", "2026"), ("KỲ : 2026-9m", "2026-9M"),
    ("Tình hình hoạt động quý I năm 2024", "2024-Q1"), ("Quý IV/2026", "2026-Q4"), ("QUÝ 3 NĂM 2025", "2025-Q3"),
    ("9 THÁNG NĂM 2023 (Từ ngày 01/01 đến ngày 25/9/2023)", "2023-9M"), ("6 tháng đầu năm 2026", "2026-6M"),
    ("Kết quả Chuyển đổi số tuần 05 năm 2025", "2025-W05"), ("Tháng 11 năm 2026", "2026-11"),
    ("Kết quả hoạt động năm 2025", "2025"), ("(Từ ngày 20/12/2024 đến ngày 03/12/2025)", "2024-12-20..2025-12-03"),
])
def test_titles(title, period):
    assert decide_period(None, [title], "x.csv") == parse_period(period)


@pytest.mark.parametrize("title", ["Lào Cai, ngày 05 tháng 10 năm 2023", "Biểu số 2", "Quyết định 4526 ngày 14/12/2020",
                                   "Nghị định số 42/2022/NĐ-CP"])
def test_other_dates_are_no_periods(title):
    assert period_in([title]) == set()


@pytest.mark.parametrize(("name", "period"), [
    ("dossiers_2023_9m.csv", "2023-9M"), ("Quý IV 2026.xlsx", "2026-Q4"), ("2026-Q4.xlsx", "2026-Q4"),
    ("hoi-dap-w47-2026.xlsx", "2026-W47"),
])
def test_the_name_of_the_file_is_the_last_word(name, period):
    assert decide_period(None, [], name) == parse_period(period)
    assert decide_period(None, ["Quý I năm 2024"], name) == parse_period("2024-Q1")
    assert decide_period("2025-Q2", [], name) == parse_period("2025-Q2")


def test_title_and_person_must_agree():
    assert decide_period("2024-Q1", ["Quý I năm 2024"], "x") == parse_period("2024-Q1")
    with pytest.raises(PeriodError, match="2024-Q1"):
        decide_period("2024-Q2", ["Quý I năm 2024"], "x")
    with pytest.raises(PeriodError, match="nhiều kỳ"):
        decide_period(None, ["Quý I năm 2024; phương hướng quý II năm 2024"], "x")
    with pytest.raises(PeriodError, match="--period"):
        decide_period(None, ["Biểu tổng hợp"], "bieu.xlsx")


def test_a_window_on_the_command_line_stands_beside_a_window_in_the_title():
    told = ["Từ ngày 01/01 đến ngày 25/9/2023"]
    assert decide_period("2023-9M", told, "x") == parse_period("2023-9M")
