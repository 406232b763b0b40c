"""The second reader: sees lists and days in its own way, says what it has against the first, and is asked in time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from crawler.facts import Article, Item, Reading, StatedDate
from spiders.reading import read
from spiders.reading.agreement import compare
from spiders.reading.second import SecondView, look_again
from spiders.second_opinion import AGREE, SHARE, is_drawn, second_opinion

NOW = datetime(2026, 11, 20, tzinfo=UTC)
URL = "https://xa.example.vn/tin-tuc"
TITLES = [f"Hội nghị triển khai nhiệm vụ trọng tâm lần thứ {n}" for n in range(1, 7)]
ROWS = "".join(f"<li><a href='/bai/{n}'>{title}</a> <i>1{n}/11/2026</i></li>" for n, title in enumerate(TITLES))
MENU = "<nav>" + "".join(f"<a href='/muc-{n}'>Chuyên mục thông tin số {n} của xã</a>" for n in range(12)) + "</nav>"
PAGE = f"<html><body>{MENU}<h1>Tin tức</h1><ul>{ROWS}</ul></body></html>"
KEYS = [f"xa.example.vn/bai/{n}" for n in range(6)]
DAYS = {key: date(2026, 11, 10 + n) for n, key in enumerate(KEYS)}


def item(key, day):
    return Item(key, f"https://{key}", "Tiêu đề", StatedDate(day, str(day), "row") if day else None)


def listing(days):
    return Reading("list", items=tuple(item(k, d) for k, d in days.items()))


def article(day):
    return Reading("article", article=Article("Tiêu đề", StatedDate(day, str(day), "label"), None, 100))


def test_it_finds_the_list_and_its_days_without_the_menu():
    assert look_again(PAGE, URL, frozenset({"xa.example.vn"})).items == DAYS


def test_it_reads_the_day_after_the_headline():
    html = "<body><p>20/11/2026</p><h1>Ra quân làm đường</h1><div>Thứ Ba, ngày 10 tháng 11 năm 2026</div></body>"
    assert look_again(html, URL, frozenset()).published == date(2026, 11, 10)


@pytest.mark.parametrize(("reading", "view", "said"), [
    (listing(DAYS), SecondView(DAYS, frozenset(DAYS)), None),
    (listing(dict.fromkeys(DAYS)), SecondView(DAYS, frozenset(DAYS)), None),
    (listing({k: date(d.year, d.day, d.month) for k, d in DAYS.items() if d.day <= 12}),
     SecondView(DAYS, frozenset(DAYS)), None),
    (listing({k: d + timedelta(days=1) for k, d in DAYS.items()}), SecondView(DAYS, frozenset(DAYS)), "ngày khác nhau"),
    (listing(dict(list(DAYS.items())[:2])), SecondView(DAYS, frozenset(DAYS)), "chỉ thấy 2 trong 6"),
    (listing({"xa.example.vn/khac/1": None, "xa.example.vn/khac/2": None}),
     SecondView(DAYS, frozenset({*DAYS, "xa.example.vn/khac/1"})), "hai danh sách khác nhau"),
    (listing({"xa.example.vn/khac/1": None}), SecondView(DAYS, frozenset(DAYS)), "không thấy liên kết nào"),
    (Reading("empty_list"), SecondView(DAYS, frozenset(DAYS)), "không thấy danh sách"),
    (Reading("empty_list"), SecondView({}, frozenset(DAYS)), None),
    (Reading("unknown"), SecondView(DAYS, frozenset(DAYS)), "không thấy danh sách"),
    (article(date(2026, 11, 3)), SecondView(published=date(2026, 11, 3)), None),
    (article(date(2026, 11, 3)), SecondView(published=None), None),
    (article(date(2026, 11, 3)), SecondView(published=date(2026, 11, 4)), "ngày khác nhau"),
    (Reading("maintenance"), SecondView(DAYS, frozenset(DAYS)), None),
])
def test_what_is_said_against_the_first_reader(reading, view, said):
    found = compare(reading, view)
    assert (found is None) if said is None else (found is not None and said in found)


def test_both_readers_agree_on_a_plain_list():
    reading = read(PAGE.encode(), URL, now=NOW, expect="list")
    assert compare(reading, look_again(PAGE, URL, frozenset({"xa.example.vn"}))) is None


def test_a_page_without_anything_is_always_checked():
    assert second_opinion(Reading("empty_list"), PAGE.encode(), URL, "text/html", frozenset({"xa.example.vn"}),
                          date(2026, 11, 20)) not in (None, AGREE)


def test_a_share_of_all_pages_is_checked_and_another_one_each_night():
    urls = [f"https://xa.example.vn/bai/{n}" for n in range(4000)]
    first, second = ({u for u in urls if is_drawn(u, night)} for night in (date(2026, 11, 20), date(2026, 11, 21)))
    assert 0.5 * len(urls) / SHARE < len(first) < 2 * len(urls) / SHARE
    assert first != second
