"""Faults F01 to F14: process and machine. Each is done to a real night, which is then brought to its end."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from sqlalchemy import text

from crawler.database import open_engine
from tests.crash.campaign import PATIENCE, Tally, hit
from tests.crash.kills import STAGES, children, wait_for
from tests.crash.laws import broken_laws
from tests.crash.place import Place
from tests.faults.ground import Ground, Scenario, small_disk, tell
from tests.faults.power import power_cut
from tests.faults.server_away import postgresql_away
from tests.nights import registry_file
from tests.site import serve_pages

PAST_SIX = "2026-11-21T06:30:00+07:00"
HEAVY = "<html><head><title>Cổng</title></head><body>" + "<p>tin <b>mới</b> của <i>xã</i></p>" * 48_000
TOO_MUCH = 160.0  # MB; a crawl of small pages takes about 115, reading the heavy one some 100 more
Play = Callable[[Ground, str], tuple[str, bool]]


def killed(stage: str, *, twice: bool = False) -> Play:
    """Killed once (or told to end twice) at a random moment of a stage; taken up again by the next call."""
    def play(ground: Ground, name: str) -> tuple[str, bool]:
        chance, struck = random.Random(name), Tally()
        for attempt in range(5):
            place = ground.trial(f"{name}-{attempt}" if attempt else name)
            hit(place, stage, ground.lengths, chance, struck, twice=twice)
            if sum(struck.kills.values()) + struck.terms:
                break
        tally = ground.end(place)
        tally.broken += struck.broken
        return tell(tally), tally.clean and sum(struck.kills.values()) + struck.terms == 1
    return play


def stopped(ground: Ground, name: str) -> tuple[str, bool]:
    """SIGSTOP to the crawl: the night ends it and begins another, never beside it."""
    for attempt in range(5):
        place = with_more(ground.trial(f"{name}-{attempt}" if attempt else name), HURRY_STILL="60")
        night = place.night(program="tests.faults.hurried")
        crawl = wait_for(night, "fetching", lambda: False)
        assert crawl is not None
        time.sleep(ground.lengths["fetching"] / (2 + attempt))
        with suppress(ProcessLookupError):  # a crawl that was quicker than the one that was timed
            os.kill(crawl, signal.SIGSTOP)
            break
        night.wait(timeout=PATIENCE)
    most = 0
    while night.poll() is None:
        most = max(most, sum(STAGES["fetching"] in line for line in children(night.pid).values()))
        time.sleep(0.02)
    again = "dừng với mã -9" in place.said()
    tally = ground.end(place)
    return f"exit {night.returncode}, {most} crawl at a time, {tell(tally)}", (
        tally.clean and again and most == 1 and night.returncode in (0, 3))


def out_of_memory(ground: Ground, name: str) -> tuple[str, bool]:
    """As the kernel does it: the crawl is killed whenever it takes more than is left, which one portal makes it do."""
    rows = ground.base.registry.read_text(encoding="utf-8").splitlines()
    healthy = [dict(zip(rows[0].split(","), row.split(","), strict=True)) for row in rows[1:]]
    place = ground.trial(name, fresh=True)
    killed_at: list[int] = []
    with serve_pages({"/": HEAVY + "</body></html>"}) as heavy:
        lines = [*healthy, {"code": "X9", "name": "Xã Nặng", "url": f"{heavy.url}/", "hosts": "127.0.0.1"}]
        registry = registry_file(ground.folder / f"{name}.csv", lines)
        night = replace(place, registry=registry).night()
        while night.poll() is None:
            for pid, line in children(night.pid).items():
                if STAGES["fetching"] in line and _megabytes(pid) > TOO_MUCH:
                    os.kill(pid, signal.SIGKILL)
                    killed_at.append(pid)
            time.sleep(0.002)
    states = _ask(place, "select portal, state, reason from night_portals order by portal")
    left = _ask(place, "select count(*) from visits where outcome is null")[0][0]
    right = [s for _, s, _ in states] == ["complete", "complete", "void"] and left == 0 and night.returncode == 3
    return f"{len(set(killed_at))} kills; {', '.join(f'{p} {s}' for p, s, _ in states)}; exit {night.returncode}", (
        right and len(set(killed_at)) >= 2)


def disk_full(part: str) -> Play:
    """The disk of the database (or of the WARC files) is full in mid-night, and is made larger afterwards."""
    def play(ground: Ground, name: str) -> tuple[str, bool]:
        data = ground.folder / name
        full = data if part == "database" else data / "evidence"
        source = ground.base.data / "monitor.db" if part == "database" else ground.base.data / "evidence"
        files = [source] if source.is_file() else [f for f in source.rglob("*") if f.is_file()]
        blocks = sum(-(-f.stat().st_size // 4096) for f in files)
        with small_disk(data / "disk", 4 * blocks + (96 if part == "database" else 8)) as resize:
            place = ground.trial(name, url=f"sqlite:///{data / 'disk/monitor.db'}" if part == "database" else None)
            if part == "database":
                shutil.move(data / "monitor.db", data / "disk/monitor.db")
            else:
                shutil.copytree(full, data / "disk", dirs_exist_ok=True)
                shutil.rmtree(full)
                full.symlink_to(data / "disk")
            code = place.night().wait(timeout=PATIENCE)
            said = place.said()
            unnamed = _ask(place, "select count(*) from visits v left join records r on r.visit_id = v.id "
                                  "where v.outcome is not null and r.visit_id is null")[0][0]
            broken = list(broken_laws(place, ended=False))
            resize(500_000)
            tally = ground.end(place)
            states = code == 1 and "chạy lại" in said and not broken and unnamed == 0
            return f"exit {code}, {unnamed} without record{broken or ''}; then {tell(tally)}", tally.clean and states
    return play


def log_full(ground: Ground, name: str) -> tuple[str, bool]:
    """Nothing can be printed any more: the night ends all the same, and the morning's alarm is raised."""
    place = ground.trial(name)
    full = Path("/dev/full")
    code = place.night(log=full).wait(timeout=PATIENCE)
    tally = ground.end(place)
    with _hears() as (url, heard):
        loud = with_more(place, SOICONG_NOTIFY_URLS=url)
        loud.start([sys.executable, "-m", "crawler", "health", "--alarm"], PAST_SIX, full).wait(timeout=PATIENCE)
    return f"exit {code}, {tell(tally)}; {len(heard)} alarm", tally.clean and code in (0, 3) and len(heard) == 1


def two_nights(ground: Ground, name: str) -> tuple[str, bool]:
    """Two schedulers begin the same night at the same moment."""
    place = ground.trial(name)
    nights = [place.night(), place.night()]
    crawls: dict[int, int] = {night.pid: 0 for night in nights}
    while any(night.poll() is None for night in nights):
        for night in nights:
            crawls[night.pid] += sum(STAGES["fetching"] in line for line in children(night.pid).values())
        time.sleep(0.005)
    codes = sorted((night.returncode, crawls[night.pid] > 0) for night in nights)
    tally = ground.end(place)
    return f"exits {[c for c, _ in codes]}, {sum(c for _, c in codes)} crawl, {tell(tally)}", (
        tally.clean and codes[0][0] in (0, 3) and codes[1] == (5, False))


def clock_set(seconds: int) -> Play:
    """The machine's clock is set while the night runs."""
    def play(ground: Ground, name: str) -> tuple[str, bool]:
        place = ground.trial(name)
        place = with_more(place, HURRY_JUMP=str(seconds))
        code = place.night(program="tests.faults.hurried").wait(timeout=PATIENCE)
        [(state, reason)] = _ask(place, "select state, reason from nights order by night desc limit 1")
        verdicts = _ask(place, "select count(*) from findings f join nights n on n.id = f.night_id "
                               "where n.night = '2026-11-20'")[0][0]
        return f"exit {code}, {state}, {verdicts} verdicts", (
            code == 4 and state == "void" and "clock_jump" in reason and verdicts == 0)
    return play


@contextmanager
def _hears() -> Iterator[tuple[str, list[str]]]:
    """Somebody who is to be alarmed: (address, what was told)."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Ear)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/", heard
    finally:
        server.shutdown()
        server.server_close()


def _ask(place: Place, query: str) -> list[tuple[object, ...]]:
    engine = open_engine(place.url)
    with engine.connect() as link:
        found = [tuple(row) for row in link.execute(text(query))]
    engine.dispose()
    return found


def with_more(place: Place, **more: str) -> Place:
    return replace(place, more={**place.more, **more})


def _megabytes(pid: int) -> float:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    return 0.0


MACHINE = (
    Scenario("F01", "kill -9 while fetching", "0 lost, resume alone", killed("fetching")),
    Scenario("F02", "kill -9 inside a commit", "0 lost, 0 double", killed("committing")),
    Scenario("F03", "kill -9 while deciding", "same findings once", killed("judging")),
    Scenario("F04", "kill -9 while sealing", "old seal or new seal, never half", killed("sealing")),
    Scenario("F05", "two SIGTERMs", "0 lost, resume alone", killed("fetching", twice=True)),
    Scenario("F06", "SIGSTOP, for good", "watchdog restarts, no duplicate worker", stopped),
    Scenario("F07", "out of memory in one portal", "one portal void, others complete", out_of_memory),
    Scenario("F08", "disk full (database)", "exit 1 by contract (not 3), 0 lost", disk_full("database")),
    Scenario("F09", "disk full (WARC)", "no row without its record, 0 lost", disk_full("evidence")),
    Scenario("F10", "disk full (log)", "run still ends and alarms", log_full),
    Scenario("F11", "two schedulers", "exit 5 by contract (not 8), 0 requests", two_nights),
    Scenario("F12", "clock set a day ahead", "run void, no verdict", clock_set(86_400)),
    Scenario("F12", "clock set a day back", "run void, no verdict", clock_set(-86_400)),
    Scenario("F13", "database server away", "waits, 0 lost", postgresql_away),
    Scenario("F14", "power cut, from the writes and syncs made", "audit rows kept", power_cut),
)
