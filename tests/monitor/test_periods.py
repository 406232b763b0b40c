"""Every form of a period, its first and last day, and a clear word for everything else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.periods import EXAMPLES, PeriodError, parse_period


@pytest.mark.parametrize(("text", "start", "end", "label"), [
    ("2026-Q1", "2026-01-01", "2026-03-31", "Quý I năm 2026"),
    ("2026-Q4", "2026-10-01", "2026-12-31", "Quý IV năm 2026"),
    ("2026-3M", "2026-01-01", "2026-03-31", "3 tháng đầu năm 2026"),
    ("2026-6M", "2026-01-01", "2026-06-30", "6 tháng đầu năm 2026"),
    ("2026-9M", "2026-01-01", "2026-09-30", "9 tháng đầu năm 2026"),
    ("2026", "2026-01-01", "2026-12-31", "Năm 2026"),
    ("2026-11", "2026-11-01", "2026-11-30", "Tháng 11/2026"),
    ("2028-02", "2028-02-01", "2028-02-29", "Tháng 2/2028"),
    ("2026-W47", "2026-11-16", "2026-11-22", "Tuần 47 năm 2026 (16/11/2026 – 22/11/2026)"),
    ("2026-W1", "2025-12-29", "2026-01-04", "Tuần 1 năm 2026 (29/12/2025 – 04/01/2026)"),
    ("2026-W53", "2026-12-28", "2027-01-03", "Tuần 53 năm 2026 (28/12/2026 – 03/01/2027)"),
    ("2026-01-01..2026-09-25", "2026-01-01", "2026-09-25", "Từ 01/01/2026 đến 25/09/2026"),
    ("2026-03-22..2026-03-22", "2026-03-22", "2026-03-22", "Từ 22/03/2026 đến 22/03/2026"),
    (" 2026-Q2 ", "2026-04-01", "2026-06-30", "Quý II năm 2026"),
])
def test_forms_of_the_contract(text: str, start: str, end: str, label: str) -> None:
    found = parse_period(text)
    assert (found.start.isoformat(), found.end.isoformat(), found.label) == (start, end, label)


@pytest.mark.parametrize("text", [
    "", "quý 4", "2026-Q5", "2026-Q0", "2026-Q", "2026-4M", "2026-12M", "2026-13", "2026-00", "2026-1", "26-Q4",
    "Q4-2026", "2026-W54", "2026-W00", "2025-W53", "2026-02-30..2026-03-01", "2026-09-25", "2026-01-01..",
    "2026-9-1..2026-9-25", "25/09/2026", "0000", "0000-Q1", "2026-Q4\n2026-Q3", "9999-W52",
    "0001-01-01..0001-01-02", "0001-W01", "0000-W01",
])
def test_what_is_no_period_is_refused_with_examples(text: str) -> None:
    with pytest.raises(PeriodError, match="Ví dụ đúng") as error:
        parse_period(text)
    assert EXAMPLES in str(error.value) and repr(text) in str(error.value)


def test_days_in_the_wrong_order_are_told() -> None:
    with pytest.raises(PeriodError, match="đổi lại hai ngày"):
        parse_period("2026-09-25..2026-01-01")


def test_a_period_has_its_first_and_last_day_and_no_unknown_one() -> None:
    november = parse_period("2026-11")
    assert [november.has(d) for d in (date(2026, 10, 31), date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1))] \
        == [False, True, True, False]
    assert not november.has(None)


@given(st.dates(date(2025, 7, 1), date(2035, 12, 31)))
def test_quarters_months_and_weeks_leave_no_day_out(day: date) -> None:
    year, week, _ = day.isocalendar()
    for text in (f"{day:%Y}", f"{day:%Y-%m}", f"{day.year}-Q{(day.month + 2) // 3}", f"{year}-W{week:02}"):
        assert parse_period(text).has(day)


@given(st.text("0123456789-QMW. ", max_size=24))
def test_any_text_is_a_period_or_refused_in_words(text: str) -> None:
    try:
        assert parse_period(text).start <= parse_period(text).end
    except PeriodError as error:
        assert "Ví dụ đúng" in str(error) or "đổi lại hai ngày" in str(error)
