"""Take a backup beside whatever runs: the database's moment counts, and of the files only what it names then.

Files are written before the rows that name them, so every file that the database names is whole. What a night writes
after the moment is cut off again; seals that are there without a row (a crash between the two) are taken along.
"""

from __future__ import annotations

import json
import logging
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from crawler import __version__
from crawler.backup.snapshot import BackupFailed, Named, dump, engine_of
from crawler.backup.sums import write_sums
from crawler.config import Settings
from crawler.database import head_revision
from crawler.evidence.durable import sync_folder, write_file
from crawler.evidence.key import key_file

log = logging.getLogger(__name__)
FORMAT = "soi-cong-backup/1"
KEY = "signer.key"
LAST = "last-backup.json"  # beside the data: when and where the newest backup went


@dataclass(frozen=True, slots=True)
class Backup:
    """What was written. `missing`: files that the database names and that are not there (any more)."""

    folder: Path
    files: int
    size: int
    missing: tuple[str, ...]


def take_backup(settings: Settings, target: Path, *, with_key: bool) -> Backup:
    """Write a backup to a folder that is not there yet; it appears when it is whole."""
    if target.exists():
        raise BackupFailed(f"{target} đã có. Chọn tên thư mục chưa có, mỗi bản sao lưu một thư mục.")
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        before = _seals_there(settings)
        named = dump(settings.database, made)
        missing = tuple(_copy(settings.data_dir, made, named, before))
        key = key_file(settings)
        if with_key and key.exists():
            _put(key, made / KEY)
        about = {"format": FORMAT, "made_at": datetime.now(UTC).isoformat(), "software": __version__,
                 "engine": engine_of(settings.database), "revision": head_revision(), "missing": missing,
                 "key": with_key and key.exists()}
        write_file(made / "backup.json", json.dumps(about, ensure_ascii=False, indent=1).encode())
        size = write_sums(made)
        files = sum(path.is_file() for path in made.rglob("*"))
        made.rename(target)
        sync_folder(target.parent)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    _note_last(settings, {"folder": str(target.resolve()), "made_at": about["made_at"], "size": size,
                          "missing": len(missing)})
    return Backup(target, files, size, missing)


def _note_last(settings: Settings, told: dict[str, object]) -> None:
    """For the page of nights. The backup is whole: that its note could not be written does not undo it."""
    try:
        write_file(settings.data_dir / LAST, json.dumps(told, ensure_ascii=False).encode())
    except OSError as error:
        log.warning("Đã sao lưu vào %s, nhưng không ghi được %s cạnh dữ liệu (%s): trang các đêm chưa biết bản này.",
                    told["folder"], LAST, error)


def _seals_there(settings: Settings) -> frozenset[str]:
    folder = settings.data_dir / "seals"
    return frozenset(path.parent.relative_to(folder).as_posix() for path in folder.glob("[0-9]*/[0-9]*/seal.json"))


def _copy(source: Path, made: Path, named: Named, seals: frozenset[str]) -> Iterator[str]:
    """Copy what is named; the names of what is not there, or shorter than its rows say."""
    for name, length in sorted(named.archives.items()):
        if not _there(source / "evidence" / name, length):
            yield f"evidence/{name}"
        else:
            _put(source / "evidence" / name, made / "evidence" / name, length)
    for seal in sorted(seals | named.seals):
        folder = source / "seals" / seal
        if not (folder / "seal.json").is_file():
            yield f"seals/{seal}"
        for path in sorted(folder.glob("*")):
            _put(path, made / "seals" / seal / path.name)
    for path in sorted((source / "seals" / "keys").glob("[0-9]*/*")):  # how one signing key followed another
        _put(path, made / path.relative_to(source))
    for name in sorted(named.imports):
        if not (source / name).is_file():
            yield name
        else:
            _put(source / name, made / name)


def _there(path: Path, length: int) -> bool:
    return path.is_file() and path.stat().st_size >= length


def _put(path: Path, target: Path, length: int | None = None) -> None:
    """Copy a file, or its first `length` bytes, readable by its owner alone as the original is."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    left = path.stat().st_size if length is None else length
    with path.open("rb") as source, target.open("xb") as copy:
        target.chmod(0o600)
        while left and (piece := source.read(min(left, 2**20))):
            copy.write(piece)
            left -= len(piece)
