"""Few posts of a period: a finding of the period's last nights, kept like all others and found by its number."""

from __future__ import annotations

import json
from datetime import date

import pytest

from monitor.__main__ import app
from monitor.periods import parse_period
from monitor.scoring import few_posts
from monitor.scoring.counting import quarter_ends
from monitor.scoring.few_posts import ending_periods
from tests.monitor.filled import LAST, call, fill

PERIOD = f"2026-10-01..{LAST}"


@pytest.mark.parametrize(("night", "ends"), [
    (date(2026, 9, 30), ["Quý III năm 2026", "9 tháng đầu năm 2026"]),
    (date(2026, 12, 30), ["Quý IV năm 2026", "Năm 2026"]),
    (date(2026, 12, 31), ["Quý IV năm 2026", "Năm 2026"]),
    (date(2026, 12, 29), []),
    (date(2027, 1, 1), []),
])
def test_which_periods_a_night_ends(night, ends):
    assert [p.label for p in ending_periods(night)] == ends


@pytest.mark.parametrize(("period", "ends"), [
    ("2026-Q4", ["2026-12-31"]),
    ("2026-9M", ["2026-03-31", "2026-06-30", "2026-09-30"]),
    ("2026-01-01..2026-09-25", ["2026-03-31", "2026-06-30", "2026-09-25"]),
    ("2025-12-15..2026-01-10", ["2025-12-31", "2026-01-10"]),
])
def test_each_quarter_of_a_period_needs_a_night_near_its_end(period, ends):
    assert [day.isoformat() for day in quarter_ends(parse_period(period))] == ends


def answer(url, *arguments):
    done = call(app, url, *arguments, "--json")
    assert done.exit_code == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture
def url(database_url, monkeypatch):
    """A store whose newest night ends a period."""
    monkeypatch.setattr(few_posts, "ending_periods", lambda night: [parse_period(PERIOD)])
    fill(database_url)
    assert call(app, database_url, "judge", LAST.isoformat()).exit_code == 0
    return database_url


def test_the_deduction_is_found_by_its_number_and_explained(url):
    lines = [(card["portal"], line) for card in answer(url, "score", PERIOD) for part in card["components"]
             for kind in ("deductions", "advisories", "covered") for line in part[kind]]
    few = [(portal, line) for portal, line in lines if line["fault"] == "few_items"]
    assert few
    kept = {row["finding"]: row for row in answer(url, "notes", PERIOD)}
    for portal, line in few:
        assert kept[line["finding"]]["portal"] == portal
        told = call(app, url, "notes", PERIOD, "--explain", line["finding"][:8])
        assert told.exit_code == 0, told.stderr
        assert "Ít tin, văn bản trong kỳ" in told.stdout and "số tin, văn bản" in told.stdout
    assert [line for _, line in lines if line["finding"] not in kept] == [], "every line can be explained"


def test_judging_again_finds_the_same(url):
    done = call(app, url, "judge", LAST.isoformat())
    assert done.exit_code == 0 and "Tính lại giống hệt" in done.stderr, done.stderr


def test_quarters_that_no_night_saw_have_no_few(url):
    """The year is over on the store's last night, but its first three quarters were never seen: nothing is few."""
    lines = [line for card in answer(url, "score", f"2026-01-01..{LAST}") for part in card["components"]
             for kind in ("deductions", "advisories", "covered") for line in part[kind]]
    assert lines and not [line for line in lines if line["fault"] == "few_items"]
