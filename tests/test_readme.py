"""The README says what is true: its commands run, its tree is the tree, its words are there."""

import re
import subprocess
import sys

import pytest

from crawler.config import ROOT
from tests.nights import environment

README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKE = sorted(set(re.findall(r"make ([a-z]+)(?![\w-])", README)))
PYTHON = sorted(set(re.findall(r"python -m ((?:crawler|monitor|reports|sample|web)(?: [a-z_][a-z_\\|-]*)?)", README)))


def commands():
    """Each command once; `monitor posts\\|gaps` is one for each word."""
    for found in PYTHON:
        module, _, words = found.partition(" ")
        for word in words.split("\\|") if words else [""]:
            yield module, word


@pytest.mark.parametrize("target", MAKE)
def test_every_make_target_exists(target):
    done = subprocess.run(["make", "-n", target], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(("module", "word"), sorted(set(commands())))
def test_every_command_has_its_help(tmp_path, module, word):
    command = [sys.executable, "-m", module, *([word] if word else []), "--help"]
    done = subprocess.run(command, cwd=ROOT, env=environment(tmp_path, "2026-11-20T01:30:00+07:00"),
                          capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


def test_the_named_commands_are_the_commands():
    assert {"run", "test", "night", "bench", "truth", "reading", "fuzz", "help"} <= set(MAKE)
    assert {m for m, _ in commands()} == {"crawler", "monitor", "reports", "sample", "web"}
    assert {"nightly", "discover", "read", "migrate"} <= {w for m, w in commands() if m == "crawler"}
    asked = {w for m, w in commands() if m == "monitor"}
    assert {"posts", "gaps", "inactive", "questions", "coverage", "runs"} <= asked


def test_the_tree_is_the_tree():
    listed = set(re.findall(r"^(\w+)/ +\S", README, re.M))
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    assert listed == {p.split("/")[0] for p in files if "/" in p and not p.startswith(".")}


@pytest.mark.parametrize("word", ["portal", "channel", "section", "night", "finding", "open window", "rubric"])
def test_the_word_list_has(word):
    assert re.search(rf"^\| {word} \|", README, re.M)


def test_every_setting_is_named():
    from crawler.config import PREFIX, Settings

    assert [n for n in Settings.model_fields if f"`{PREFIX}{n.upper()}`" not in README] == []
