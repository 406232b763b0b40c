"""A page that surely is a post is read without its lists, and reads as it does with them."""

from dataclasses import replace

import pytest

import spiders.reading
from spiders.reading import read
from tests.reading.corpora import labelled_cases, saved_case, saved_folders


def read_as_post(case):
    return read(case.body, case.url, now=case.now, expect="article", status=case.ask.get("status", 200),
                content_type=case.ask.get("content_type"), hosts=frozenset(case.ask.get("hosts", ())))


@pytest.fixture(scope="module")
def both_ways():
    """Each page as it is read, and with its lists looked at whatever it is."""
    folders = saved_folders()
    cases = [saved_case(f) for f in folders if f.parent.name == "article" or folders.index(f) % 4 == 0]
    cases += list(labelled_cases("dates"))[::10]
    short = [read_as_post(case) for case in cases]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(spiders.reading, "why_surely_article", lambda page, article: None)
        return [(case.name, one, read_as_post(case)) for case, one in zip(cases, short, strict=True)]


def test_a_sure_post_reads_as_it_does_with_its_lists(both_ways):
    different = [name for name, short, full in both_ways
                 if replace(short, blocks=(), why=()) != replace(full, blocks=(), why=())]
    assert different == []


def test_most_posts_are_sure(both_ways):
    posts = [(short, full) for _, short, full in both_ways if full.kind == "article"]
    hurried = sum(short.why != full.why or bool(full.blocks and not short.blocks) for short, full in posts)
    assert hurried > 5, f"{hurried} of {len(posts)} posts were read without their lists"
