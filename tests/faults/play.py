"""Play nights on cases: fault server up, one night of the real command, the ledger read back."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from crawler.database import open_engine
from tests.faults.case import Case
from tests.faults.certificates import authority_file
from tests.faults.seen import Seen, look
from tests.faults.server import FaultServer, Place
from tests.nights import ROOT, environment, night_command, registry_file

NOW = "2026-11-20T01:30:00+07:00"
PORT, NETWORK = 8161, "127.9.0.0/16"
DELAY = "0.15"
DIED: dict[str, Any] = {"peak": 0, "baseline": 0, "seconds": 0, "connects": []}  # of a crawl process that was killed


@dataclass(frozen=True, slots=True)
class Played:
    """What a night made of one case; memory and seconds are those of its crawl process, shared by its cases."""

    case: Case
    seen: Seen
    megabytes: float
    seconds: float

    @property
    def right(self) -> bool:
        return self.case.holds(self.seen) and self.seen.open == 0 and bool(self.seen.visits)


@dataclass(frozen=True, slots=True)
class Watched:
    """A night as a process: exit code, seconds, what the witness in its crawl saw, what it said."""

    code: int
    seconds: float
    megabytes: float
    connects: tuple[str, ...]
    said: str


def address_of(number: int) -> str:
    return f"127.9.{number // 200 + 1}.{number % 200 + 1}"


def code_of(number: int) -> str:
    return f"C{number:03d}"


async def watch_night(folder: Path, command: list[str], **more: str) -> Watched:
    """One night of a real command with a witness in its crawl process."""
    witness = folder / "witness.json"
    witness.unlink(missing_ok=True)
    settings = {"SOICONG_ALLOW_ADDRESSES": NETWORK, "SOICONG_DELAY": DELAY, "FAULTS_WITNESS": str(witness),
                "SCRAPY_SETTINGS_MODULE": "tests.faults.watched", "SSL_CERT_FILE": str(authority_file()), **more}
    night = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, env=environment(folder, NOW, **settings),
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    said, _ = await night.communicate()
    told = json.loads(witness.read_text(encoding="utf-8")) if witness.exists() else DIED
    assert night.returncode is not None
    return Watched(night.returncode, told["seconds"], told["peak"] - told["baseline"], tuple(told["connects"]),
                   said.decode("utf-8", "replace"))


async def play(cases: Sequence[Case], folder: Path, first: int = 0, **more: str) -> list[Played]:
    """One night on these cases, each a portal at an address of its own. One case alone is met by `scrapy crawl portal`:
    the night's own spider, ledger and settlement in one process, without verdicts and digest."""
    folder.mkdir(parents=True, exist_ok=True)
    places: dict[str, Place] = {}
    lines = []
    for number, case in enumerate(cases, first):
        if case.prepare:
            case.prepare()
        address = address_of(number)
        host = case.host or address
        tls = case.tls(address) if case.tls else None
        if case.handler or case.greet:
            places[address] = Place(case.handler, case.greet, tls)
        scheme = "https" if case.secure else "http"
        lines.append({"code": code_of(number), "name": f"Cổng {number}", "url": f"{scheme}://{host}:{PORT}/",
                      "hosts": host})
    registry = registry_file(folder / "portals.csv", lines)
    server = FaultServer(places)
    await server.start(PORT)
    command = night_command(registry)
    if len(cases) == 1:
        more["SOICONG_REGISTRY_DIR"] = str(folder)
        command = [sys.executable, "-m", "scrapy", "crawl", "portal"]
    try:
        night = await watch_night(folder, command, **more)
    finally:
        await server.stop()
    (folder / "said.txt").write_text(night.said, encoding="utf-8")
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}")
    played = []
    for number, case in enumerate(cases, first):
        place = places.get(address_of(number), Place(None))
        seen = replace(look(engine, code_of(number)), asked=tuple(place.asked), connections=place.connections)
        played.append(Played(case, seen, night.megabytes, night.seconds))
    engine.dispose()
    return played
