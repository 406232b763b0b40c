"""Laws of reading: it never raises, depends on nothing that says nothing, and takes no date from elsewhere.

`SOI_FUZZ` sets the number of generated inputs per law; `make fuzz` runs them by the hundred thousand.
"""

import json
import os
import random
from datetime import date, datetime, timedelta
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crawler.facts import PageKind, reading_from_json, to_json
from spiders.reading import read
from tests.reading.generated import Way, article_pages, list_pages, markup, rename_classes, write

NOW = datetime.fromisoformat("2026-11-20T01:30:00+07:00")
URL = "https://xamau.example.vn/tin"
KINDS = frozenset(get_args(PageKind))
FUZZ = int(os.environ.get("SOI_FUZZ", "300"))

law = settings(max_examples=FUZZ, deadline=None, derandomize="SOI_FUZZ" not in os.environ, database=None,
               suppress_health_check=list(HealthCheck))


def facts(reading):
    """What a page says, without how it was found."""
    article = reading.article
    return (
        reading.kind, [(i.key, i.title, i.published and i.published.on) for i in reading.items],
        reading.next and reading.next.url, [e.title for e in reading.menu],
        article and (article.title, article.published and article.published.on, article.body_hash),
        reading.placeholder,
    )


def check_sound(reading):
    """A reading of anything at all can be stored, and its dates are days that can have been."""
    assert reading.kind in KINDS
    text = json.dumps(to_json(reading), ensure_ascii=False)
    text.encode("utf-8")
    assert "\x00" not in text
    assert to_json(reading_from_json(json.loads(text)))["kind"] == reading.kind
    stated = [i.published for i in reading.items] + [reading.article.published if reading.article else None]
    for day in (s.on for s in stated if s is not None and s.on is not None):
        assert date(1990, 1, 1) <= day <= NOW.date() + timedelta(days=1)


asked = st.fixed_dictionaries({}, optional={
    "status": st.sampled_from([200, 200, 200, 403, 404, 429, 500, 503]),
    "content_type": st.sampled_from([
        None, "text/html; charset=utf-8", "text/html; charset=nonsense", "application/json", "application/rss+xml",
        "text/plain; charset=utf-16", ""]),
    "expect": st.sampled_from([None, "home", "list", "article", "qa"]),
})
starts = st.sampled_from([b"", b"<html>", b"\x1f\x8b", b"<?xml version='1.0'?><rss>", b"{", b"[{", b"\xff\xfe",
                          b"\xef\xbb\xbf<!doctype html>", b"%PDF", b"<urlset>", b"<a href='"])


@law
@given(start=starts, rest=st.binary(max_size=400), ask=asked)
def test_reading_any_bytes_classifies_and_never_raises(start, rest, ask):
    check_sound(read(start + rest, URL, now=NOW, **ask))


@law
@given(page=markup(), ask=asked, url=st.sampled_from([URL, "https://x.vn/tin?page=3", "http://127.0.0.1:80", "http://x/"]))
def test_reading_any_markup_classifies_and_never_raises(page, ask, url):
    check_sound(read(page.encode("utf-8", "surrogatepass"), url, now=NOW, **ask))


ways = st.fixed_dictionaries({
    "shuffle": st.booleans(), "space": st.booleans(), "wrap": st.sampled_from([0, 1, 3, 9]), "rename": st.booleans(),
    "form": st.sampled_from(["NFC", "NFD"]), "seed": st.integers(0, 2**16),
})


def write_both(page, way):
    dice = random.Random(way["seed"])
    other = Way(dice, way["shuffle"], way["space"], way["wrap"], rename_classes(dice) if way["rename"] else {},
                way["form"])
    return write(page, Way(random.Random(0))).encode(), write(page, other).encode()


@law
@given(made=list_pages(), way=ways)
def test_a_list_says_the_same_however_it_is_written(made, way):
    plain, other = write_both(made.page, way)
    assert facts(read(other, URL, now=NOW)) == facts(read(plain, URL, now=NOW))


@law
@given(made=article_pages(), way=ways)
def test_a_post_says_the_same_however_it_is_written(made, way):
    plain, other = write_both(made[0], way)
    assert facts(read(other, URL, now=NOW, expect="article")) == facts(read(plain, URL, now=NOW, expect="article"))


@law
@given(made=list_pages())
def test_rows_have_the_days_printed_in_them_and_no_others(made):
    reading = read(write(made.page, Way(random.Random(0))).encode(), URL, now=NOW, expect="list")
    found = [(i.title, i.url.removeprefix("https://xamau.example.vn"), i.published and i.published.on)
             for i in reading.items]
    assert found == [(title, address, day and date(*day)) for title, address, day in made.rows]
    assert (reading.next and reading.next.url.removeprefix("https://xamau.example.vn")) == made.next


@law
@given(made=article_pages())
def test_a_post_has_the_day_printed_beside_its_headline_or_none(made):
    page, title, day = made
    article = read(write(page, Way(random.Random(0))).encode(), URL, now=NOW, expect="article").article
    assert article is not None
    assert article.title == title
    assert (article.published and article.published.on) == (day and date(*day))
