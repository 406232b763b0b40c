"""A process that goes on for another one asks as slowly as that one had learned to."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

from crawler.models import Visit
from crawler.turnstile import Turnstile
from spiders.http2 import Http2
from spiders.resumed import left_to_wait, rebuild


def visit(**more) -> Visit:
    return Visit(**{"url": "http://a.vn/robots.txt", "key": "robots:a.vn", "purpose": "robots", "marks": None,
                    "finished_at": datetime.now(UTC)} | more)


def resumed(*visits: Visit) -> list[float]:
    """When the two next requests to the host go, in seconds from now."""
    now = [0.0]
    turnstile = Turnstile(1.0, clock=lambda: now[0], taken=True)
    tour = SimpleNamespace(code="A", requests=0, asked_robots=set(), learn_robots=lambda host, text: float(text))
    ledger = SimpleNamespace(done=lambda _: visits, raw=lambda digest: {"robots": digest}, asked_again=lambda _: True)
    rebuild(tour, ledger, Http2(), turnstile)
    went: list[float] = []
    for number in range(2):
        turnstile.add(SimpleNamespace(portal="A", host="a.vn", backend="", priority=number))
    while len(went) < 2:
        now[0] = round(now[0] + 0.1, 1)
        if turnstile.next() is not None:
            went.append(now[0])
            turnstile.done("a.vn")
    return went


def test_the_delay_that_robots_txt_asks_for_is_kept():
    assert resumed() == [1.0, 2.0]
    assert resumed(visit(outcome="observed", reading="5")) == [1.0, 6.0]


def test_a_pause_that_was_asked_for_is_kept_to_its_end():
    first, second = resumed(visit(outcome="refused", marks=["wait 40"],
                                  finished_at=datetime.now(UTC) - timedelta(seconds=10)))
    assert 29 < first < 31
    assert 1.4 < second - first < 1.7


def test_what_is_left_of_a_pause():
    now = datetime(2026, 11, 20, tzinfo=UTC)
    ended = now - timedelta(seconds=12)
    assert left_to_wait(visit(marks=["tls_invalid", "wait 40"], finished_at=ended), now) == 28
    assert left_to_wait(visit(finished_at=ended), now) == 18
    assert left_to_wait(visit(marks=["wait 5"], finished_at=ended), now) == 0
