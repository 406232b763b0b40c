"""The sample province as a fixture: served on loopback by its own process, with a clock that tests can move."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.nights import ROOT


@dataclass(frozen=True)
class Province:
    """A served province: its registry file, its port, and what is true of it at a moment."""

    port: int
    registry: Path
    clock: Path
    arguments: tuple[str, ...]

    def show(self, now: str) -> None:
        """Let the served days pass to this moment."""
        self.clock.write_text(now)
        time.sleep(1.2)  # the server looks at the file once a second

    def truth(self, now: str) -> Any:
        """What was publicly visible at that moment."""
        done = subprocess.run([sys.executable, "-m", "sample", "truth", "--now", now, "--port", str(self.port),
                               *self.arguments], cwd=ROOT, capture_output=True, text=True, check=True)
        return json.loads(done.stdout)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serve_province(now: str, *, scenario: str = "default", portals: int | None = None) -> Iterator[Province]:
    """Serve a province (its first `portals` portals) until the block ends."""
    port = free_port()
    first = ("--first-portals", str(portals)) if portals else ()
    with tempfile.TemporaryDirectory(prefix="soicong-province-") as folder:
        clock, registry = Path(folder) / "clock", Path(folder) / "portals.csv"
        clock.write_text(now)
        subprocess.run([sys.executable, "-m", "sample", "registry", "--out", str(registry), "--port", str(port),
                        *first], cwd=ROOT, check=True, capture_output=True)
        arguments = ("--scenario", scenario, *first)
        server = subprocess.Popen([sys.executable, "-m", "sample", "serve", "--now", now, "--port", str(port),
                                   "--clock-file", str(clock), *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
        try:
            _wait_for("127.1.0.1", port, server)
            yield Province(port, registry, clock, arguments)
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait_for(host: str, port: int, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):  # a laden machine takes its time
        if server.poll() is not None:
            raise RuntimeError(f"the sample province did not start: exit code {server.returncode}")
        with socket.socket() as caller:
            if caller.connect_ex((host, port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"the sample province does not answer on {host}:{port}")
