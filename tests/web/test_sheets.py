"""Long lists come in sheets that together hold every row; what is exported has them all at once."""

from __future__ import annotations

import re

import pytest

from tests.web.office import Office
from web import sheets
from web.sheets import cut_sheet


@pytest.mark.parametrize("count", [0, 1, 5, 6, 7, 23])
def test_the_sheets_together_are_the_list(count: int) -> None:
    rows = list(range(count))
    pages = cut_sheet(rows, 1, 6).pages
    assert [row for n in range(1, pages + 1) for row in cut_sheet(rows, n, 6).rows] == rows
    assert all(cut_sheet(rows, n, 6).first == 6 * (n - 1) for n in range(1, pages + 1))
    assert cut_sheet(rows, pages + 9, 6) == cut_sheet(rows, max(1, pages), 6)


def test_portals_and_nights_are_shown_sheet_by_sheet(tmp_path, monkeypatch) -> None:
    client = Office(tmp_path / "data").client("review")
    for path in ("/portals", "/runs/2026-11-20"):
        every = _codes(client.get(path).text)
        assert len(every) == 4
        with monkeypatch.context() as patch:
            patch.setattr(sheets, "SHEET", 2)
            pages = [client.get(f"{path}?page={number}").text for number in (1, 2)]
        assert [len(_codes(text)) for text in pages] == [2, 2]
        assert f"{path}?page=2" in pages[0] and f"{path}?page=1" in pages[1] and "Trang 2/2" in pages[1]
        assert _codes("".join(pages)) == every
        assert len(client.get(f"{path}.json").json()) == len(every)


def _codes(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/portals/([^"]+)">', text)
