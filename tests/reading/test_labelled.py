"""Floors on the labelled real pages, with platform files off; skipped where those pages are not there."""

import pytest

from tests.reading.corpora import LABELLED, labelled_cases
from tests.reading.measure import measure

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not LABELLED.exists(), reason="labelled pages are not there")]


@pytest.fixture(scope="module")
def tally():
    cases = [case for name in ("dates", "listing", "pager", "pagetype") for case in labelled_cases(name)]
    return measure(("none",), cases)["none"]


@pytest.mark.parametrize(("corpus", "fact", "least", "precise"), [
    ("labelled dates", "publish date", 0.90, 0.98),
    ("labelled listing", "list fully right", 0.89, 0.89),
    ("labelled listing", "item date", 0.95, 0.97),
    ("labelled pager", "next page", 0.94, 0.94),
    ("labelled pagetype", "article", 0.93, 0.93),
    ("labelled pagetype", "no article", 0.99, 0.99),
])
def test_labelled_pages_stay_as_right_as_they_are(tally, corpus, fact, least, precise):
    assert tally.share(corpus, fact) >= least, [f for f in tally.failures if f[:2] == (corpus, fact)]
    assert tally.precision(corpus, fact) >= precise


def test_list_items_are_found_and_little_else(tally):
    counts = tally.counts["labelled listing", "list items"]
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.94
    assert counts["right"] / (counts["right"] + counts["unknown"]) >= 0.97
