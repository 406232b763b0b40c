"""Politeness in one place: decides which planned request may go now, per host and per shared backend.

Every request passes here, robots.txt and redirects included: one at a time per host, `delay` seconds between two
starts on a host, and the backend's own delay between two starts on any of its hosts. A refusal (429, 503, "please
wait" with status 200) pauses the host and slows it down for the rest of the night.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

SLOWDOWN = 1.5       # a refused host goes this much slower for the night
DELAY_MAX = 60.0
PAUSE_DEFAULT = 30.0  # seconds when a refusal names none
PAUSE_MAX = 900.0
BUSY = 0.2           # seconds between two looks at a busy host


class Waiting(Protocol):
    """What the turnstile must know of a planned request."""

    @property
    def portal(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def backend(self) -> str: ...
    @property
    def priority(self) -> int: ...


@dataclass(slots=True)
class _Lane:
    delay: float
    ready_at: float = 0.0
    busy: bool = False
    backend: str = ""  # of the request that is under way
    queue: list[tuple[int, int, Waiting]] = field(default_factory=list)
    listed: bool = False  # whether it stands in the heap of lanes that may go


class Turnstile:
    """`add` planned requests, ask `next` for one that may go, report `done` or `refused`.

    Seconds are those of `clock` (monotonic). A backend without a limit of its own has the hosts' delay. With `taken`,
    another process may just have asked the same hosts: each is left alone for its delay first.
    """

    def __init__(
        self, delay: float, backends: Mapping[str, float] | None = None, clock: Callable[[], float] = time.monotonic,
        *, taken: bool = False,
    ) -> None:
        self.delay = delay
        self.clock = clock
        self._taken = clock() if taken else None
        self._limits = dict(backends or {})
        self._backend_ready: dict[str, float] = {}
        self._lanes: dict[str, _Lane] = {}
        self._heap: list[tuple[float, str]] = []
        self._count = 0
        self.waiting = 0

    def add(self, visit: Waiting, after: float = 0.0) -> None:
        """Queue a request; with `after`, its host is left alone for at least so many seconds first."""
        lane = self._lane(visit.host)
        self._count += 1
        heapq.heappush(lane.queue, (visit.priority, self._count, visit))
        self.waiting += 1
        if after:
            lane.ready_at = max(lane.ready_at, self.clock() + after)
        self._list(visit.host, lane)

    def next(self) -> Waiting | None:
        """A request that may go now, marked as under way on its host; None when all must wait."""
        now = self.clock()
        while self._heap and self._heap[0][0] <= now:
            _, host = heapq.heappop(self._heap)
            lane = self._lanes[host]
            lane.listed = False
            if lane.busy or not lane.queue:
                continue
            visit = lane.queue[0][2]
            ready = max(lane.ready_at, self._ready(visit.backend))
            if ready > now:
                self._list(host, lane, ready)
                continue
            heapq.heappop(lane.queue)
            self.waiting -= 1
            self._go(lane, visit.backend, now)
            return visit
        return None

    def claim(self, host: str, backend: str, held: bool) -> float:
        """A turn for a request that is not queued, one of a page being rendered: 0 when it may go now, else seconds to
        wait before asking again. `held`: the page itself keeps its host's lane; otherwise `done` ends the turn."""
        now = self.clock()
        lane = self._lane(host)
        if lane.busy and not held:
            return BUSY
        ready = max(lane.ready_at, self._ready(backend))
        if ready > now:
            return ready - now
        self._go(lane, backend, now)
        return 0.0

    def _lane(self, host: str) -> _Lane:
        if host not in self._lanes:
            self._lanes[host] = _Lane(self.delay, 0.0 if self._taken is None else self._taken + self.delay)
        return self._lanes[host]

    def _ready(self, backend: str) -> float:
        """From when the backend may be asked."""
        if not backend:
            return 0.0
        first = 0.0 if self._taken is None else self._taken + self._limits.get(backend, self.delay)
        return self._backend_ready.get(backend, first)

    def _go(self, lane: _Lane, backend: str, now: float) -> None:
        lane.busy, lane.backend = True, backend
        lane.ready_at = now + lane.delay
        if backend:
            self._backend_ready[backend] = now + self._limits.get(backend, self.delay)

    def went(self, host: str, backend: str) -> None:
        """A request really goes now, which on a busy machine is later than its turn was: pauses count from here."""
        self._leave_alone(self._lane(host), backend)

    def stood_still(self) -> None:
        """This process did nothing for a while, as on a machine that has too much to do: what is under way may have
        left only now, and pauses count from here."""
        for lane in self._lanes.values():
            if lane.busy:
                self._leave_alone(lane, lane.backend)

    def _leave_alone(self, lane: _Lane, backend: str) -> None:
        now = self.clock()
        lane.ready_at = max(lane.ready_at, now + lane.delay)
        if backend:
            self._backend_ready[backend] = max(self._ready(backend), now + self._limits.get(backend, self.delay))

    def sleep(self) -> float | None:
        """Seconds until a request may go; None when only an answer under way can change anything."""
        return max(0.0, self._heap[0][0] - self.clock()) if self._heap else None

    def done(self, host: str) -> None:
        """The host's request has ended."""
        lane = self._lanes[host]
        lane.busy = False
        self._list(host, lane)

    def refused(self, host: str, seconds: float | None) -> None:
        """The host asked for patience: wait that long (bounded), then go slower for the rest of the night."""
        lane = self._lane(host)
        pause = min(PAUSE_MAX, PAUSE_DEFAULT if seconds is None else seconds)
        lane.delay = min(DELAY_MAX, max(lane.delay, 0.05) * SLOWDOWN)
        lane.ready_at = max(lane.ready_at, self.clock() + pause)

    def slow(self, host: str, delay: float) -> None:
        """The host's robots.txt names a Crawl-delay: never faster than that (bounded)."""
        lane = self._lane(host)
        lane.delay = max(lane.delay, min(delay, DELAY_MAX))

    def drop(self, portal: str) -> list[Waiting]:
        """Take back all that waits for a portal."""
        dropped: list[Waiting] = []
        for lane in self._lanes.values():
            kept = [entry for entry in lane.queue if entry[2].portal != portal]
            if len(kept) != len(lane.queue):
                dropped += [entry[2] for entry in lane.queue if entry[2].portal == portal]
                heapq.heapify(kept)
                lane.queue = kept
        self.waiting -= len(dropped)
        return dropped

    def _list(self, host: str, lane: _Lane, ready: float | None = None) -> None:
        if not lane.listed and not lane.busy and lane.queue:
            lane.listed = True
            heapq.heappush(self._heap, (lane.ready_at if ready is None else ready, host))
