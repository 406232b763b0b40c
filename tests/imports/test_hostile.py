"""Hostile files: each is refused in words with file, sheet and cell; nothing stored, in bounded memory and time."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.imports.helpers import ROOT, call, parse, stored
from tests.imports.hostile_table import TABLES
from tests.imports.hostile_zip import ARCHIVES, good

FILES = {**{name: ("questions", *told) for name, told in ARCHIVES.items()}, **TABLES}
SECONDS = 30        # far more than any of them needs, on a machine that does other things
MEMORY = 400 * 2**20


def test_there_are_at_least_forty_and_the_good_one_is_taken(tmp_path):
    assert len(FILES) >= 40
    assert len(parse(good(tmp_path / "good.xlsx")).lines) == 3


@pytest.mark.parametrize("name", FILES)
def test_refused_with_the_place_and_what_to_do(tmp_path, name):
    kind, make, words = FILES[name]
    path = make(tmp_path / f"{name}.xlsx")
    started = time.monotonic()
    done = call(tmp_path / "var", kind, path)
    assert time.monotonic() - started < SECONDS
    assert done.exit_code == 2, done.output
    said = " ".join(done.stderr.split())
    assert path.name in said and "Cách sửa" in said and "chưa lưu gì" in said, said
    assert [w for w in words if w not in said] == [], said
    assert len(said) < 6_000
    assert stored(tmp_path / "var") == [] and not (tmp_path / "var").exists()


def test_of_many_wrong_cells_all_are_named(tmp_path):
    kind, make, _ = FILES["names-slipped"]
    said = call(tmp_path / "var", kind, make(tmp_path / "x.xlsx")).stderr
    assert "2 chỗ sai" in said and re.findall(r"ô (\w+):", said) == ["B3", "C3"]


@pytest.mark.parametrize("missing", ["khong-co.xlsx", "."])
def test_a_file_that_is_not_there(tmp_path, missing):
    done = call(tmp_path / "var", "questions", tmp_path / missing)
    assert done.exit_code == 2 and "không mở được" in done.stderr


def test_memory_is_bounded(tmp_path):
    """All of them, one after the other, in one process."""
    paths = [str(make(tmp_path / f"{name}.xlsx")) for name, (_, make, _) in FILES.items()]
    code = (
        "import sys\nfrom pathlib import Path\nfrom monitor.imports.cells import ImportRefused\n"
        "from monitor.imports.files import open_file\n"
        "for path in sys.argv[1:]:\n    try:\n        open_file(Path(path))\n    except ImportRefused:\n        pass\n"
        "status = Path('/proc/self/status').read_text()\n"
        "print(1024 * int(status.partition('VmHWM:')[2].split()[0]))"  # ru_maxrss begins at the parent's
    )
    done = subprocess.run([sys.executable, "-c", code, *paths], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) < MEMORY
    assert Path(paths[0]).exists()
