"""How often somebody may try a password: counted by name and by address, in this process's memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from threading import Lock

WINDOW = 900      # seconds
BY_NAME = 10      # wrong passwords for one name within the window
BY_ADDRESS = 50   # from one address: an office may sit behind a single one
REMEMBERED = 10_000  # keys; beyond that the oldest are forgotten


class Throttle:
    """Wrong passwords of the last quarter of an hour."""

    def __init__(self) -> None:
        self._failed: dict[str, deque[float]] = {}
        self._lock = Lock()

    def wait(self, name: str, address: str, now: float) -> int:
        """Seconds until the next try is allowed; 0 when it is."""
        with self._lock:
            return max(self._wait(key, most, now) for key, most in _keys(name, address))

    def failed(self, name: str, address: str, now: float) -> None:
        with self._lock:
            for key, _ in _keys(name, address):
                self._failed.setdefault(key, deque()).append(now)
            while len(self._failed) > REMEMBERED:
                del self._failed[next(iter(self._failed))]

    def succeeded(self, name: str) -> None:
        """The right password was given: the name's slips are forgotten, the address's are not."""
        with self._lock:
            self._failed.pop(f"name {name}", None)

    def _wait(self, key: str, most: int, now: float) -> int:
        tries = self._failed.get(key, deque())
        while tries and tries[0] <= now - WINDOW:
            tries.popleft()
        return int(tries[-most] + WINDOW - now) + 1 if len(tries) >= most else 0


def _keys(name: str, address: str) -> Iterable[tuple[str, int]]:
    return (f"name {name}", BY_NAME), (f"address {address}", BY_ADDRESS)
