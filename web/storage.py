"""The machine under the nights: how full its disk is, and the newest backup as far as this machine can see it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.backup.take import LAST


@dataclass(frozen=True, slots=True)
class LastBackup:
    """`seen`: its folder is there now; a disk that was taken away for safety is no lost backup."""

    folder: str
    made_at: datetime
    size: int
    missing: int
    seen: bool


@dataclass(frozen=True, slots=True)
class Storage:
    """Bytes of the disk that holds the data; `backup` is None when none was ever taken from here."""

    used: int
    free: int
    backup: LastBackup | None


def look_at_storage(data_dir: Path) -> Storage:
    disk = shutil.disk_usage(data_dir)
    note = data_dir / LAST
    backup = None
    if note.is_file():
        told = json.loads(note.read_bytes())
        folder = Path(told["folder"])
        backup = LastBackup(str(folder), datetime.fromisoformat(told["made_at"]), told["size"], told["missing"],
                            (folder / "backup.json").is_file())
    return Storage(disk.used, disk.free, backup)
