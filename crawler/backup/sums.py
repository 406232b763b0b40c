"""The list of hashes of a backup, as `sha256sum -c SHA256SUMS` reads it: nothing missing, changed or added."""

from __future__ import annotations

import hashlib
from pathlib import Path

from crawler.evidence.durable import write_file

NAME = "SHA256SUMS"
PIECE = 2**20


class Damaged(RuntimeError):
    """A backup is not what was written; the text names the file and what to do."""


def write_sums(folder: Path) -> int:
    """List every file below the folder; how many bytes they have."""
    files = list_files(folder)
    lines = [f"{hash_file(folder / name)}  {name}\n" for name in files]
    write_file(folder / NAME, "".join(lines).encode())
    return sum((folder / name).stat().st_size for name in files)


def check_sums(folder: Path) -> list[str]:
    """The names of all files, each of which has its hash; `Damaged` otherwise."""
    try:
        lines = (folder / NAME).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Damaged(f"{folder} không phải một bản sao lưu: không đọc được {NAME} ({error}).") from error
    listed = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    there = set(list_files(folder))
    if len(listed) != len(lines) or listed.keys() != there:
        odd = sorted(listed.keys() ^ there)
        raise Damaged(f"Bản sao lưu {folder} thiếu hoặc thừa tệp: {', '.join(odd[:5]) or NAME}. Dùng bản sao lưu khác.")
    for name, digest in listed.items():
        if hash_file(folder / name) != digest:
            raise Damaged(f"Tệp {name} của bản sao lưu {folder} đã bị thay đổi hoặc hỏng. Dùng bản sao lưu khác.")
    return sorted(listed)


def list_files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*")
                  if path.is_file() and path != folder / NAME)


def hash_file(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
