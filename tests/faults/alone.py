"""A network of one's own: loopback and nothing else, with its own resolver file (Linux namespaces)."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

MARK = "FAULTS_ALONE"
RESOLVER = "127.9.255.53"


def can_be_alone() -> bool:
    """Whether this machine lets us make namespaces (root, or users allowed to)."""
    return shutil.which("unshare") is not None and subprocess.run(
        [*_unshare(), "true"], check=False, capture_output=True).returncode == 0


def run_alone(arguments: list[str], **environment: str) -> int:
    """Run `python ARGUMENTS` in such a network; its exit code."""
    return subprocess.run([*_unshare(), sys.executable, *arguments], check=False,
                          env={**os.environ, **environment, MARK: "1"}).returncode


def settle_in() -> None:
    """Inside: bring loopback up and point the system's resolver at ours."""
    assert os.environ.get(MARK), "call run_alone first"
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    path = Path(tempfile.mkdtemp(prefix="soi-resolv-")) / "resolv.conf"
    path.write_text(f"nameserver {RESOLVER}\noptions timeout:1 attempts:2\n", encoding="ascii")
    subprocess.run(["mount", "--bind", str(path), "/etc/resolv.conf"], check=True)


def _unshare() -> list[str]:
    root = [] if os.geteuid() == 0 else ["--map-root-user"]
    return ["unshare", *root, "--net", "--mount"]
