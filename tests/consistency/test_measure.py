"""The promises in figures: published reports (when their texts are here), excerpts of them, generated reports."""

import pytest

from tests.consistency.measure import TEXTS, measure_excerpts, measure_generated, measure_published


@pytest.mark.skipif(not TEXTS.is_dir(), reason="the texts of the published reports are not here")
def test_published_contradictions_are_found():
    sure, found, alarms = measure_published()
    assert found >= 0.8 * sure
    assert {name: number for name, number in alarms.items() if number > 3} == {}


def test_excerpts_of_published_contradictions_are_found():
    total, found, other = measure_excerpts()
    assert (found, other) == (total, 0)


def test_planted_contradictions_are_found_and_clean_reports_stay_clean():
    planted, found, alarms = measure_generated(reports=12, first=1000)
    assert alarms == 0
    assert sum(found.values()) >= 0.95 * sum(planted.values())
