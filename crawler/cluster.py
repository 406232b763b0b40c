"""A night on several machines: one task per group of hosts on a Dask cluster; the ledger alone says what is done.

Dask only hands groups to workers. It remembers nothing for us: when a worker, the scheduler or this driver dies, the
groups that still have open requests in the database are handed out again.
"""

from __future__ import annotations

import importlib.util
import ipaddress
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from rich.console import Console
from sqlalchemy import Engine, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

from crawler import crawling, lock
from crawler.children import child_environment
from crawler.config import ROOT, Settings, load_settings
from crawler.database import open_engine
from crawler.groups import group_portals
from crawler.models import Visit
from crawler.run import NightRun, open_requests, progress, tonight
from crawler.watching import CrawlFailed, Stopped, catching, progress_bar

if TYPE_CHECKING:
    from distributed import Client

ROUNDS = 4       # times that all open groups are handed out without one request getting its outcome
PATIENCE = 300   # seconds to wait for a scheduler that is being started again
BEAT = 60        # seconds between two signs of life on the night's lock
TICK = 0.5       # seconds between two looks
LOOK = 2.0       # seconds between a worker's looks at its group


class EngineRefused(ValueError):
    """The cluster cannot be used as it is set; the text says what to do."""


def refuse_unusable(settings: Settings, scheduler: str | None) -> None:
    """Refuse a database that has no locks between machines, a missing package, and an open line to a scheduler."""
    if make_url(settings.database).get_backend_name() != "postgresql":
        raise EngineRefused("--engine dask cần PostgreSQL: nhiều máy không cùng ghi được một tệp SQLite. Đặt "
                            "SOICONG_DATABASE_URL=postgresql+psycopg://… rồi chạy lại.")
    if importlib.util.find_spec("distributed") is None:
        raise EngineRefused("--engine dask cần gói dask.distributed. Hãy cài: make cluster")
    if scheduler is None:
        return
    parts = urlsplit(scheduler)
    if parts.scheme not in ("tls", "tcp") or not parts.hostname:
        raise EngineRefused(f"--scheduler {scheduler!r} không phải địa chỉ dạng tls://máy:8786.")
    if parts.scheme == "tcp" and not _is_loopback(parts.hostname):
        raise EngineRefused(f"--scheduler {scheduler}: đường truyền không mã hóa. Ai nối được vào cổng ấy chạy được "
                            "chương trình của họ trên mọi máy. Dùng tls:// với chứng thư, xem deploy/README.md.")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def crawl_group(night_id: int, token: str, group: str) -> None:
    """The task of a worker: crawl one group in a process of its own, which takes the group's locks itself, and watch
    it as a night of one process is watched."""
    settings, run = load_settings(), NightRun(night_id, token)
    engine = open_engine(settings.database, write=True)
    codes = group_portals(tonight(engine, night_id, settings).portals).get(group, frozenset())

    def counted() -> tuple[int, int]:
        return progress(engine, night_id, codes)

    def crawl(mark: IO[bytes]) -> int:
        with Session(engine) as session:
            lock.holds(session, token)  # a driver that is no more: nothing of its night is begun any more
        command = crawling.crawl_command(run, mark, f"group={group}", f"parent={os.getpid()}")
        child = subprocess.Popen(command, cwd=ROOT, env=child_environment(), stdin=subprocess.DEVNULL,
                                 pass_fds=(mark.fileno(),))
        return crawling.watch(child, lambda: counted()[0], crawling.STILL + 3 * settings.delay, LOOK)

    def left() -> int:
        done, planned = counted()
        return planned - done

    def tell(code: int) -> None:
        print(f"Nhóm {group}: tiến trình thu thập dừng với mã {code}.", file=sys.stderr, flush=True)

    try:
        if dying := crawling.crawl_to_end(engine, run, crawl, left, tell):
            raise CrawlFailed(f"Nhóm {group}: tiến trình thu thập dừng {crawling.TRIES} lần, còn {dying} yêu cầu dở.")
    finally:
        engine.dispose()


def crawl_on_cluster(engine: Engine, settings: Settings, run: NightRun, scheduler: str | None,
                     console: Console) -> None:
    """Hand out all groups with open requests until none has any; `Stopped` and `CrawlFailed` say why not."""
    (settings.data_dir / "night.token").write_text(run.token)  # workers prove by it that they write to the same disk
    groups = group_portals(tonight(engine, run.night_id, settings).portals)
    rounds = idle = 0
    with catching(lambda _: None) as caught, progress_bar(console) as bar:
        task, beaten = bar.add_task("Quan sát", total=None), time.monotonic()

        def tick() -> None:
            nonlocal beaten
            time.sleep(TICK)
            if caught:
                raise Stopped(caught[0])
            done, planned = progress(engine, run.night_id)
            bar.update(task, completed=done, total=planned)
            if time.monotonic() - beaten > BEAT:
                lock.beat(engine, run.token)
                beaten = time.monotonic()

        while left := open_requests(engine, run.night_id):
            if idle == ROUNDS:
                raise CrawlFailed(f"Giao các nhóm {ROUNDS} lượt mà không yêu cầu nào xong, còn {left} yêu cầu dở. Xem "
                                  "nhật ký của các máy làm, rồi chạy lại: python -m crawler nightly --resume")
            rounds, before = rounds + 1, progress(engine, run.night_id)[0]
            with connect(scheduler, tick) as client:
                hand_out(client, run, open_groups(engine, run.night_id, groups), rounds, tick)
            idle = idle + 1 if progress(engine, run.night_id)[0] == before else 0


@contextmanager
def connect(scheduler: str | None, tick: Callable[[], None]) -> Iterator[Client]:
    """A cluster of this machine's processors, or the one at the address, which may just be starting again."""
    from distributed import Client, LocalCluster, Security

    if scheduler is None:  # also on loopback whoever reaches the port runs code as us: keys that live as long as we do
        with (LocalCluster(n_workers=os.cpu_count() or 1, threads_per_worker=1, host="127.0.0.1", silence_logs=40,
                           dashboard_address=None, security=Security.temporary()) as cluster,
              Client(cluster) as client):
            yield client
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            client = Client(scheduler, timeout=5)
            break
        except OSError as error:
            if time.monotonic() > until:
                raise CrawlFailed(f"Không nối được máy điều phối {scheduler}: {error}. Khởi động nó, rồi chạy lại: "
                                  "python -m crawler nightly --resume") from error
            tick()
    try:
        yield client
    finally:
        client.close(timeout=5)


def hand_out(client: Client, run: NightRun, open_: Mapping[str, int], number: int, tick: Callable[[], None]) -> None:
    """Give each group to a worker and wait until all ended, well or not: what is left is asked of the ledger."""
    futures = [
        client.submit(crawl_group, run.night_id, run.token, name, key=f"{name}/{run.token[:8]}/{number}", pure=False)
        for name in open_
    ]
    alone_since = time.monotonic()
    while not all(future.done() for future in futures):
        tick()
        if client.scheduler_info().get("workers"):  # nothing is known of a scheduler that is just gone
            alone_since = time.monotonic()
        elif time.monotonic() - alone_since > PATIENCE:
            raise CrawlFailed("Không máy làm nào nối vào máy điều phối. Khởi động các máy làm, rồi chạy lại: python -m "
                              "crawler nightly --resume")


def open_groups(engine: Engine, night_id: int, groups: dict[str, frozenset[str]]) -> dict[str, int]:
    """The groups that have requests without an outcome, and how many; the longest first."""
    with Session(engine) as session:
        left: dict[str, int] = dict(session.execute(
            select(Visit.portal, func.count()).where(Visit.night_id == night_id, Visit.outcome.is_(None))
            .group_by(Visit.portal)).all())
    found = {name: sum(left.get(code, 0) for code in codes) for name, codes in groups.items()}
    return dict(sorted(((n, c) for n, c in found.items() if c), key=lambda pair: -pair[1]))
