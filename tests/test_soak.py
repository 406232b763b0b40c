"""The rule for "flat" can fail in each of its parts; three very small nights are played, but too few for the disk."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.crash.place import two_portals
from tests.soak import START, Measured, not_flat, play_night

QUIET = [Measured(20, 200 + n % 3, 40, 0, 100_000 + 9_000 * n, 50_000 + 500 * n, 2_000 * n) for n in range(24)]


def test_flat_is_flat():
    assert not_flat(QUIET) == []


@pytest.mark.parametrize(("field", "grow", "words"), [
    ("memory", lambda n, v: v + 4 * n, "memory grew"), ("descriptors", lambda n, v: v + n, "descriptors grew"),
    ("journal", lambda n, v: n == 20, "journal"), ("evidence", lambda n, v: v + 400 * n * n, "a night added"),
])
def test_what_grows_is_named(field, grow, words):
    found = not_flat([replace(m, **{field: grow(n, getattr(m, field))}) for n, m in enumerate(QUIET)])
    assert len(found) == 1 and words in found[0]


@pytest.mark.slow
def test_three_small_nights(tmp_path):
    with two_portals(tmp_path) as (registry, _):
        nights = [play_night(tmp_path / "data", registry, START + timedelta(days=n)) for n in range(3)]
    # The third night is the first that can condemn: it keeps what the second could not and draws pictures in a browser.
    # Three nights are too few to judge disk, memory and descriptors by: `make soak` does.
    later = ("a night added", "memory", "descriptors")
    assert [grown for grown in not_flat(nights) if not grown.startswith(later)] == []
    assert all(n.memory > 50 and n.descriptors > 10 and n.evidence > 1000 for n in nights), "they were measured"
