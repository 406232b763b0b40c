"""The clock of `nightly --loop`: every minute ask the database whether a night is due, and start it in a process.

`schedule` only keeps the beat. It forgets a missed night and does not notice a second instance, so what is due is
asked of the database, and the lock decides who runs it. No crawl runs inside this process: a second crawl in one
process cannot start its event loop again.
"""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import time as daytime

import schedule
from rich.console import Console
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from crawler import clock
from crawler.after import is_told
from crawler.config import Settings
from crawler.database import DatabaseError, migrate, open_engine
from crawler.models import Night
from crawler.night import Wishes
from crawler.reruns import wishes_open
from crawler.said import say

WATCH = 600  # seconds between two looks for an alarm
START = daytime(1, 0)  # local time from which tonight may run; later starts catch up the same night


def is_due(settings: Settings) -> bool:
    """Whether tonight has not been run, judged and told to its end and its time has come, or somebody wishes a part of
    it to be run again. A night whose machine was
    off all day is caught up as soon as it is on again; days that passed without any run stay visible as nights that
    are not there."""
    now = clock.now(settings)
    if now.time() < START:
        return False
    migrate(settings.database)
    engine = open_engine(settings.database)
    with Session(engine) as session:
        state = session.execute(select(Night.state).where(Night.night == now.date())).scalar_one_or_none()
        told = is_told(session, settings, now.date())
        wished = wishes_open(session, now.date())
    engine.dispose()
    return state in (None, "running", "interrupted") or not told or wished


def command(wishes: Wishes) -> list[str]:
    """The command line of one night."""
    parts = [sys.executable, "-m", "crawler", "nightly", "--resume", "--registry", str(wishes.registry)]
    for code in wishes.only:
        parts += ["--only", code]
    if wishes.backend:
        parts += ["--backend", wishes.backend]
    parts += [] if wishes.canaries else ["--no-canaries"]
    parts += ["--engine", "dask"] if wishes.cluster else []
    parts += ["--scheduler", wishes.scheduler] if wishes.scheduler else []
    return [*parts, "--full"] if wishes.full else parts


def loop(settings: Settings, wishes: Wishes, console: Console) -> None:
    """Ask every minute, for ever; a night that fails is said and asked for again at the next beat."""

    def beat() -> None:
        try:
            due = is_due(settings)
        except (DatabaseError, DBAPIError) as error:  # away: asked again at the next beat
            say(console, str(error), "red")
            return
        if due:
            night = subprocess.Popen(command(wishes))
            while (code := _wait(night)) is None:
                watch()  # a night that hangs must not silence the alarm
            say(console, f"Đêm {clock.today(settings):%d/%m/%Y} kết thúc với mã {code}.")

    def watch() -> None:
        if settings.notify_urls:
            subprocess.run([sys.executable, "-m", "crawler", "health", "--alarm"], check=False)

    schedule.every(WATCH // 60).minutes.do(watch)
    schedule.every(1).minutes.do(beat)
    beat()
    while True:
        schedule.run_pending()
        time.sleep(1)


def _wait(night: subprocess.Popen[bytes]) -> int | None:
    try:
        return night.wait(timeout=WATCH)
    except subprocess.TimeoutExpired:
        return None
