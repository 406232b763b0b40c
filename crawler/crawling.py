"""A crawl process from the outside: begun anew when it dies with work left, ended when it hangs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import IO

from sqlalchemy import Engine

from crawler.run import NightRun, give_up

TRIES = 3        # a crawl process that dies is started again; the ledger knows what is left
STILL = 1200     # seconds without one answer: a crawl process hangs, for no host may ask for more than 15 minutes


def crawl_to_end(engine: Engine, run: NightRun, crawl: Callable[[IO[bytes]], int], left: Callable[[], int],
                 tell: Callable[[int], None]) -> int:
    """How many requests are left open when the crawl is done or died too often. A page on which it died twice (too
    little memory for it) is given up: that portal is not observed for a fault of ours, the others go on."""
    tries, last = TRIES, 0
    with tempfile.TemporaryFile() as mark:
        while tries:
            tries -= 1
            mark.truncate(0)  # of the process before: a new one that dies at its start was not reading that page
            code = crawl(mark)
            if code == 0 and not left():
                return 0
            tell(code)
            page = read_mark(mark)
            if page and page == last:
                give_up(engine, run, page)
                tries = TRIES
            last = page
    return left()


def read_mark(mark: IO[bytes]) -> int:
    """The visit whose page was being read when the crawl process ended, 0 when it read none."""
    mark.seek(0)
    return int.from_bytes(mark.read(8), "big")


def crawl_command(run: NightRun, mark: IO[bytes], *arguments: str) -> list[str]:
    """The command line of a crawl; each argument is a `name=value` of the spider's."""
    given = (f"night={run.night_id}", f"token={run.token}", f"mark={mark.fileno()}", *arguments)
    return [sys.executable, "-m", "scrapy", "crawl", "portal", *(part for one in given for part in ("-a", one))]


def watch(child: subprocess.Popen[bytes], done: Callable[[], int], patience: float, every: float = 1.0) -> int:
    """Wait for a crawl and return its code. `done` is asked how many requests have their outcome; one that has hung or
    stood still (SIGSTOP) for so many seconds is ended: there are never two."""
    still, before = 0.0, -1
    try:
        while True:
            try:
                return child.wait(timeout=every)
            except subprocess.TimeoutExpired:
                now = done()
                still, before = (still + every if now == before else 0.0), now
                if still > patience:
                    child.kill()
    finally:
        if child.poll() is None:  # whoever counts cannot reach the database
            child.kill()
            child.wait()
