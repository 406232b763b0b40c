"""One cell to one value: every way of writing figures that people use, and nothing that is none."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.imports.cells import Cell, address, clean
from monitor.imports.values import BadCell, read_count, read_day, read_number, read_percent, read_text
from monitor.words import count_words


def text(words: str) -> Cell:
    return Cell("text", words)


@pytest.mark.parametrize(("words", "count"), [
    ("1234", 1234), ("1.234", 1234), ("1,234", 1234), ("1 234", 1234), ("180.326", 180326), ("1.234.567", 1234567),
    ("-16", -16), ("−16", -16), ("(16)", -16), ("'42", 42), ("78,0", 78), ("0", 0), ("007", 7),
])
def test_counts(words, count):
    assert read_count(text(words)) == count


@pytest.mark.parametrize("words", ["1,5", "12.5", "1.23", "12 34", "1.234,5", "một", "5 hồ sơ", "95%x", "1/2", "",
                                   "1.2345", "٣", "1e5", "10,00,000", "9" * 13])
def test_no_counts(words):
    with pytest.raises(BadCell):
        read_count(text(words))


@pytest.mark.parametrize(("words", "number"), [
    ("1.234,5", "1234.5"), ("79,6%", "79.6"), ("95.56%", "95.56"), ("1.277", "1277"), ("1,277", "1.277"),
    ("1,234.5", "1234.5"), ("1,234,567", "1234567"), ("0.123", "0.123"), ("54,5", "54.5"), ("-0,5", "-0.5"),
    ("463.724", "463724"),
])
def test_numbers_as_vietnamese_papers_print_them(words, number):
    assert read_number(text(words)) == Decimal(number)


@pytest.mark.parametrize(("words", "rate"), [
    ("95.56%", "95.56"), ("95,56", "95.56"), ("98.615", "98.615"), ("100", "100"), ("123,2 %", "123.2"),
])
def test_a_rate_has_no_thousands(words, rate):
    assert read_percent(text(words)) == Decimal(rate)


def test_a_rate_of_a_workbook_is_what_it_shows():
    assert read_percent(Cell("number", "95.56%", Decimal("95.56"), percent=True)) == Decimal("95.56")


@pytest.mark.parametrize("words", ["1.234,5", "95.56.1", "gần 90", "~90"])
def test_no_rates(words):
    with pytest.raises(BadCell):
        read_percent(text(words))


@pytest.mark.parametrize(("words", "day"), [
    ("05/03/2026", date(2026, 3, 5)), ("5-3-2026", date(2026, 3, 5)), ("5.3.2026", date(2026, 3, 5)),
    ("2026-03-05", date(2026, 3, 5)),
])
def test_days(words, day):
    assert read_day(text(words)) == day


@pytest.mark.parametrize("words", ["31/02/2026", "05/13/2026", "03/2026", "45992", "hôm qua", "5/3/26"])
def test_no_days(words):
    with pytest.raises(BadCell):
        read_day(text(words))


def test_text_is_kept_and_commands_are_not():
    assert read_text(text("- 01 câu hỏi trả lời chậm")) == "- 01 câu hỏi trả lời chậm"
    for words in ("=1+1", "@SUM(A1)", "x" * 5001):
        with pytest.raises(BadCell):
            read_text(text(words))


@given(st.integers(min_value=-10**11, max_value=10**11))
def test_every_count_is_read_as_it_is_printed(count):
    assert read_count(text(count_words(count))) == count


@given(st.decimals(min_value=-10**9, max_value=10**9, places=2))
def test_every_number_is_read_as_it_is_printed(number):
    assert read_number(text(count_words(number, 2))) == number


@given(st.text())
def test_no_text_does_more_than_be_refused(words):
    for read in (read_count, read_number, read_percent, read_day, read_text):
        try:
            read(Cell("text", clean(words)))
        except BadCell as bad:
            assert str(bad) and bad.fix


def test_addresses():
    assert [address(5, n) for n in (1, 26, 27, 702, 703)] == ["A5", "Z5", "AA5", "ZZ5", "AAA5"]
