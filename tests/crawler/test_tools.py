"""What a site's navigation offers beside its channels: tools of the page they stand on."""

import pytest

from crawler.facts import MenuEntry, Reading
from spiders.reading.identity import key_of
from spiders.tools import entries_of, is_tool

SITE = "https://xa.example.vn"
PAGE = f"{SITE}/trang/Th%C3%B4ng_b%C3%A1o"


def entry(title, path):
    return MenuEntry(title, SITE + path, (), key_of(SITE + path))


def home(*entries):
    return entries_of(Reading("list", menu=tuple(entry(*one) for one in entries)))


ON_HOME = home(("Thảo luận", "/trang/Thao_luan:Trang_nhat"), ("Tin tức", "/tin-tuc"))


@pytest.mark.parametrize(("title", "path", "expected"), [
    ("Xem lịch sử", "/index.php?title=X&action=history", True),
    ("Bản cũ", "/xem?id=tin:bai&rev=1795064400", True),
    ("Đăng nhập", "/dang-nhap?returnto=Trang+nh%E1%BA%A5t", True),
    ("Thảo luận", "/trang/Thao_luan:Th%C3%B4ng_b%C3%A1o", True),     # on the home page it leads elsewhere
    ("Ý kiến", "/trang/Y_kien:Th%C3%B4ng_b%C3%A1o", False),           # the home page has no such entry
    ("Tin tức", "/tin-tuc", False),
    ("Tin tức", "/phong-ban/tin-tuc", False),                          # a part of the site with a menu of its own
    ("Tin tức", "/trang/Th%C3%B4ng_b%C3%A1o/tin-tuc", False),          # below the page
    ("Khen thưởng", "/tin?rev=khen-thuong", False),
])
def test_tools_are_no_channels(title, path, expected):
    assert is_tool(entry(title, path), PAGE, ON_HOME) is expected


def test_names_that_every_address_has_say_nothing():
    on_home = home(("Tin tức", "/index.html"))
    assert not is_tool(entry("Tin tức", "/tin/index.html"), f"{SITE}/phong/index.html", on_home)
