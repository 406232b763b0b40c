"""Working days: weekends, holidays, make-up days; and a calendar file that is right or refused."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.registry import RegistryError
from monitor.workdays import Calendar, load_calendar
from tests.monitor.build import ROOT

VIETNAM = load_calendar(ROOT / "registry" / "calendar.csv")
DAYS = st.dates(date(2025, 1, 1), date(2027, 12, 31))
CALENDARS = st.dictionaries(DAYS, st.booleans(), max_size=30).map(Calendar)


@pytest.mark.parametrize(("on", "works"), [
    (date(2026, 11, 20), True),    # Friday
    (date(2026, 11, 21), False),   # Saturday
    (date(2026, 11, 22), False),   # Sunday
    (date(2026, 9, 2), False),     # National Day
    (date(2026, 1, 2), False),     # a day exchanged
    (date(2026, 2, 17), False), (date(2026, 2, 18), False), (date(2026, 2, 19), False),  # Tết
    (date(2026, 4, 30), False), (date(2026, 5, 1), False),
])
def test_days_of_viet_nam(on: date, works: bool) -> None:
    assert VIETNAM.works(on) is works


def test_a_make_up_saturday_is_a_working_day() -> None:
    saturday = date(2026, 11, 21)
    assert Calendar({saturday: True}).works(saturday)
    assert Calendar({saturday: True}).add(date(2026, 11, 20), 1) == saturday


@pytest.mark.parametrize(("start", "count", "end"), [
    (date(2026, 11, 20), 0, date(2026, 11, 20)),
    (date(2026, 11, 20), 1, date(2026, 11, 23)),    # over a weekend
    (date(2026, 9, 1), 1, date(2026, 9, 3)),        # over 2/9
    (date(2026, 8, 28), 15, date(2026, 9, 21)),     # over 2/9 and three weekends
    (date(2026, 2, 13), 1, date(2026, 2, 16)),
    (date(2026, 2, 16), 1, date(2026, 2, 20)),      # over Tết
    (date(2026, 2, 10), 15, date(2026, 3, 6)),
])
def test_adding_working_days(start: date, count: int, end: date) -> None:
    assert VIETNAM.add(start, count) == end


@given(CALENDARS, DAYS, st.integers(1, 40))
def test_adding_and_counting_agree(calendar: Calendar, start: date, count: int) -> None:
    end = calendar.add(start, count)
    assert calendar.works(end)
    assert calendar.between(start, end) == count
    assert calendar.between(end, start) == 0


@given(CALENDARS, DAYS, st.integers(0, 60), st.integers(0, 60))
def test_counts_of_two_stretches_add_up(calendar: Calendar, start: date, one: int, two: int) -> None:
    middle, end = start + timedelta(days=one), start + timedelta(days=one + two)
    assert calendar.between(start, middle) + calendar.between(middle, end) == calendar.between(start, end)


HEAD = "day,kind,name,status,source\n"


def test_a_calendar_is_read(tmp_path: Path) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(HEAD + "2026-11-21,work,Làm bù,announced,công văn\n2026-11-23,off,Nghỉ bù,announced,công văn\n",
                    encoding="utf-8")
    calendar = load_calendar(path)
    assert calendar.works(date(2026, 11, 21)) and not calendar.works(date(2026, 11, 23))


@pytest.mark.parametrize(("rows", "word"), [
    ("2026-11-31,off,Lễ,legal,luật\n", "không đọc được"),
    (",off,Lễ,legal,luật\n", "thiếu ngày"),
    ("2026-11-23,nghỉ,Lễ,legal,luật\n", "kind"),
    ("2026-11-23,off,Lễ,chắc,luật\n", "status"),
    ("2026-11-23,off,Lễ,legal,luật\n2026-11-23,work,Lễ,legal,luật\n", "hai dòng"),
    ("2026-11-23,off\n", "dòng 2"),
])
def test_a_bad_calendar_is_refused_with_its_line(tmp_path: Path, rows: str, word: str) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    with pytest.raises(RegistryError) as error:
        load_calendar(path)
    assert word in str(error.value) and "calendar.csv" in str(error.value)


def test_a_missing_calendar_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegistryError, match=r"calendar\.csv"):
        load_calendar(tmp_path / "calendar.csv")
