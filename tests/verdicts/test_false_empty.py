"""Found by 10,000 portal-nights: a list said for six nights that it was empty while the first post after a long silence
came into it; the old posts of the other lists were taken for its control, and the portal was called inactive."""

from __future__ import annotations

import random
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from tests.verdicts.faults import Fault
from tests.verdicts.play import FIRST, World, play
from tests.verdicts.truth import TruePortal, TruePost

DAYS = (200, 150, 120, 100, 90)


def waking(code: str) -> TruePortal:
    """Silent for months; on the seventh day of the play a post comes into the third list."""
    old = [TruePost(f"{code}.test/tin-{n}", f"Tin {n}", FIRST - timedelta(days=back), n % 3)
           for n, back in enumerate(DAYS)]
    new = TruePost(f"{code}.test/tin-moi", "Tin mới", FIRST + timedelta(days=6), 2)
    sections = {f"s{n}": f"Mục riêng {n}" for n in range(4)}
    return TruePortal(code, "ha-tang-0", (*old, new), sections, frozenset())


@pytest.mark.parametrize("what", ["false_empty", "items_lost"])
def test_a_list_that_calls_itself_empty_condemns_nobody(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World([waking("cong-a"), waking("cong-b")], random.Random(1), 0.0)
    nights = count(1)

    def age(world: World) -> None:
        """From the fifth night on the list of the first portal is hurt."""
        world.faults = {"cong-a": Fault(what, 2, 99)} if next(nights) > 4 else {}

    monkeypatch.setattr("tests.verdicts.play._age_faults", age)
    monkeypatch.setattr("tests.verdicts.play.draw_night", lambda rng: "fine")
    monkeypatch.setattr("tests.verdicts.play._is_still", lambda *_: False)
    score = play(world, 10, f"sqlite:///{tmp_path / 'monitor.db'}")
    assert score.false_inactive == []
    assert score.verdicts["inactive"] >= 4 and score.verdicts["active"] >= 2
