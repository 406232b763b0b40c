"""A scheduler and two workers as processes of their own, on TLS, started again when they die as containers would be."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.crash.kills import children
from tests.nights import ROOT
from tests.services.process import free_port

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))


@dataclass
class Machines:
    """Commands by name and the processes that run them now."""

    address: str
    environment: dict[str, str]
    log: Path
    commands: dict[str, list[str]]
    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def keep_up(self) -> None:
        """Start what does not run, until it is over."""
        while not self.over.wait(0.2):
            for name, command in self.commands.items():
                if name not in self.running or self.running[name].poll() is not None:
                    with self.log.open("ab") as log:
                        self.running[name] = subprocess.Popen(
                            command, cwd=ROOT, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                            start_new_session=True)

    def kill_scheduler(self, _: random.Random) -> None:
        self.running["scheduler"].kill()

    def kill_worker(self, chance: random.Random) -> None:
        """SIGKILL to a worker; every second time to the process that would start it again as well (a power cut)."""
        nanny = self.running[chance.choice(["worker1", "worker2"])]
        inside = [pid for pid, line in children(nanny.pid).items() if "resource_tracker" not in line]
        for pid in inside if chance.random() < 0.5 else [nanny.pid, *inside]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_crawl(self, _: random.Random) -> None:
        """SIGKILL to a crawl alone, as the kernel does it when memory runs out."""
        self._send(signal.SIGKILL)

    def hang_crawl(self, _: random.Random) -> None:
        """SIGSTOP: the process is there and does nothing any more."""
        self._send(signal.SIGSTOP)

    def _send(self, number: int) -> None:
        for nanny in (self.running["worker1"], self.running["worker2"]):
            for pid, line in children(nanny.pid).items():
                if "scrapy" in line:
                    with suppress(ProcessLookupError):
                        os.kill(pid, number)
                        return


@contextmanager
def two_workers(folder: Path, environment: dict[str, str], threads: int) -> Iterator[Machines]:
    """The cluster while the block runs; `environment` is the workers' own, the driver gets `machines.environment`."""
    folder.mkdir(parents=True, exist_ok=True)
    port = free_port()
    address = f"tls://127.0.0.1:{port}"
    parts = {name: composed(name, address) for name in ("scheduler", "worker")}
    worker = [*parts["worker"], "--nthreads", str(threads), "--death-timeout", "20",
              "--preload", "tests.cluster.hurried"]
    machines = Machines(address, environment | certificates(folder), folder / "machines.log", {
        "scheduler": [*parts["scheduler"], "--host", "127.0.0.1"], "worker1": worker, "worker2": worker,
    })
    keeper = threading.Thread(target=machines.keep_up, daemon=True)
    keeper.start()
    try:
        yield machines
    finally:
        machines.over.set()
        keeper.join(10)
        for process in machines.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        time.sleep(0.5)
        for process in machines.running.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def composed(part: str, address: str) -> list[str]:
    """A part's command as deploy/compose.yaml has it, for a scheduler at this address."""
    _, *command = COMPOSE["services"][part]["command"]
    here = {"tls://scheduler:8786": address, "8786": address.rpartition(":")[2]}
    return [sys.executable, *(here.get(word, word) for word in command)]


def certificates(folder: Path) -> dict[str, str]:
    """An authority and one key pair for all parts, made by the very commands of deploy/README.md, and the compose
    file's settings that name them."""
    folder.mkdir(parents=True, exist_ok=True)
    page = (ROOT / "deploy/README.md").read_text(encoding="utf-8")
    lines = [line.strip() for line in page.splitlines() if line.strip().startswith("openssl ")]
    subprocess.run(["sh", "-ec", "\n".join(lines)], cwd=folder, check=True, capture_output=True)
    settings = COMPOSE["x-part"]["environment"]
    return {name: re.sub("^/tls/", f"{folder}/", value) for name, value in settings.items() if name.startswith("DASK_")}
