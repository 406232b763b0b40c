"""The short form of `make crash`: each stage of a night killed about once on each database.

Twenty more kills while ten portals are fetched: tests/crawler/test_kill.py.
"""

from argparse import Namespace

import pytest

from tests.crash.__main__ import on_postgresql, on_sqlite
from tests.services.needs import require


@pytest.mark.slow
@pytest.mark.parametrize("play", [on_sqlite, on_postgresql])
def test_kills_at_every_stage_leave_nothing_lost_doubled_or_false(play):
    require("postgresql")
    tally = play(Namespace(kills=8, terms=1, seed=6))
    assert tally.clean, tally.broken
    assert sum(tally.kills.values()) >= 8 and tally.terms >= 1
