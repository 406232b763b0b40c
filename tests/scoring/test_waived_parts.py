"""A waiver is of the finding it was taken on: other findings of the same fault still cost what they cost."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from crawler.judged import Decision as Stored
from monitor.scoring.decided import _in_force
from monitor.scoring.facts import Decision, Facts, Fault
from monitor.scoring.score import score_portal
from tests.scoring import tables

AT = datetime(2026, 12, 1, tzinfo=UTC)
EACH = ("party_block", "thong_tin_csdl_khac", "not_updated")  # 2 points for each part
ONCE = ("departments", "vb_cddh", "missing_section")


def waive(about, mark):
    return Decision("P", "information", "waive", "mới lập Cổng", f"QĐ {mark}", *about[1:], by="một", at=AT,
                    finding=mark)


def points(about, marks, decisions=()):
    group, item, fault = about
    faults = tuple(Fault(item, fault, subject=mark, evidence=(mark,)) for mark in marks)
    card = score_portal(Facts("P", "Cổng P", group, faults=faults), decisions, tables.rubric(), tables.DAY)
    line = next(line for line in card.component("information").lines if (line.item, line.fault) == (item, fault))
    return line.points, line


@pytest.mark.parametrize(("about", "left"), [(EACH, Decimal(4)), (ONCE, None)])
def test_one_of_several_findings_is_waived(about, left):
    whole, _ = points(about, "abc")
    now, line = points(about, "abc", [waive(about, "a")])
    assert now == (whole if left is None else left) > 0
    assert line.evidence == ("b", "c") and line.machine_points == whole
    assert "1 phát hiện được miễn trừ" in line.why


@pytest.mark.parametrize("about", [EACH, ONCE])
def test_all_of_them_are_waived(about):
    now, line = points(about, "ab", [waive(about, "a"), waive(about, "b")])
    assert (now, line.kind) == (0, "advice")
    assert "mới lập Cổng" in line.why


def test_a_later_confirmation_takes_the_waiver_back():
    def said(*words):
        return [Stored(id=n, what=what, person=f"người {n}") for n, what in enumerate(words)]
    assert [row.what for row in _in_force(said("waive", "confirm"))] == ["confirm"]
    assert [row.id for row in _in_force(said("confirm", "confirm"))] == [1, 0]
    assert [row.id for row in _in_force(said("confirm", "waive"))] == [1]
    assert [row.id for row in _in_force(said("confirm", "waive", "withdraw"))] == [0]
    assert _in_force(said("comment")) == []
