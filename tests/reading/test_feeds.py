"""Feeds and sitemaps that are odd, packed or hostile."""

import gzip
from datetime import date, datetime

import pytest

from spiders.reading.feeds import find_feeds, is_feed, read_feed, unpack
from spiders.reading.page import Page

NOW = datetime.fromisoformat("2026-11-21T01:30:00+07:00")
URL = "https://xamau.example.vn/rss"


def rss(items):
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{items}</channel></rss>'.encode()


@pytest.mark.parametrize(("pub", "day"), [
    ("Fri, 20 Nov 2026 08:05:00 +0700", date(2026, 11, 20)), ("Tue, 31 Mar 2026 17:30:00 GMT", date(2026, 4, 1)),
    ("2026-11-20T08:05:00+07:00", date(2026, 11, 20)), ("20/11/2026 08:05", date(2026, 11, 20)), ("không rõ", None),
])
def test_dates_of_items(pub, day):
    item = f"<item><title>Tin</title><link>https://xamau.example.vn/a</link><pubDate>{pub}</pubDate></item>"
    reading = read_feed(rss(item), URL, NOW)
    assert [i.published and i.published.on for i in reading.items] == [day]


def test_items_without_an_address_are_left_out_and_without_a_title_counted():
    items = "<item><title>A</title></item><item><link>https://xamau.example.vn/b</link></item>"
    reading = read_feed(rss(items), URL, NOW)
    assert [i.url for i in reading.items] == ["https://xamau.example.vn/b"]
    assert reading.why == ("1 mục không có tiêu đề",)


@pytest.mark.parametrize("body", [
    b"<?xml version='1.0'?><rss><channel>", b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    b"<rss><channel><item><title>&x;</title></item></channel></rss>", b"<?xml version='1.0' encoding='x-none'?><rss/>"])
def test_broken_and_hostile_xml_is_an_error_and_resolves_nothing(body):
    reading = read_feed(body, URL, NOW)
    assert (reading.kind, reading.items) == ("error", ())


def test_a_packed_sitemap_is_unpacked_and_a_broken_one_is_left():
    body = b"<?xml version='1.0'?><urlset><url><loc>https://xamau.example.vn/a</loc></url></urlset>"
    assert unpack(gzip.compress(body)) == body
    assert unpack(b"\x1f\x8bxx") == b"\x1f\x8bxx"
    assert [i.url for i in read_feed(body, URL, NOW).items] == ["https://xamau.example.vn/a"]


def test_xhtml_is_no_feed():
    assert not is_feed(b"<?xml version='1.0'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'></html>")
    assert is_feed(b"\xef\xbb\xbf<?xml version='1.0'?><rss></rss>")


def test_feeds_that_a_page_names():
    html = ('<html><head><link rel="alternate" type="application/rss+xml" href="/rss/tin.rss">'
            '<link rel="alternate" type="application/rss+xml" href="https://khac.example.vn/rss"></head>'
            '<body><a href="/comments/feed/">x</a><a href="/tin/feed/">RSS</a></body></html>')
    found = find_feeds(Page(html, "https://xamau.example.vn/", now=NOW))
    assert "https://xamau.example.vn/rss/tin.rss" in found
    assert not any("khac" in url for url in found)
