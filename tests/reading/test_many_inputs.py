"""The laws of reading on more than 200,000 small inputs: many of them share one page, so that they cost seconds.

An input is one printed text, one address, one row of a list with a shape and a day of its own, or one piece of broken
markup; it is not a page. Each is judged by itself, except pieces: they are judged by what the page of them becomes.
`SOI_MANY` multiplies the number; with it every run draws other inputs, and a failure names the seed to draw it again.
"""

import os
import random
from collections import Counter
from datetime import date, timedelta

import pytest

from spiders.reading import read
from spiders.reading.dates import all_dates, stated_date
from spiders.reading.identity import key_of
from tests.reading.generated import Way, loose_pieces, make_list, rename_classes, write
from tests.reading.generated_texts import print_day, print_no_day, spell_twice
from tests.reading.test_properties import NOW, URL, check_sound

TIMES = int(os.environ.get("SOI_MANY", "1"))
SEED = random.SystemRandom().randrange(2**32) if TIMES > 1 else 20261120
LEAST = 200_000
PAGE = 120  # inputs that share a page
_done = Counter()


def seeds(count):
    """So many seeds, and as many dice: each input can be drawn again from its seed alone."""
    for number in range(count * TIMES):
        seed = f"{SEED}/{number}"
        yield seed, random.Random(seed)


def test_a_printed_day_is_read_as_that_day_or_refused():
    for seed, dice in seeds(60_000):
        text, day = print_day(dice)
        stated = stated_date(text, now=NOW, source="row")
        believed = date(1990, 1, 1) <= day <= NOW.date() + timedelta(days=1)
        assert stated is not None, (seed, text)
        assert stated.on == (day if believed else None), (seed, text, stated)
        _done["printed days"] += 1


def test_a_text_without_a_day_gives_none():
    for seed, dice in seeds(30_000):
        text = print_no_day(dice)
        assert [found for found in all_dates(text, now=NOW) if found.on] == [], (seed, text)
        _done["texts without a day"] += 1


def test_two_spellings_of_an_address_are_one_page_and_no_other():
    for seed, dice in seeds(40_000):
        one, two, other = spell_twice(dice)
        assert key_of(one) == key_of(two), (seed, one, two)
        assert key_of(one) != key_of(other), (seed, one, other)
        _done["addresses"] += 1


def test_each_row_of_a_long_list_has_its_own_title_address_and_day():
    for seed, dice in seeds(40_000 // PAGE):
        made = make_list(dice, PAGE)
        names = rename_classes(dice) if dice.random() < 0.5 else {}
        form = dice.choice(("NFC", "NFD"))
        way = Way(dice, dice.random() < 0.5, dice.random() < 0.5, dice.choice((0, 2)), names, form)
        found = read(write(made.page, way).encode(), URL, now=NOW, expect="list").items
        got = [(i.title, i.url.removeprefix("https://xamau.example.vn"), i.published and i.published.on) for i in found]
        assert got == [(title, address, day and date(*day)) for title, address, day in made.rows], seed
        _done["rows"] += len(made.rows)


def test_pieces_of_broken_markup_become_a_reading_that_can_be_stored():
    for seed, dice in seeds(40_000 // PAGE):
        print(seed)  # the last one is shown when reading raises
        page = loose_pieces(dice, PAGE).encode("utf-8", "surrogatepass")
        check_sound(read(page, URL, now=NOW, expect=dice.choice((None, "home", "list", "article", "qa"))))
        _done["pieces"] += PAGE


def test_they_were_as_many_as_is_said(capsys):
    if len(_done) < 5:
        pytest.skip("counts the other tests of this file, which did not run")
    with capsys.disabled():
        print(f"\n{sum(_done.values()):,} generated inputs: "
              + ", ".join(f"{count:,} {name}" for name, count in _done.items()))
    assert sum(_done.values()) >= LEAST
