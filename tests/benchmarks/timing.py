"""Seconds, CPU seconds and peak memory of a command and all its children."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import dataclass

from tests.nights import ROOT


@dataclass(frozen=True)
class Cost:
    wall: float
    cpu: float
    mib: float


def timed(command: list[str], env: dict[str, str], good: tuple[int, ...] = (0,)) -> Cost:
    """Run it to its end; SystemExit when it ends otherwise than well."""
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    child = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, said = child.communicate()
    wall = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode not in good:
        raise SystemExit(f"{' '.join(command)} ended with {child.returncode}:\n{said.decode(errors='replace')[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    peaks = [line.rpartition(b"=")[2] for line in said.splitlines() if line.startswith(b"peak_kib=")]
    return Cost(wall, cpu, int(peaks[-1]) / 1024 if peaks else float("nan"))


def with_peak(command: list[str]) -> list[str]:
    """The same command, telling its peak memory at its end."""
    code = ("import resource, subprocess, sys; code = subprocess.call(sys.argv[1:]); "
            "print(f'peak_kib={resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss}', file=sys.stderr); "
            "sys.exit(code)")
    return [sys.executable, "-c", code, *command]
