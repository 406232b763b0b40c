"""The checks of `make quarter` notice what they are there for: each planted error is named, a right card passes."""

from __future__ import annotations

from copy import deepcopy

import pytest

from tests.scoring.quarter import wrong_with
from tests.scoring.quarter_imports import Sent, expected_score, write_files, wrong_with_services

LINE = {"item": "gioi_thieu", "fault": "missing_section", "points": 4, "finding": "f1", "findings": ["f1"],
        "note": "vì"}
RIGHT = {"portal": "P", "block": "commune", "reason": None, "rubric": "de-xuat-2025", "components": [
    {"component": "information", "max": 50, "bonus": 0, "score": 46, "open": [], "flags": [], "deductions": [LINE]},
    {"component": "online_services", "max": 25, "bonus": 0, "score": 25.0, "open": [], "flags": [], "deductions": []},
]}
SENT = Sent(2, "Xã P", 90, False)


def broken(*path_and_value):
    card = deepcopy(RIGHT)
    *path, last, value = path_and_value
    inside = card
    for step in path:
        inside = inside[step]
    inside[last] = value
    return card


def test_a_right_card_has_nothing_wrong():
    assert wrong_with(RIGHT, {"f1"}) == [] == wrong_with_services(broken(
        "components", 1, "score", expected_score(SENT, "de-xuat-2025")), SENT)


@pytest.mark.parametrize("card", [
    broken("components", 0, "score", 45), broken("components", 0, "score", None),
    broken("components", 0, "deductions", 0, "finding", None), broken("components", 0, "deductions", 0, "note", ""),
    broken("components", 0, "deductions", 0, "findings", ["other"]), broken("block", None),
])
def test_each_error_is_named(card):
    assert wrong_with(card, {"f1"})


def test_imported_components_are_checked_against_what_was_sent():
    right = broken("components", 1, "score", expected_score(SENT, "de-xuat-2025"))
    assert wrong_with_services(right, Sent(2, "Xã P", 100, False))
    assert wrong_with_services(right, None)
    assert wrong_with_services(right, Sent(2, "Xã P", 90, True))


def test_the_files_leave_some_out_and_hold_what_is_not_possible(tmp_path):
    sent, files = write_files(tmp_path, {f"P{n:02}": f"Xã {n}" for n in range(1, 41)})
    assert len(sent) == 38 and {"P17", "P34"}.isdisjoint(sent)
    assert [code for code, one in sent.items() if one.impossible] == ["P11"]
    assert {one.share for one in sent.values()} == {None, 100, 96, 90, 82, 60}
    lines = files["dossiers"].read_text(encoding="utf-8-sig").splitlines()
    assert all(lines[one.line - 1].startswith(one.name) for one in sent.values())
