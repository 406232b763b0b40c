"""What `deploy/` names is there: commands and their options, settings, paths. That needs no container daemon."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec

import dask
import yaml

from crawler.config import PREFIX, Settings
from tests.cluster.machines import COMPOSE
from tests.nights import ROOT

DEPLOY = ROOT / "deploy"
OURS = {name: part for name, part in COMPOSE["services"].items() if part["image"] == "soicong"}


@cache
def help_of(module: str, *words: str) -> str:
    return subprocess.run([sys.executable, "-m", module, *words, "--help"], cwd=ROOT, check=True, capture_output=True,
                          text=True, timeout=120, env=os.environ | {"COLUMNS": "200", "TERM": "dumb"}).stdout


def commands() -> list[list[str]]:
    """Every `python -m …` of the compose file and of the page."""
    page = (DEPLOY / "README.md").read_text(encoding="utf-8")
    written = [found.split() for found in re.findall(r"python -m ([^`\n]+)", page)]
    built = re.search(r"CMD (\[.*\])", (DEPLOY / "Containerfile").read_text(encoding="utf-8"))
    assert built is not None
    composed = [part["command"][2:] for part in OURS.values()]
    return [*written, *composed, yaml.safe_load(built[1])[2:]]


def test_every_part_is_a_command_with_these_options():
    found = commands()
    assert len(found) >= 7
    for module, *rest in found:
        assert find_spec(module), module
        words = rest[:1] if module in ("crawler", "web") and not rest[0].startswith("-") else []
        for option in (part for part in rest if part.startswith("--")):
            assert option in help_of(module, *words), f"{module} {option}"


def test_settings_are_ours_and_those_of_dask():
    import distributed  # noqa: F401 - its defaults are among the known ones

    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for part in OURS.values():
        for name in part["environment"]:
            if name.startswith("DASK_"):
                key = name.removeprefix("DASK_").lower().replace("__", ".").replace("_", "-")
                assert dask.config.get(key, default=...) is not ..., name
            elif name not in ("PGPASSFILE", "FORWARDED_ALLOW_IPS"):  # libpq's, uvicorn's
                assert name in known, name


def test_every_path_that_is_copied_or_mounted_is_in_the_project():
    lines = (DEPLOY / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [path for line in lines if line.startswith("COPY") for path in line.split()[1:-1]]
    assert copied
    for path in copied:
        assert path == "wheel[s]" or (ROOT / path).exists(), path  # the wheelhouse is optional
    for name in re.findall(r"^RUN make (.*)$", "\n".join(lines), re.M)[0].split():
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("$(V)", ".venv")
        assert re.search(rf"^{re.escape(name)}:", makefile, re.M), name
    for part in OURS.values():
        for volume in part["volumes"]:
            source, target, *_ = volume.split(":")
            if source.startswith("../"):
                assert (DEPLOY / source).exists() and target == f"/opt/soicong/{source.removeprefix('../')}", volume


def test_what_lies_on_the_builder_s_disk_stays_out_of_the_image():
    left_out = (ROOT / ".dockerignore").read_text(encoding="utf-8").split()
    kept_apart = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    assert {".git", "deploy/secrets", "deploy/tls"} <= set(left_out)
    assert set(kept_apart) - {"wheels"} <= {name.removeprefix("**/") for name in left_out}  # .venv above all
