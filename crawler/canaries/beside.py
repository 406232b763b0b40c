"""Run the canaries beside a night: serve them, crawl them with the same commands, ask the monitor what it makes of
them."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler import clock
from crawler.canaries.server import PORT, address_of, serve
from crawler.canaries.truth import CANARIES
from crawler.config import ROOT, Settings

PATIENCE = 1800  # seconds that the canaries may take longer than the night
COLUMNS = ("code", "name", "group", "url", "hosts", "backend", "platform", "scored", "valid_from", "valid_to", "note")


@dataclass
class Flock:
    """The canaries of one night. `wrong` is why the night is worth nothing, None while they sing."""

    wrong: str | None = None


@contextmanager
def canaries_beside(settings: Settings) -> Iterator[Flock]:
    """Crawl the canaries while the block runs and judge them at its end."""
    flock, folder, today = Flock(), settings.data_dir / "canaries", clock.today(settings)
    environment = _environment(settings, folder)
    with ExitStack() as stack:
        try:
            command = _command(folder)
            stack.enter_context(serve(folder, today))
            crawl = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL,
                                     stderr=subprocess.PIPE, text=True)
        except OSError as error:
            flock.wrong = f"phép thử nội bộ không chạy được ({error}): canary_failed"
            yield flock
            return
        stack.callback(_end, crawl)
        yield flock
        flock.wrong = _outcome(crawl, today.isoformat(), environment)


def _outcome(crawl: subprocess.Popen[str], night: str, environment: dict[str, str]) -> str | None:
    """Why the night is worth nothing, None when every canary was told rightly."""
    try:
        _, said = crawl.communicate(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        return "phép thử nội bộ không xong: canary_failed"
    if crawl.returncode not in (0, 3, 4):
        return f"phép thử nội bộ dừng với mã {crawl.returncode} ({said.strip()[-200:]}): canary_failed"
    told = subprocess.run([sys.executable, "-m", "monitor", "canaries", night], cwd=ROOT, env=environment,
                          capture_output=True, text=True, check=False)
    return f"{told.stdout.strip() or told.stderr.strip()[-300:]}: canary_failed" if told.returncode else None


def _end(crawl: subprocess.Popen[str]) -> None:
    crawl.kill()
    crawl.wait()


def _command(folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "portals.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for number, canary in enumerate(CANARIES):
            host = address_of(folder, number)
            rows.writerow([canary.code, f"Phép thử: {canary.what}", "communes", f"http://{host}:{PORT}/", host, "",
                           "auto", "yes", "2025-01-01", "", ""])
    return [sys.executable, "-m", "crawler", "nightly", "--resume", "--no-canaries", "--registry", str(path.resolve())]


def _environment(settings: Settings, folder: Path) -> dict[str, str]:
    """Tonight's settings, with a store of the canaries' own and no address but theirs."""
    networks = " ".join(f"{address_of(folder, n)}/32" for n in range(len(CANARIES)))
    return {
        **os.environ, "SOICONG_DATA_DIR": str(folder.resolve()), "SOICONG_DATABASE_URL": "", "SOICONG_DELAY": "0",
        "SOICONG_REGISTRY_DIR": str(settings.registry_dir.resolve()), "SOICONG_ALLOW_ADDRESSES": networks,
        "SOICONG_NOTIFY_URLS": "", "SOICONG_NOW": clock.now(settings).isoformat(),
    }
