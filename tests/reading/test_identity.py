"""Spellings of an address that are one page, and addresses that are not."""

import pytest

from spiders.reading.identity import cms_id, key_of

H = "https://xamau.example.vn"
SAME = [
    (f"{H}/tin", "http://xamau.example.vn/tin"), (f"{H}/tin", "https://www.xamau.example.vn/tin"),
    (f"{H}/tin", f"{H}/tin/"), (f"{H}/tin", f"{H}:443/tin"), (f"{H}/tin", f"{H}/tin#cuoi-trang"),
    (f"{H}/tin", f"{H}/tin?utm_source=zalo&utm_medium=x"), (f"{H}/tin", f"{H}/tin?fbclid=abc"),
    (f"{H}/", f"{H}/index.php"), (f"{H}/", f"{H}/Default.aspx"), (f"{H}/tin?a=1&b=2", f"{H}/tin?b=2&a=1"),
    (f"{H}/tin/b%C3%A0i", f"{H}/tin/bài"), (f"{H}/tin/b%C3%A0i", f"{H}/tin/ba%CC%80i"), (f"{H}/x", f"{H}/x?print=1"),
    (f"{H}/x", f"{H}/x/amp"), (f"{H}/x", f"{H}/x?amp=1"), (f"{H}/x", f"{H}/x;jsessionid=0A1B2C"),
    (f"{H}/x", f"{H}/x?PHPSESSID=5d41402abc4b2a76b9719d911017c592"), ("HTTPS://XAMAU.example.vn/Tin", f"{H}/Tin"),
]
OTHER = [
    (f"{H}/tin", f"{H}/Tin-khac"), (f"{H}/tin?page=2", f"{H}/tin?page=3"), (f"{H}/tin?id=1", f"{H}/tin?id=2"),
    (f"{H}/tin", "https://xakhac.example.vn/tin"), (f"{H}/tin", f"{H}:8080/tin"), (f"{H}/#!/tin/1", f"{H}/#!/tin/2"),
    (f"{H}/a-1001", f"{H}/a-1002"),
]


@pytest.mark.parametrize(("one", "two"), SAME)
def test_one_page(one, two):
    assert key_of(one) == key_of(two)


@pytest.mark.parametrize(("one", "two"), OTHER)
def test_two_pages(one, two):
    assert key_of(one) != key_of(two)


@pytest.mark.parametrize("url", ["http://[", "https://x.vn:99999999/", "", "   ", "javascript:alert(1)", "//"])
def test_an_address_that_cannot_be_parsed_has_a_key_all_the_same(url):
    assert isinstance(key_of(url), str)


@pytest.mark.parametrize(("url", "number"), [
    (f"{H}/tin-tuc/hoi-nghi-1105750", "1105750"), (f"{H}/tin/hoi-nghi-123.html", "123"),
    (f"{H}/Tin.aspx?ItemID=77", "77"),
    (f"{H}/?p=12", "12"), (f"{H}/node/12", "12"), (f"{H}/tin-tuc", None), (f"{H}/nam-2026/", "2026"),
])
def test_the_number_a_cms_gives(url, number):
    assert cms_id(url) == number
