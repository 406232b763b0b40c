"""What the office did today: counted from the decisions that stand, timed from the first to the last of them."""

from datetime import date, datetime, timedelta

import pytest

from monitor.review import Taken
from web.pace import pace_of

DAY = date(2026, 11, 20)
START = datetime.fromisoformat("2026-11-20T07:31:20+07:00")


def taken(number: int, what: str = "confirm", seconds: int = 0) -> Taken:
    return Taken(number, "a", what, "", "review", START + timedelta(seconds=seconds), DAY)


def test_minutes_run_from_the_first_to_the_last_decision():
    pace = pace_of({"a": [taken(1)], "b": [taken(2, "waive", 530)]}, DAY)
    assert pace is not None
    assert (pace.count, pace.minutes, f"{pace.first:%H:%M}", f"{pace.last:%H:%M}") == (2, 9, "07:31", "07:40")


@pytest.mark.parametrize("decisions", [
    [], [taken(1), taken(2, "withdraw", 5)], [taken(1, "appeal")], [taken(1), taken(2, "appeal", 9)],
    [taken(1, seconds=-86400)], [taken(1, seconds=86400)]])
def test_what_is_not_settled_today_does_not_count(decisions):
    assert pace_of({"a": decisions}, DAY) is None


def test_the_day_is_the_offices_own_not_utc():
    early = taken(1, seconds=-7 * 3600)  # 00:31 in Lao Cai, the day before in UTC
    assert pace_of({"a": [early]}, DAY) is not None
    assert pace_of({"a": [early]}, DAY - timedelta(days=1)) is None
