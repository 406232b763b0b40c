"""Politeness: who may go when, per host and per shared backend, and what a refusal does."""

from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.turnstile import SLOWDOWN, Turnstile


@dataclass(frozen=True)
class Ask:
    host: str
    portal: str = "P"
    backend: str = ""
    priority: int = 0


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def play(turnstile: Turnstile, clock: Clock, seconds: float = 0.0) -> list[tuple[float, Ask]]:
    """Let everything through, each request taking `seconds`; returns (start, request)."""
    started = []
    while turnstile.waiting:
        ask = turnstile.next()
        if ask is None:
            pause = turnstile.sleep()
            assert pause is not None, "requests wait, but nothing will ever let them go"
            clock.now += max(pause, 0.001)
            continue
        started.append((clock.now, ask))
        clock.now += seconds
        turnstile.done(ask.host)
    return started


def test_one_host_gets_one_request_per_delay(clock):
    turnstile = Turnstile(2.3, clock=clock)
    for _ in range(4):
        turnstile.add(Ask("a"))
    starts = [at for at, _ in play(turnstile, clock, seconds=0.2)]
    assert [b - a for a, b in pairwise(starts)] == pytest.approx([2.3] * 3, abs=0.01)


def test_hosts_do_not_wait_for_each_other(clock):
    turnstile = Turnstile(2.0, clock=clock)
    for host in "abc":
        turnstile.add(Ask(host))
    assert [at for at, _ in play(turnstile, clock)] == [0.0, 0.0, 0.0]


def test_a_shared_backend_has_one_rate_for_all_its_hosts(clock):
    turnstile = Turnstile(2.0, {"one": 0.5}, clock=clock)
    for host in "abcd":
        turnstile.add(Ask(host, backend="one"))
        turnstile.add(Ask(host, backend="one"))
    started = play(turnstile, clock)
    starts = [at for at, _ in started]
    assert min(b - a for a, b in pairwise(starts)) >= 0.5
    for host in "abcd":
        own = [at for at, ask in started if ask.host == host]
        assert own[1] - own[0] >= 2.0


def test_a_backend_without_a_limit_of_its_own_has_the_hosts_delay(clock):
    turnstile = Turnstile(2.0, clock=clock)
    turnstile.add(Ask("a", backend="b"))
    turnstile.add(Ask("c", backend="b"))
    assert [at for at, _ in play(turnstile, clock)] == pytest.approx([0.0, 2.0], abs=0.01)


def test_a_host_has_one_request_under_way(clock):
    turnstile = Turnstile(0.0, clock=clock)
    turnstile.add(Ask("a"))
    turnstile.add(Ask("a"))
    assert turnstile.next() is not None
    assert turnstile.next() is None
    turnstile.done("a")
    assert turnstile.next() is not None


def test_a_refusal_pauses_the_host_and_slows_it_for_the_night(clock):
    turnstile = Turnstile(2.0, clock=clock)
    for _ in range(3):
        turnstile.add(Ask("a"))
    turnstile.next()
    turnstile.refused("a", 40)
    turnstile.done("a")
    starts = [at for at, _ in play(turnstile, clock)]
    assert starts[0] == pytest.approx(40, abs=0.01)
    assert starts[1] - starts[0] == pytest.approx(2.0 * SLOWDOWN, abs=0.01)


def test_crawl_delay_is_honoured_and_never_makes_faster(clock):
    turnstile = Turnstile(2.0, clock=clock)
    turnstile.slow("a", 5)
    turnstile.slow("a", 1)
    turnstile.add(Ask("a"))
    turnstile.add(Ask("a"))
    assert [at for at, _ in play(turnstile, clock)] == pytest.approx([0.0, 5.0], abs=0.01)


def test_dropping_a_portal_takes_back_only_its_requests(clock):
    turnstile = Turnstile(0.0, clock=clock)
    turnstile.add(Ask("a", portal="P"))
    turnstile.add(Ask("a", portal="Q"))
    turnstile.add(Ask("b", portal="P"))
    assert {(a.host, a.portal) for a in turnstile.drop("P")} == {("a", "P"), ("b", "P")}
    assert [a.portal for _, a in play(turnstile, clock)] == ["Q"]


def test_priority_decides_on_one_host(clock):
    turnstile = Turnstile(0.0, clock=clock)
    for priority in (10, -5, 0):
        turnstile.add(Ask("a", priority=priority))
    assert [a.priority for _, a in play(turnstile, clock)] == [-5, 0, 10]


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(["", "x", "y"])), max_size=40))
def test_everything_goes_once_and_never_too_early(asks):
    clock = Clock()
    turnstile = Turnstile(1.0, {"x": 0.3}, clock=clock)
    for host, backend in asks:
        turnstile.add(Ask(host, backend=backend))
    started = play(turnstile, clock, seconds=0.1)
    assert sorted((a.host, a.backend) for _, a in started) == sorted(asks)
    for host in "abcd":
        own = [at for at, ask in started if ask.host == host]
        assert all(b - a >= 1.0 - 1e-9 for a, b in pairwise(own))
    shared = [at for at, ask in started if ask.backend == "x"]
    assert all(b - a >= 0.3 - 1e-9 for a, b in pairwise(shared))


def test_what_is_under_way_while_the_process_stands_still_may_have_left_at_its_end(clock):
    turnstile = Turnstile(1.0, {"b": 1.0}, clock)
    turnstile.add(Ask("one", backend="b"))
    turnstile.add(Ask("two", backend="b"))
    turnstile.add(Ask("three"))
    turnstile.add(Ask("three"))
    clock.now = 10.0
    first, alone = turnstile.next(), turnstile.next()
    assert {first.host, alone.host} == {"one", "three"}
    turnstile.done("three")  # it was answered before: its pause counts from its start
    clock.now = 10.9
    turnstile.stood_still()
    clock.now = 11.0
    assert turnstile.next() == Ask("three")
    clock.now = 11.8
    assert turnstile.next() is None
    clock.now = 11.9
    assert turnstile.next() == Ask("two", backend="b")
