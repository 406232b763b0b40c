"""The period picker: the same page in another period, and nothing where there is no period."""

from datetime import date

from web.period_picker import choices

TODAY = date(2026, 2, 3)


def addresses(path, query=""):
    return {choice.words: choice.address for choice in choices(path, query, TODAY)}


def test_a_list_keeps_its_filters_and_its_page_is_left():
    found = addresses("/findings", "state=new&page=3&period=2026-Q1")
    assert found["quý trước"] == "/findings?state=new&period=2025-Q4"
    assert found["hôm nay"] == "/findings?state=new&period=2026-02-03..2026-02-03"
    (now,) = (c for c in choices("/findings", "period=2026-Q1", TODAY) if c.current)
    assert (now.words, now.label) == ("quý này", "Quý I năm 2026")


def test_scores_and_reports_have_it_in_the_path():
    assert addresses("/scores/2025-Q2/xa-a")["9 tháng"] == "/scores/2026-9M/xa-a"
    found = choices("/reports/2025-Q2/quarter", "", TODAY)
    assert (found[0].words, found[0].label, found[0].current) == ("đang xem", "Quý II năm 2025", True)
    assert "hôm nay" not in addresses("/reports/2026-Q1/quarter")


def test_other_pages_have_none():
    assert choices("/", "", TODAY) == choices("/findings/abc", "", TODAY) == choices("/reports", "", TODAY) == []
