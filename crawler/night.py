"""One night from the outside: is it due, lock, crawl in a process of its own, settle, report, exit code."""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import Progress
from sqlalchemy import Engine

from crawler import clock, lock
from crawler.after import NotTold, child_environment, die_with_parent, digest_file, follow_up
from crawler.canaries.beside import Flock, canaries_beside
from crawler.cluster import EngineRefused, crawl_on_cluster, refuse_unusable
from crawler.config import ROOT, Settings
from crawler.database import migrate, open_engine
from crawler.probes import keep_rounds, load_references, our_outage, probing
from crawler.registry import load_portals, portals_on, registry_digest
from crawler.run import NightDone, NightRun, begin, choose, finish, give_up, interrupt, open_requests, progress
from crawler.said import say
from crawler.watching import CrawlFailed, Stopped, catching, progress_bar

TRIES = 3        # a crawl process that dies is started again; the ledger knows what is left
STILL = 1200     # seconds without one answer: a crawl process hangs, for no host may ask for more than 15 minutes

@dataclass(frozen=True, slots=True)
class Wishes:
    """What the command line asked for."""

    registry: Path
    only: Sequence[str] = ()
    backend: str | None = None
    full: bool = False
    canaries: bool = True
    cluster: bool = False          # one process a group of hosts, on a Dask cluster
    scheduler: str | None = None   # of that cluster; None: on this machine


def run_night(settings: Settings, wishes: Wishes, console: Console) -> int:
    """Run tonight to its end and return its exit code (0, 3, 4); `NightDone`, `Locked` and `Stopped` say why not."""
    today = clock.today(settings)
    portals = choose(portals_on(load_portals(wishes.registry), today), wishes.only, wishes.backend)
    references = load_references(settings.registry_dir / "references.csv")
    clocks = clock.Clocks()
    if wishes.cluster:
        refuse_unusable(settings, wishes.scheduler)
    migrate(settings.database)
    engine = open_engine(settings.database, write=True)
    token = lock.take(engine)
    run: NightRun | None = None
    try:
        night_id = begin(engine, settings, portals, registry_digest(wishes.registry), full=wishes.full, token=token)
        run = NightRun(night_id, token)
        say(console, f"Đêm {today:%d/%m/%Y}: thu thập {len(portals)} cổng.")
        digest_file(settings, today).unlink(missing_ok=True)  # of an earlier run of tonight: told again at the end
        singing = canaries_beside(settings) if wishes.canaries else nullcontext(Flock())
        with probing(references) as rounds, singing as flock:
            if wishes.cluster:
                crawl_on_cluster(engine, settings, run, wishes.scheduler, console)
            else:
                _crawl(engine, settings, run, console)
        keep_rounds(engine, night_id, rounds)
        code = finish(engine, settings, run, clocks.jumped() or our_outage(rounds) or flock.wrong)
        follow_up(engine, settings, today, console)
        return code
    except NightDone:
        follow_up(engine, settings, today, console)
        raise
    except Stopped as stopped:
        if run is not None:
            interrupt(engine, run, str(stopped))
        raise
    finally:
        lock.release(engine, token)


def _crawl(engine: Engine, settings: Settings, run: NightRun, console: Console) -> None:
    """Start the crawl process and watch it; a process that dies with work left is started again. A page on which it
    died twice (too little memory for it) is given up: that portal is not observed for a fault of ours, the others go
    on."""
    patience = STILL + 3 * settings.delay
    tries, last = TRIES, 0
    with progress_bar(console) as bar, tempfile.TemporaryFile() as mark:
        task = bar.add_task("Quan sát", total=None)
        while tries:
            tries -= 1
            code = _watch(_start_crawl(run, mark), engine, run, bar, task, patience)
            if code == 0 and not open_requests(engine, run.night_id):
                return
            say(console, f"Tiến trình thu thập dừng với mã {code}: chạy tiếp phần còn lại.", "yellow")
            page = read_mark(mark)
            if page and page == last:
                give_up(engine, run, page)
                tries = TRIES
            last = page
    left = open_requests(engine, run.night_id)
    interrupt(engine, run, f"tiến trình thu thập dừng {TRIES} lần, còn {left} yêu cầu dở")
    raise CrawlFailed(
        f"Tiến trình thu thập dừng {TRIES} lần, còn {left} yêu cầu dở. Xem thông báo lỗi phía trên, "
        "rồi chạy lại: python -m crawler nightly --resume"
    )


def read_mark(mark: IO[bytes]) -> int:
    """The visit whose page was being read when the crawl process ended, 0 when it read none."""
    mark.seek(0)
    return int.from_bytes(mark.read(8), "big")


def _start_crawl(run: NightRun, mark: IO[bytes]) -> subprocess.Popen[bytes]:
    arguments = ["-a", f"night={run.night_id}", "-a", f"token={run.token}", "-a", f"mark={mark.fileno()}"]
    command = [sys.executable, "-m", "scrapy", "crawl", "portal", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=child_environment(), preexec_fn=die_with_parent,
                            start_new_session=True, pass_fds=(mark.fileno(),))


def _watch(child: subprocess.Popen[bytes], engine: Engine, run: NightRun, bar: Progress, task: object,
           patience: float) -> int:
    """Wait for the crawl, show progress, keep the lock alive; signals stop the child in an orderly way. One that hangs
    or was stopped (SIGSTOP) is ended: there are never two."""
    still, before_that = 0, -1

    def stop(times: int) -> None:
        child.send_signal(signal.SIGTERM if times == 1 else signal.SIGKILL)

    with catching(stop) as caught:
        beat = time.monotonic()
        while True:
            try:
                code = child.wait(timeout=1.0)
                break
            except subprocess.TimeoutExpired:
                done, planned = progress(engine, run.night_id)
                bar.update(task, completed=done, total=planned)  # type: ignore[arg-type]
                still, before_that = (still + 1 if done == before_that else 0), done
                if still > patience:
                    child.kill()
                if time.monotonic() - beat > 60:
                    lock.beat(engine, run.token)
                    beat = time.monotonic()
    if caught:
        raise Stopped(caught[0])
    done, planned = progress(engine, run.night_id)
    bar.update(task, completed=done, total=planned)  # type: ignore[arg-type]
    return code


__all__ = ["CrawlFailed", "EngineRefused", "NightDone", "NotTold", "Stopped", "Wishes", "run_night"]
