"""Which entries of a site's menus become channels: one for each place, whatever a page says of itself."""

from __future__ import annotations

from datetime import date

import pytest

from crawler.facts import Block, MenuEntry, Reading
from crawler.models import Visit
from crawler.settle.channels import menu_of
from crawler.settle.harvest import Answer, Harvest
from spiders.walk import channel_entries

NOTICES = MenuEntry("Thông báo", "https://xamau.example.vn/thong-bao", ("Chuyên mục",), "xamau.example.vn/thong-bao")
HERE = MenuEntry("Thông báo", None, ("Chuyên mục",))
DOCUMENTS = MenuEntry("Văn bản", None)


def seen(*menu: MenuEntry) -> Answer:
    return Answer(Visit(outcome="observed"), Reading("list", menu=menu), "1")


def test_an_entry_that_leads_nowhere_on_its_own_page_is_no_second_channel() -> None:
    harvest = Harvest(1, date(2026, 11, 20), "X1", "https://xamau.example.vn/", True, [], home=seen(NOTICES, DOCUMENTS),
                      lists={NOTICES.key: {1: seen(HERE, DOCUMENTS)}})
    assert menu_of(harvest) == {NOTICES.key: NOTICES, "#Văn bản": DOCUMENTS}


def test_a_heading_without_address_that_no_page_links_stays() -> None:
    harvest = Harvest(1, date(2026, 11, 20), "X1", "https://xamau.example.vn/", True, [], home=seen(HERE))
    assert menu_of(harvest) == {"#Chuyên mục / Thông báo": HERE}


def test_the_heading_of_a_block_that_leads_to_its_feed_is_no_channel() -> None:
    feed, more = "https://xamau.example.vn/index.rss", "https://xamau.example.vn/tin"
    reading = Reading("list", feeds=(feed,), blocks=(
        Block("RSS", feed, (), 1.0, "div"), Block("Tin mới", more, (), 1.0, "div")))
    assert [entry.url for entry in channel_entries(reading)] == [more]


@pytest.mark.xfail(strict=True, reason=(
    "Pelican's notmyidea: the newest post, whole, heads the block of the others and is walked as one; only its own "
    "page shows that it is a post"))
def test_a_post_that_heads_the_block_of_the_others_is_no_channel() -> None:
    post = "https://xamau.example.vn/to-cong-nghe-so-cong-dong.html"
    block = Block("Tổ công nghệ số cộng đồng thôn Hai hướng dẫn người dân nộp hồ sơ", post, (), 1.0, "section#content")
    assert list(channel_entries(Reading("page", blocks=(block,)))) == []
