"""Twenty times `kill -9` at random moments of a night, then `--resume`: it ends as an uninterrupted night does."""

import os
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.nights import ROOT, environment, export, night_command, run_night

KILLS = 20
NOW = "2026-11-20T01:30:00+07:00"


def kill_somewhere(data_dir: Path, registry: Path, chance: random.Random, longest: float) -> bool:
    """Start the night, kill the night or only its crawl process after a random time; False when it ended before."""
    night = subprocess.Popen(night_command(registry, "--resume"), cwd=ROOT, env=environment(data_dir, NOW),
                             stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        night.wait(timeout=chance.uniform(0.3, longest))
    except subprocess.TimeoutExpired:
        victims = children(night.pid) if chance.random() < 0.4 else [night.pid]
        for pid in victims or [night.pid]:
            os.kill(pid, signal.SIGKILL)
        if victims == [night.pid] or not victims:
            night.wait()
            return True
        return wait_or_kill(night)
    return False


def wait_or_kill(night: subprocess.Popen[bytes]) -> bool:
    """Only the crawl was killed: the night starts it again by itself; then the night is killed as well."""
    time.sleep(0.5)
    if night.poll() is not None:
        return True
    night.kill()
    night.wait()
    return True


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(child) for child in found]


@pytest.mark.slow
def test_nothing_is_lost_or_doubled_by_kills(tmp_path, calm_province):
    registry = calm_province.registry
    whole = tmp_path / "whole"
    started = time.monotonic()
    done = run_night(whole, registry, NOW)
    assert done.returncode == 0, done.stderr
    longest = time.monotonic() - started
    expected = export(whole)
    assert len(expected["posts"]) > 100

    chance, kills, trials = random.Random(20261120), 0, 0
    while kills < KILLS:
        trials += 1
        data_dir = tmp_path / f"killed-{trials}"
        while kills < KILLS and kill_somewhere(data_dir, registry, chance, longest * 0.5):
            kills += 1
        done = run_night(data_dir, registry, NOW, "--resume")
        assert done.returncode == 0, done.stderr
        assert export(data_dir) == expected
    print(f"{kills} kills in {trials} nights, {len(expected['posts'])} posts, {len(expected['visits'])} requests")
