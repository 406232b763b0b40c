"""Fault F14: the power goes. What a disk may still have is computed from the real writes and syncs of a process.

`strace` notes every write, truncation and sync of a process that appends to the log of what people did, and the moment
at which each entry was said to be kept. At any such moment a disk has all that was synced, and of the rest some writes,
some halves of them (by sectors of 512 bytes) and not others. From that the database must open whole, with every entry
that was said to be kept.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.people import AuditEntry
from tests.faults.ground import Ground
from tests.nights import ROOT
from web.audit import Act, find_break, record

ENTRIES, CUTS, SECTOR = 12, 120, 512
KEPT = b"KEPT\n"
_CALL = re.compile(r'^\d+ +(\w+)\((.*)\) += (-?\d+)', re.M)
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


def power_cut(ground: Ground, name: str) -> tuple[str, bool]:
    if shutil.which("strace") is None:
        return "no strace on this machine", False
    folder = ground.folder / name
    folder.mkdir()
    database = folder / "monitor.db"
    migrate(f"sqlite:///{database}")
    before = database.read_bytes()
    subprocess.run(["strace", "-f", "-xx", "-s", "100000", "-o", str(folder / "trace"), "-e",
                    "trace=openat,close,write,pwrite64,ftruncate,fsync,fdatasync,unlink", sys.executable, "-m",
                    "tests.faults.power", f"sqlite:///{database}"], cwd=ROOT, check=True, capture_output=True)
    events = list(read_trace((folder / "trace").read_text(), database))
    chance, bad = random.Random(14), []
    for number in range(CUTS):
        at = chance.randrange(len(events) + 1)
        disk, kept = Disk({database.name: before}), 0
        for event in events[:at]:
            disk.take(event)
            kept += event[0] == "kept"
        wrong = look_at(folder / f"cut{number}", disk.left(chance), kept)
        if wrong:
            bad.append(f"cut {number} after {at} calls: {wrong}")
    synced = sum(e[0] == "sync" for e in events)
    told = sum(e[0] == "kept" for e in events)
    return f"{CUTS} cuts among {len(events)} calls, {synced} syncs: {len(bad)} lost a kept row {bad[:1] or ''}", (
        not bad and told == ENTRIES)


Event = tuple[str, str, bytes, int]  # what, file, bytes, offset


def read_trace(trace: str, database: Path) -> Iterator[Event]:
    """The events of the database and its journal; "kept" is what the process said on its standard output."""
    open_files: dict[str, str] = {}
    for call, arguments, result in _CALL.findall(trace):
        found = _HEX.search(arguments)
        data = bytes.fromhex(found[1].replace("\\x", "")) if found else b""
        number = arguments.split(",")[0].strip()
        if call == "openat" and int(result) >= 0:
            path = Path(data.decode("utf-8", "replace"))
            open_files[result] = "." if path == database.parent else path.name if path.parent == database.parent else ""
        elif call == "unlink":
            yield "unlink", Path(data.decode()).name, b"", 0
        elif call == "write" and number == "1" and data == KEPT:
            yield "kept", "", b"", 0
        elif not open_files.get(number):
            continue
        elif call == "pwrite64":
            yield "write", open_files[number], data, int(arguments.rsplit(",", 1)[1])
        elif call == "ftruncate":
            yield "truncate", open_files[number], b"", int(arguments.rsplit(",", 1)[1])
        elif call in ("fsync", "fdatasync"):
            yield "sync", open_files[number], b"", 0


@dataclass
class Disk:
    """What is surely there, and what was asked for since the last sync of each file."""

    sure: dict[str, bytes]
    asked: dict[str, list[Event]] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        what, file, _, _ = event
        if what == "sync":
            for one in self.asked.pop(file, []):
                self.sure[file] = apply(self.sure.get(file, b""), one)
        elif what == "unlink":
            self.sure.pop(file, None)
            self.asked.pop(file, None)
        elif what != "kept":
            self.asked.setdefault(file, []).append(event)

    def left(self, chance: random.Random) -> dict[str, bytes]:
        """One of the states that the disk may be found in."""
        files = dict(self.sure)
        for file, events in self.asked.items():
            for what, _, data, at in events:
                kept = chance.choice((0, len(data), len(data) // SECTOR // 2 * SECTOR))
                if what == "truncate" and chance.random() < 0.5:
                    files[file] = apply(files.get(file, b""), (what, file, data, at))
                elif what == "write" and kept:
                    files[file] = apply(files.get(file, b""), (what, file, data[:kept], at))
        return files


def apply(content: bytes, event: Event) -> bytes:
    what, _, data, at = event
    if what == "truncate":
        return content[:at].ljust(at, b"\0")
    return content[:at].ljust(at, b"\0") + data + content[at + len(data):]


def look_at(folder: Path, files: dict[str, bytes], kept: int) -> str | None:
    """What is wrong with the database after the power came back, None when nothing is."""
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    engine = open_engine(f"sqlite:///{folder / 'monitor.db'}", write=True)
    with Session(engine) as session:
        whole = session.execute(text("PRAGMA integrity_check")).scalar_one()
        entries = list(session.scalars(select(AuditEntry).order_by(AuditEntry.id)))
    engine.dispose()
    shutil.rmtree(folder)
    if whole != "ok":
        return str(whole)
    if len(entries) < kept:
        return f"{kept} entries were kept, {len(entries)} are there"
    return f"entry {broken} breaks the chain" if (broken := find_break(entries)) else None


def append(url: str) -> None:
    """Append entries, and say of each that it is kept once it is."""
    engine = open_engine(url, write=True)
    for number in range(ENTRIES):
        with Session(engine) as session, session.begin():
            record(session, Act("kiem-tra", "decide", f"phat-hien-{number}", "lý do " * 200), datetime.now(UTC))
        os.write(1, KEPT)


if __name__ == "__main__":
    append(sys.argv[1])
