"""Whole passages in the wordings of other offices: every marked line is found, no other one."""

import pytest

from tests.consistency.measure import judge_passage, load_passages

PASSAGES = load_passages()


@pytest.mark.parametrize("passage", PASSAGES, ids=[p["id"] for p in PASSAGES])
def test_marked_lines_are_found_and_no_others(passage):
    lost, found_after_all, beside = judge_passage(passage["text"])
    assert (lost, [f.arithmetic for f in beside]) == ([], [])
    assert found_after_all == []  # such a line is marked "!" from now on
