"""The one try in HTTP/2: when it is due, what ends it, and that a resumed night does not repeat it."""

import pytest

from crawler.ledger import Plan
from spiders.http2 import Http2
from spiders.tour import Tour

URL = "https://xa.vn/robots.txt"


def plan(number, url=URL):
    return Plan("X1", "robots", url, "k", id=number)


def end(http2, number, *, answered=False, unheard=True, url=URL):
    """(went in HTTP/2, is asked again in the other protocol)."""
    second = http2.ask(plan(number, url))
    return second, http2.note(url, http2.end(plan(number, url)), answered=answered, unheard=unheard)


def test_a_host_that_answers_nothing_is_asked_once_in_http2_and_has_the_last_word_in_http1():
    http2 = Http2()
    assert [end(http2, n) for n in range(5)] == [
        (False, True), (True, True), (False, False), (False, False), (False, False)]


def test_a_host_that_answers_in_http2_is_asked_in_it_from_then_on():
    http2 = Http2()
    assert [end(http2, n, answered=n in (1, 2)) for n in range(5)] == [(False, True), *[(True, False)] * 4]


@pytest.mark.parametrize(("url", "answered", "unheard"), [
    (URL, True, False), (URL, False, False), ("http://xa.vn/robots.txt", False, True)])
def test_no_try_after_an_answer_nor_where_nobody_listens_nor_in_plain_http(url, answered, unheard):
    http2 = Http2()
    assert [end(http2, n, answered=answered, unheard=unheard, url=url) for n in range(2)] == [(False, False)] * 2


def test_what_was_learned_is_learned_again_from_the_ledger():
    http2 = Http2()
    for marks in ([], ["http2"]):
        http2.note(URL, marks, answered=False, unheard=True)
    assert not http2.ask(plan(3))
    http2 = Http2()
    http2.note(URL, [], answered=False, unheard=True)
    http2.note(URL, ["http2"], answered=True, unheard=False)
    assert http2.ask(plan(3))


def test_the_try_is_one_of_the_attempts_that_a_night_makes():
    tour = Tour("X1", "https://xa.vn/", frozenset({"xa.vn"}), "", "auto", None, False, None, {}, 0)
    again = tour.retry(plan(1), "tls_failed", otherwise=True)
    assert [p.attempt for p in again] == [2]
    assert tour.retry(plan(1), "tls_failed") == []
    third = tour.retry(again[0], "down", otherwise=True)
    assert tour.retry(third[0], "down", otherwise=True) == []
