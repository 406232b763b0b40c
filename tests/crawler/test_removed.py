"""How a question went: taken off, lost with the old end of its lists, or standing under another address."""

from datetime import date

import pytest

from crawler.facts import Question as Read
from crawler.models import Question
from crawler.settle.removed import how_it_went

NIGHT = date(2026, 11, 20)


def gone(asked=date(2026, 10, 5), title="Bao giờ sửa đường?"):
    return Question(portal="xa", key="h1", title=title, asked_on=asked, first_seen=NIGHT, last_seen=NIGHT)


def shown(*days, title="Câu khác"):
    return {f"k{n}": Read(f"k{n}", None, title, "answered", asked_on=day) for n, day in enumerate(days)}


@pytest.mark.parametrize(("row", "found", "what"), [
    (gone(), shown(date(2026, 9, 1), date(2026, 11, 1)), "deleted"),
    (gone(date(2026, 8, 1)), shown(date(2026, 9, 1), date(2026, 11, 1)), "shortened"),
    (gone(), shown(date(2026, 10, 5), title="Bao giờ  sửa đường?"), "moved"),
    (gone(), shown(date(2026, 10, 6), title="Bao giờ sửa đường?"), "shortened"),
    (gone(None), shown(date(2026, 9, 1)), "deleted"),
    (gone(date(2026, 8, 1)), shown(date(2026, 9, 1), None), "deleted"),
])
def test_how_it_went(row, found, what):
    assert how_it_went(row, found) == what
