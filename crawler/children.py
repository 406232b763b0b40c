"""Processes that a night starts: what they are given, what they are called, and that none outlives it."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from pathlib import Path

_NAME, _END = 15, 1  # prctl: PR_SET_NAME, PR_SET_PDEATHSIG


def child_environment() -> dict[str, str]:
    """A child's environment: relative paths of the settings stay relative to where the user stands."""
    env = dict(os.environ)
    env["SOICONG_DATA_DIR"] = str(Path(env.get("SOICONG_DATA_DIR", "var")).resolve())
    if "SOICONG_REGISTRY_DIR" in env:
        env["SOICONG_REGISTRY_DIR"] = str(Path(env["SOICONG_REGISTRY_DIR"]).resolve())
    return env


def die_with_parent() -> None:
    """A process whose night is killed must not go on: not ask portals, not judge beside the night that is begun anew
    (Linux; elsewhere the token fences the crawl off and unique rows the judgement)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_END, signal.SIGKILL)


def call_process(name: str) -> None:
    """The name (15 letters of it) under which `ps -o comm` and `top` show this process."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_NAME, name.encode())
