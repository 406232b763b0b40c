"""The parts by which a night outlives its machine, each alone; whole nights with these faults: `make faults`."""

import os
import random
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from rich.progress import Progress

from crawler import clock, crawling, night
from crawler.run import NightRun
from tests.faults.power import Disk, power_cut
from tests.nights import ROOT


def test_no_kept_row_is_lost_when_the_power_goes(tmp_path):
    told, right = power_cut(SimpleNamespace(folder=tmp_path), "power")
    if told == "no strace on this machine":
        pytest.skip(told)
    assert right, told


def test_what_was_not_synced_may_be_lost():
    left = set()
    for seed in range(30):
        disk = Disk({"a": b"old"})
        for event in (("write", "a", b"NEW", 0), ("sync", "a", b"", 0), ("write", "a", b"lost", 3)):
            disk.take(event)
        left.add(disk.left(random.Random(seed))["a"])
    assert left == {b"NEW", b"NEWlost"}


@pytest.mark.parametrize(("set_by", "jumped"), [(0, False), (86_400, True), (-86_400, True), (120, False)])
def test_a_clock_that_was_set_is_noticed(monkeypatch, set_by, jumped):
    clocks, wall = clock.Clocks(), clock.wall
    monkeypatch.setattr(clock, "wall", lambda: wall() + set_by)
    assert (clocks.jumped() is not None) is jumped


def test_a_log_that_cannot_be_written_ends_nothing():
    code = "from rich.console import Console\nfrom crawler.said import say\n" \
           "for _ in range(3): say(Console(stderr=True), 'x')\nraise SystemExit(3)"
    with Path("/dev/full").open("w") as full:
        assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=full, stderr=full,
                              check=False).returncode == 3


def test_a_process_that_was_stopped_is_ended(monkeypatch):
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    os.kill(child.pid, signal.SIGSTOP)
    monkeypatch.setattr(night, "progress", lambda *_: (5, 9))
    with Progress(disable=True) as bar:
        code = night._watch(child, None, NightRun(1, ""), bar, bar.add_task("x"), patience=1)
    assert code == -signal.SIGKILL


def test_the_mark_of_the_page_that_is_read():
    with tempfile.TemporaryFile() as mark:
        assert crawling.read_mark(mark) == 0
        os.pwrite(mark.fileno(), (77).to_bytes(8, "big"), 0)
        assert crawling.read_mark(mark) == 77

