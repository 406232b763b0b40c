"""Nights on a cluster whose parts are killed at random, each compared with an undisturbed night of one process."""

from __future__ import annotations

import random
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from crawler.database import migrate
from tests.cluster.machines import Machines, two_workers
from tests.cluster.server import Portals, serve_portals
from tests.crash.place import NOW, Place, _pages
from tests.nights import ROOT, environment, night_command, registry_file
from tests.services.postgresql import PostgresqlServer, postgresql_server

DELAY = 1.0      # seconds between two requests to a backend, unless told otherwise
PATIENCE = 1800  # seconds for one night, kills included, on a machine that has other work
PARTS = ("worker", "scheduler", "driver", "crawl", "hung crawl")
SLOW = 2.0       # what robots.txt of every fourth portal asks for
LEAST = 0.8      # of a delay between two arrivals: on a busy machine a request that must connect first goes late


@dataclass
class Trial:
    """One night: what was killed, what differs from the undisturbed one, how the hosts were asked."""

    killed: str
    lost: int
    more: int
    at_once: int
    came_back: int
    closest: float
    seconds: float
    examples: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not (self.lost or self.more or self.at_once or self.came_back) and self.closest >= LEAST


@dataclass
class Bed:
    """What all trials share."""

    folder: Path
    server: PostgresqlServer
    portals: Portals
    registry: Path
    template: str
    threads: int = 1  # crawls at a time on each worker
    delay: float = DELAY

    def place(self, name: str) -> Place:
        url = self.server.url(self.server.create_database(self.template))
        return Place(self.folder / name, url, self.registry, self.folder)

    def environment(self, place: Place) -> dict[str, str]:
        place.data.mkdir(parents=True, exist_ok=True)
        return environment(place.data, NOW, SOICONG_DATABASE_URL=place.url, SOICONG_DELAY=str(self.delay))


@contextmanager
def lay_bed(folder: Path, portals: int, groups: int, threads: int = 1, delay: float = DELAY) -> Iterator[Bed]:
    """Portals on addresses of their own, shared out over backends, and a PostgreSQL with the schema."""
    hosts = [f"127.0.{60 + n // 200}.{1 + n % 200}" for n in range(portals)]
    backends = {host: f"g{n % groups}" for n, host in enumerate(hosts)}
    pages = {host: _pages((11, 3)[n % 2], 2026) for n, host in enumerate(hosts)}
    slow = dict.fromkeys(hosts[::4], SLOW)
    for host in slow:
        pages[host]["/robots.txt"] = f"User-agent: *\nCrawl-delay: {SLOW:.0f}\n"
    with serve_portals(pages, backends, slow) as served, postgresql_server() as server:
        rows = [{"code": f"X{n:03}", "name": f"Xã Thử {n}", "url": f"http://{host}:{served.port}/", "hosts": host,
                 "backend": backends[host]} for n, host in enumerate(hosts)]
        template = server.create_database()
        migrate(server.url(template))
        yield Bed(folder, server, served, registry_file(folder / "portals.csv", rows), template, threads, delay)


def crawl_command(bed: Bed, *more: str) -> list[str]:
    python, flag, _, *rest = night_command(bed.registry, *more)
    return [python, flag, "tests.cluster.crawl_only", *rest]


def undisturbed(bed: Bed) -> Counter[tuple[str, str]]:
    """All that a night of one process leaves."""
    place = bed.place("whole")
    bed.portals.asked.clear()
    with (bed.folder / "whole.log").open("wb") as log:
        code = subprocess.run(crawl_command(bed), cwd=ROOT, env=bed.environment(place), stdout=log, stderr=log,
                              check=False, timeout=PATIENCE).returncode
    assert code in (0, 3), place.said()
    return place.left()


def play(bed: Bed, name: str, killed: str, expected: Counter[tuple[str, str]], chance: random.Random) -> Trial:
    """One night on two workers; "" kills nothing."""
    place, started = bed.place(name), time.monotonic()
    bed.portals.asked.clear()
    requests = sum(table == "visits" for table, _ in expected.elements())
    with two_workers(bed.folder / f"{name}-cluster", bed.environment(place), bed.threads) as machines:
        driver = start_driver(bed, place, machines)
        if killed and wait_for_requests(bed, driver, chance.randrange(1, int(requests * 0.8))):
            if killed == "driver":
                driver.kill()
                driver.wait()
                driver = start_driver(bed, place, machines)
            else:
                {"worker": machines.kill_worker, "scheduler": machines.kill_scheduler, "crawl": machines.kill_crawl,
                 "hung crawl": machines.hang_crawl}[killed](chance)
        try:
            code = driver.wait(timeout=PATIENCE)
        finally:
            driver.kill()
    left, rude = place.left(), bed.portals.rudeness(bed.delay)
    lost, more = expected - left, left - expected
    if code not in (0, 3):
        said = (bed.folder / f"{name}-cluster/machines.log").read_text(errors="replace").splitlines()[-20:]
        return Trial(f"{killed}: exit {code}", lost.total(), more.total(), *rude, time.monotonic() - started,
                     [*place.said().splitlines()[-5:], *said])
    return Trial(killed or "nothing", lost.total(), more.total(), *rude, time.monotonic() - started,
                 [f"lacks {row}" for row in list(lost)[:3]] + [f"has too much: {row}" for row in list(more)[:3]])


def start_driver(bed: Bed, place: Place, machines: Machines) -> subprocess.Popen[bytes]:
    with Path(f"{place.data}.log").open("ab") as log:
        command = crawl_command(bed, "--resume", "--engine", "dask", "--scheduler", machines.address)
        return subprocess.Popen(command, cwd=ROOT, env=machines.environment, stdin=subprocess.DEVNULL, stdout=log,
                                stderr=log)


def wait_for_requests(bed: Bed, driver: subprocess.Popen[bytes], number: int) -> bool:
    """Whether so many requests were made before the night ended."""
    while len(bed.portals.asked) < number and driver.poll() is None:
        time.sleep(0.02)
    return driver.poll() is None


def embedded(bed: Bed, name: str, expected: Counter[tuple[str, str]]) -> Trial:
    """One night on the workers of this machine alone."""
    place, started = bed.place(name), time.monotonic()
    bed.portals.asked.clear()
    with Path(f"{place.data}.log").open("ab") as log:
        code = subprocess.run(crawl_command(bed, "--engine", "dask"), cwd=ROOT, env=bed.environment(place),
                              stdout=log, stderr=log, check=False, timeout=PATIENCE).returncode
    assert code in (0, 3), place.said()
    left, rude = place.left(), bed.portals.rudeness(bed.delay)
    return Trial("embedded", (expected - left).total(), (left - expected).total(), *rude, time.monotonic() - started)


__all__ = ["DELAY", "PARTS", "Trial", "embedded", "lay_bed", "play", "undisturbed"]
