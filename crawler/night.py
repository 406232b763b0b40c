"""One night from the outside: is it due, lock, crawl in a process of its own, settle, report, exit code."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.progress import Progress, TaskID
from sqlalchemy import Engine

from crawler import clock, crawling, lock
from crawler.after import NotTold, digest_file, follow_up
from crawler.canaries.beside import Flock, canaries_beside
from crawler.children import child_environment, die_with_parent
from crawler.cluster import EngineRefused, crawl_on_cluster, refuse_unusable
from crawler.config import ROOT, Settings
from crawler.database import migrate, open_engine
from crawler.probes import keep_rounds, load_references, our_outage, probing
from crawler.registry import load_portals, portals_on, registry_digest
from crawler.run import NightDone, NightRun, begin, choose, finish, interrupt, open_requests, progress
from crawler.said import say
from crawler.watching import CrawlFailed, Stopped, catching, progress_bar


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
        follow_up(engine, settings, today)
        return code
    except NightDone:
        follow_up(engine, settings, today)
        raise
    except Stopped as stopped:
        if run is not None:
            interrupt(engine, run, str(stopped))
        raise
    finally:
        lock.release(engine, token)


def _crawl(engine: Engine, settings: Settings, run: NightRun, console: Console) -> None:
    """Crawl all portals of the night in one process, with its progress on the terminal."""
    def tell(code: int) -> None:
        say(console, f"Tiến trình thu thập dừng với mã {code}: chạy tiếp phần còn lại.", "yellow")

    with progress_bar(console) as bar:
        task = bar.add_task("Quan sát", total=None)

        def crawl(mark: IO[bytes]) -> int:
            return _watch(_start_crawl(run, mark), engine, run, bar, task, crawling.STILL + 3 * settings.delay)

        left = crawling.crawl_to_end(engine, run, crawl, lambda: open_requests(engine, run.night_id), tell)
    if left:
        interrupt(engine, run, f"tiến trình thu thập dừng {crawling.TRIES} lần, còn {left} yêu cầu dở")
        raise CrawlFailed(
            f"Tiến trình thu thập dừng {crawling.TRIES} lần, còn {left} yêu cầu dở. Xem thông báo lỗi phía trên, "
            "rồi chạy lại: python -m crawler nightly --resume"
        )


def _start_crawl(run: NightRun, mark: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(crawling.crawl_command(run, mark), cwd=ROOT, env=child_environment(),
                            preexec_fn=die_with_parent, start_new_session=True, pass_fds=(mark.fileno(),))


def _watch(child: subprocess.Popen[bytes], engine: Engine, run: NightRun, bar: Progress, task: TaskID,
           patience: float) -> int:
    """Wait for the crawl, show progress, keep the lock alive; signals stop the child in an orderly way."""
    beat = time.monotonic()

    def stop(times: int) -> None:
        child.send_signal(signal.SIGTERM if times == 1 else signal.SIGKILL)

    def look() -> int:
        nonlocal beat
        done, planned = progress(engine, run.night_id)
        bar.update(task, completed=done, total=planned)
        if time.monotonic() - beat > 60:
            lock.beat(engine, run.token)
            beat = time.monotonic()
        return done

    with catching(stop) as caught:
        code = crawling.watch(child, look, patience)
    if caught:
        raise Stopped(caught[0])
    look()
    return code


__all__ = ["CrawlFailed", "EngineRefused", "NightDone", "NotTold", "Stopped", "Wishes", "run_night"]
