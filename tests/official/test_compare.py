"""Two reports beside each other: differences, other sources, running totals, a longer period with less in it."""

from decimal import Decimal

import pytest

from monitor.periods import parse_period
from reports.official.compare import compare_figures, relate
from reports.official.figure import share_words, within
from reports.official.figures import OWN


def packed(code, value, source="tệp", unit="câu hỏi"):
    return {"code": code, "name": code, "unit": unit, "value": None if value is None else str(value), "source": source}


def words(before, now, relation="next"):
    return {row.code: row.words()[2:] for row in compare_figures(before, now, relation)}


def test_differences_and_why_there_are_none():
    found = words([packed("BC-E1", 349), packed("BC-E2AP", "93.9", unit="%"), packed("BC-C1", 8000, OWN),
                   packed("X", 1)],
                  [packed("BC-E1", 379), packed("BC-E2AP", "96.6", unit="%"), packed("BC-C1", 9000), packed("Y", None)])
    assert found == {
        "BC-E1": ("349", "379", "+30", "+8,6%", ""), "BC-E2AP": ("93,9%", "96,6%", "+2,7 điểm %", "", ""),
        "BC-C1": ("8.000", "9.000", "", "", "hai kỳ lấy từ nguồn khác nhau, không so được"),
        "Y": ("", "", "", "", "chỉ có trong báo cáo kỳ này"), "X": ("1", "", "", "", "chỉ có trong báo cáo kỳ trước")}


def test_a_running_total_is_the_one_before_and_the_period():
    before, now = [packed("BC-A5", 1000), packed("BC-A4", 90)], [packed("BC-A4", 100), packed("BC-A5", 1150)]
    assert words(before, now)["BC-A5"][-1] == "lũy kế kỳ trước 1.000 cộng kỳ này 100 là 1.100"
    assert words(before, [packed("BC-A4", 100), packed("BC-A5", 1100)])["BC-A5"][-1] == ""


def test_a_longer_period_does_not_hold_less():
    assert words([packed("BC-E1", 300)], [packed("BC-E1", 280)], "longer")["BC-E1"][-1] == "kỳ dài hơn mà số nhỏ hơn"
    bodies = words([packed("BC-E10", 30, unit="đơn vị")], [packed("BC-E10", 28, unit="đơn vị")], "longer")
    assert bodies["BC-E10"][-1] == ""


@pytest.mark.parametrize(("before", "now", "relation"), [
    ("2026-Q3", "2026-Q4", "next"), ("2026-Q4", "2027-Q1", "next"), ("2026-9M", "2026", "longer"),
    ("2026-Q4", "2026-Q4", "apart"), ("2026-Q2", "2026-Q4", "apart"), ("2025", "2026", "next"),
])
def test_which_periods_stand_beside_each_other(before, now, relation):
    assert relate(parse_period(before), parse_period(now)) == relation


@pytest.mark.parametrize(("value", "said"), [
    ("99.99", "99,99"), ("99.95", "99,95"), ("100", "100"), ("98.04", "98"), ("98.72", "98,7"), ("0.04", "0,04"),
    ("0", "0"), ("100.04", "100,04"), ("99.94", "99,9"),
])
def test_only_the_whole_is_printed_as_the_whole(value, said):
    assert share_words(Decimal(value)) == said


@pytest.mark.parametrize(("name", "said"), [
    ("Xã Bảo Hà", "xã Bảo Hà"), ("Huyện ủy Bắc Hà", "Huyện ủy Bắc Hà"), ("Sở Y tế", "Sở Y tế"),
    ("Huyện Bắc Hà", "huyện Bắc Hà"),
])
def test_names_within_a_sentence(name, said):
    assert within(name) == said
