"""Every form of date that pages print, one line each."""

from datetime import date, datetime

import pytest

from spiders.reading import read
from spiders.reading.dates import all_dates, attribute_date, stated_date

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")

FORMS = [
    ("Thứ Sáu, 20/11/2026 | 08:05", "2026-11-20", "08:05"),
    ("20-11-2026 08:05 SA", "2026-11-20", "08:05"),
    ("05/03/2026 02:15 CH", "2026-03-05", "14:15"),
    ("20/11/2026 12:05 SA", "2026-11-20", "00:05"),
    ("20/11/2026 12:05 CH", "2026-11-20", "12:05"),
    ("Cập nhật lúc 8h15 ngày 5/3/2026", "2026-03-05", "08:15"),
    ("14 giờ 05, ngày 18/11/2026", "2026-11-18", "14:05"),
    ("20 Th11 2026", "2026-11-20", None),
    ("Th3 05, 2026", "2026-03-05", None),
    ("20 thg 11, 2026", "2026-11-20", None),
    ("ngày 05 tháng 3 năm 2026", "2026-03-05", None),
    ("Lào Cai, ngày 05 tháng 3 năm 2026", "2026-03-05", None),
    ("05 Tháng Ba 2026", "2026-03-05", None),
    ("20 tháng mười một, 2026", "2026-11-20", None),
    ("20 tháng Mười Một năm 2026", "2026-11-20", None),
    ("Tháng Mười Một 20, 2026", "2026-11-20", None),
    ("T6, 20/11/26", "2026-11-20", None),
    ("Thứ năm - 19/11/2026 20:30", "2026-11-19", "20:30"),
    ("19.11.2026", "2026-11-19", None),
    ("5/3/2026", "2026-03-05", None),
    ("20 / 11 / 2026", "2026-11-20", None),
    ("20–11–2026", "2026-11-20", None),
    ("2026-11-20", "2026-11-20", None),
    ("2026/11/20 07:45", "2026-11-20", "07:45"),
    ("Ngày đăng: 05/03/2026", "2026-03-05", None),
    ("(18/11/2026)", "2026-11-18", None),
    ("20 November 2026", "2026-11-20", None),
    ("Nov 20, 2026", "2026-11-20", None),
    ("2025 Jan 7", "2025-01-07", None),
    ("2020. 06. 04.", "2020-06-04", None),
    ("2026年11月20日", "2026-11-20", None),
    ("2 giờ trước", "2026-11-20", None),
    ("30 phút trước", "2026-11-21", None),
    ("3 ngày trước", "2026-11-18", None),
    ("Hôm qua", "2026-11-20", None),
    ("hôm kia", "2026-11-19", None),
    ("Vừa xong", "2026-11-21", None),
    ("Yesterday", "2026-11-20", None),
    ("2 days, 20 hours ago", "2026-11-18", None),
    ("20/11", "2026-11-20", None),
    ("30/12", "2025-12-30", None),
]

UNREADABLE = [
    "31/02/2026", "20/11/2036", "15/08/1975", "00/00/2026", "vài ngày trước", "2 tuần trước", "4 months ago",
    "1 week, 6 days ago", "2 days, 1 hour ago",  # it is half past one: either day
    "18/11/2026 … 20/11/2026",
]

NO_DATES = [
    "", "Số 1471/QĐ-UBND", "15/2026/NĐ-CP", "0214.3.129.333", "Lượt xem: 2026", "Trang 1/12/…", "v4.5.02",
    "192.168.1.10", "Kỷ niệm 81 năm ngày Quốc khánh", "năm 2026", "tháng 11", "12-KH/TU", "1.234.567 đồng",
    "-33 ngày trước",
]


@pytest.mark.parametrize(("text", "day", "at"), FORMS)
def test_a_printed_form(text, day, at):
    stated = stated_date(text, now=NOW, source="row")
    assert stated is not None
    assert (stated.on, stated.at) == (date.fromisoformat(day), at)


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_names_no_day_is_unknown_and_keeps_its_text(text):
    stated = stated_date(text, now=NOW, source="row")
    assert stated is not None
    assert (stated.on, stated.grade) == (None, "unknown")
    assert stated.raw


@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date(text):
    assert [f for f in all_dates(text, now=NOW) if f.on] == []


@pytest.mark.parametrize(("value", "day"), [
    ("2026-11-20T08:05:00+07:00", "2026-11-20"),
    ("2026-03-31T17:30:00Z", "2026-04-01"),  # the next quarter in Việt Nam
    ("2026-11-19+0720:30:00", "2026-11-19"),  # NukeViet: zone and time have changed places
    ("Thu, 19 Nov 2026 20:30:00 +0700", "2026-11-19"),
    ("Tue, 31 Mar 2026 18:00:00 GMT", "2026-04-01"),
    ("2026-11-20", "2026-11-20"),
    ("20/11/2026", "2026-11-20"),
    ("2036-11-20", None),
    ("1970-01-01T00:00:00Z", None),
])
def test_a_date_told_to_machines_is_cut_in_viet_nam(value, day):
    stated = attribute_date(value, now=NOW, source="meta")
    assert stated is not None
    assert stated.on == (date.fromisoformat(day) if day else None)


@pytest.mark.parametrize("value", ["", "  ", "x", "not a date"])
def test_a_machine_value_without_a_date_is_none(value):
    assert attribute_date(value, now=NOW, source="meta") is None


def test_months_come_first_only_where_the_page_says_so():
    assert stated_date("03/05/2026", now=NOW, source="row").on == date(2026, 5, 3)
    assert stated_date("03/05/2026", now=NOW, source="row", day_first=False).on == date(2026, 3, 5)
    assert stated_date("25/05/2026", now=NOW, source="row", day_first=False).on == date(2026, 5, 25)


@pytest.mark.parametrize(("lang", "day"), [("en-US", date(2026, 3, 5)), ("en-GB", date(2026, 5, 3))])
@pytest.mark.parametrize("when", ["<span>03/05/2026</span>", '<span title="03/05/2026">long ago</span>'])
def test_an_american_page_puts_the_month_first_wherever_it_prints_the_day(lang, day, when):
    rows = "".join(f'<li><a href="/news/{n}">The council opens its new reading room, part {n}</a> {when}</li>'
                   for n in range(4))
    page = f'<html lang="{lang}"><body><h1>News</h1><ul>{rows}</ul></body></html>'
    items = read(page.encode(), "https://example.test/news", now=NOW, expect="list").items
    assert [item.published and item.published.on for item in items] == [day] * 4


def test_decomposed_letters_are_the_same_date():
    import unicodedata

    text = unicodedata.normalize("NFD", "ngày 05 tháng mười một năm 2025")
    assert stated_date(text, now=NOW, source="row").on == date(2025, 11, 5)
