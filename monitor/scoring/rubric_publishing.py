"""Publish a rubric version: its file is written beside the others, the one before it is ended, and it is sealed.

The files stay the only place where rubrics are read from. All of them are read in a copy by the monitor's own reader
before any is put in place; the end of the one before is written last: until then it is still the one in force.
"""

from __future__ import annotations

import csv
import io
import shutil
import tempfile
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from threading import Lock

import tomlkit

from crawler.evidence.durable import write_file
from crawler.rubric_versions import RubricVersion
from monitor.scoring.rubric import Rubric
from monitor.scoring.rubric_files import SEAL_COLUMNS, load_rubrics, seal_of
from monitor.scoring.rubric_versions import CannotPublish, check_version, numbers_of
from monitor.scoring.what_if import set_field

_LOCK = Lock()  # one at a time in this process; the page is one process
RIGHTS = 0o644


def publish_version(folder: Path, version: RubricVersion, sections: Iterable[str], today: date) -> Rubric:
    """The rubric as it stands from now on in `folder`. `CannotPublish` and `RegistryError` say why nothing was written;
    one that was stopped half-way is written to its end by the next call."""
    codes = frozenset(sections)
    with _LOCK:
        there = folder / f"{version.name}.toml"
        rubrics = [r for r in load_rubrics(folder, codes) if r.id != version.name]
        check_version(version.base, version.valid_from, numbers_of(version), rubrics, codes, today)
        files = write_files(folder, version, today)
        if there.exists() and there.read_bytes() != files[there.name]:
            raise CannotPublish(f"Đã có bộ tiêu chí {version.name}. Chọn ngày hiệu lực khác.")
        made = _read_in_copy(folder, files, version.name, codes)
        for name, data in files.items():
            write_file(folder.resolve() / name, data, RIGHTS)
    return made


def _read_in_copy(folder: Path, files: dict[str, bytes], name: str, sections: frozenset[str]) -> Rubric:
    """The new rubric, read from a copy of the folder with the new files in it."""
    with tempfile.TemporaryDirectory() as trial:
        for path in folder.iterdir():
            if path.is_file():
                shutil.copy(path, trial)
        for file, data in files.items():
            (Path(trial) / file).write_bytes(data)
        return next(r for r in load_rubrics(Path(trial), sections) if r.id == name)


def write_files(folder: Path, version: RubricVersion, today: date) -> dict[str, bytes]:
    """File name -> content: the new rubric, the one before with its end, the seals; in the order of writing."""
    text = (folder / f"{version.base}.toml").read_text(encoding="utf-8")
    before = tomlkit.parse(text)
    new = tomlkit.parse("".join(_below_comment(text)))
    new["id"], new["title"], new["status"], new["source"] = version.name, version.title, "local", version.source
    new["valid_from"] = version.valid_from
    for field, value in numbers_of(version).items():
        set_field(new, field, int(value) if value == value.to_integral_value() else float(value))
        set_field(new, f"{_owner(field)}.status", "local")
        set_field(new, f"{_owner(field)}.source", version.source)
    before["valid_to"] = version.valid_from - timedelta(days=1)
    made = tomlkit.dumps(new)
    return {
        f"{version.name}.toml": made.encode(), "seals.csv": _seals(folder / "seals.csv", version, made, today),
        f"{version.base}.toml": tomlkit.dumps(before).encode(),
    }


def _below_comment(text: str) -> list[str]:
    """The lines without what stands above the first field: it speaks of the rubric before."""
    lines = text.splitlines(keepends=True)
    first = next(n for n, line in enumerate(lines) if line.strip() and not line.startswith("#"))
    return lines[first:]


def _owner(field: str) -> str:
    """The part that a number belongs to, which says on whose authority it stands."""
    way = field.split(".")
    return ".".join(way[:way.index("points")] if "points" in way[:-1] else way[:-1])


def _seals(path: Path, version: RubricVersion, text: str, today: date) -> bytes:
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["rubric"] != version.name]
    rows.append({"rubric": version.name, "sha256": seal_of(tomllib.loads(text, parse_float=Decimal)),
                 "sealed_on": today.isoformat(), "note": f"đề xuất số {version.id}; chỉ được kết thúc (valid_to)"})
    out = io.StringIO()
    writer = csv.DictWriter(out, SEAL_COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
