"""Files that are there whole or not at all, whatever moment the power goes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def write_file(path: Path, data: bytes, mode: int = 0o600) -> None:
    """Put a file in place with these bytes: written beside, on disk, then renamed."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(path: Path, files: Mapping[str, bytes]) -> None:
    """Put a folder in place with all its files at once; FileExistsError when there is one already."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    for left in path.parent.glob(".new-*"):  # of a run that was killed; only one runs at a time
        shutil.rmtree(left)
    made = Path(tempfile.mkdtemp(dir=path.parent, prefix=".new-"))
    try:
        for name, data in files.items():
            write_file(made / name, data)
        if path.exists():
            raise FileExistsError(path)
        made.rename(path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise
    sync_folder(path.parent)
    sync_folder(path.parent.parent)


def sync_folder(folder: Path) -> None:
    """The names in a folder are on disk after this."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
