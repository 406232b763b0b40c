"""The chosen share of the province has every kind of trouble, and healthy portals of every kind of site."""

from __future__ import annotations

from datetime import datetime

import pytest

from sample.every_trouble import choose_portals, kinds_of
from sample.model import VIETNAM
from sample.province import province
from sample.truth import tell_truth


@pytest.fixture(scope="module")
def truth():
    return tell_truth(province(), datetime(2026, 12, 15, 1, 30, tzinfo=VIETNAM))


@pytest.mark.parametrize("each", [1, 2])
def test_nothing_is_left_out(truth, each):
    chosen = set(choose_portals(truth, each))
    kinds = {p["code"]: kinds_of(p, truth) for p in truth["portals"]}
    every = [kind for some in kinds.values() for kind in some]
    for kind in set(every):
        assert sum(kind in kinds[c] for c in chosen) >= min(each, every.count(kind)), kind
    healthy = [p["kind"] for p in truth["portals"] if p["code"] in chosen and not kinds[p["code"]]]
    assert {healthy.count(kind) for kind in {p["kind"] for p in truth["portals"]}} == {each}
    assert len(chosen) < len(kinds) / 2


def test_a_portal_that_nobody_enters_stands_only_for_its_trouble(truth):
    kinds = {p["code"]: kinds_of(p, truth) for p in truth["portals"]}
    chosen = set(choose_portals(truth, 1))
    open_ones = {p["code"] for p in truth["portals"] if all(t["until"] for t in p["troubles"])}
    for kind in ("backdated", "burst", "removed", "misplaced_sections"):  # all of them on hidden portals as well
        assert any(kind in kinds[c] for c in chosen & open_ones), kind
