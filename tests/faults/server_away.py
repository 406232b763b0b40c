"""Fault F13: the database server is away for a while in mid-night; the night waits for it and goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import Counter
from pathlib import Path

from tests.crash.campaign import PATIENCE, Tally, finish
from tests.crash.kills import wait_for
from tests.crash.laws import broken_laws
from tests.crash.place import Place
from tests.faults.ground import Ground
from tests.services.needs import find_postgresql_bin
from tests.services.postgresql import PostgresqlServer, postgresql_server
from tests.services.process import run_as


def postgresql_away(ground: Ground, name: str) -> tuple[str, bool]:
    """Requests that were under way meanwhile may be made again, so visits are not compared, but all they led to."""
    if find_postgresql_bin() is None:
        return "no PostgreSQL on this machine", False
    with postgresql_server() as server:
        whole = ground.trial(f"{name}-whole", url=server.url(server.create_database()), fresh=True)
        finish(whole, Tally())
        place = ground.trial(name, url=server.url(server.create_database()), fresh=True)
        night = place.night()
        assert wait_for(night, "fetching", lambda: False) is not None
        time.sleep(ground.lengths["fetching"] / 2)
        _restart(server, ground.away)
        code = night.wait(timeout=PATIENCE)
        tally = Tally()
        finish(place, tally)
        lost, more = _kept(whole) - _kept(place), _kept(place) - _kept(whole)
        broken = [*broken_laws(place, ended=False), *(law for law in tally.broken if "the last run" in law)]
    where = ", ".join(sorted({table for table, _ in (*lost, *more)}))
    told = f"{lost.total()} lost, {more.total()} too much{f' ({where})' if where else ''}"
    return f"exit {code}; {told}, away {ground.away:.0f} s", (
        code in (0, 3) and not lost and not more and not broken)


def _kept(place: Place) -> Counter[tuple[str, str]]:
    return Counter({row: n for row, n in place.left().items() if row[0] != "visits"})


def _restart(server: PostgresqlServer, away: float) -> None:
    pid = int((server.folder / "data/postmaster.pid").read_text().split()[0])
    command = Path(f"/proc/{pid}/cmdline").read_bytes().decode().rstrip("\0").split("\0")
    os.kill(pid, signal.SIGINT)  # as an update does it: every connection is ended
    while (server.folder / "data/postmaster.pid").exists():
        time.sleep(0.05)
    time.sleep(away)
    with (server.folder / "again.log").open("wb") as log:
        subprocess.Popen(command, cwd=server.folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                         start_new_session=True, **run_as())
