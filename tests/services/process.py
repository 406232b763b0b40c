"""Starts a server as an unprivileged user and makes sure that it ends with the test run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

UNPRIVILEGED = "nobody"  # database servers refuse to run as root
# Waits beside a server for a word from the test run. When the run dies without one, even by SIGKILL, the pipe closes:
# then the server's whole process group is ended and its folder removed.
WATCHDOG = 'read -r word && exit 0; kill -s KILL -- "-$1"; sleep 1; rm -rf -- "$2"'


class ServerDied(RuntimeError):
    """A server ended or stayed silent; the message carries the end of its log."""


def run_as(as_us: bool = False) -> dict[str, Any]:
    """Give the subprocess arguments that drop root; none when we are not root or it runs `as_us`."""
    if as_us or os.geteuid() != 0:
        return {}
    user = pwd.getpwnam(UNPRIVILEGED)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def give_away(path: Path) -> None:
    """Hand a file or a whole folder to the user that the servers run as."""
    if os.geteuid() != 0:
        return
    user = pwd.getpwnam(UNPRIVILEGED)
    for found in [path, *path.rglob("*")]:
        os.chown(found, user.pw_uid, user.pw_gid, follow_symlinks=False)


@contextmanager
def server_folder(name: str) -> Iterator[Path]:
    """Make a temporary folder that the unprivileged user may write, and remove it afterwards.

    pytest's own temporary folders are closed to other users, and a socket's path may have 107 bytes at most.
    """
    folder = Path(tempfile.mkdtemp(prefix=f"soicong-{name}-"))
    give_away(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    """Give a port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def accepts(host: str, port: int) -> bool:
    """Whether somebody listens there."""
    with socket.socket() as caller:
        return caller.connect_ex((host, port)) == 0


def run_once(
    command: list[str], folder: Path, stdin: str = "", more: dict[str, str] | None = None, as_us: bool = False
) -> str:
    """Run a command to its end as the unprivileged user and give what it printed; ServerDied when it fails."""
    environment = clean_environment(folder) | (more or {})
    done: subprocess.CompletedProcess[bytes] = subprocess.run(
        command, cwd=folder, input=stdin.encode(), capture_output=True, env=environment, **run_as(as_us)
    )
    printed, complaints = done.stdout.decode(), done.stderr.decode(errors="replace")
    if done.returncode != 0:
        raise ServerDied(f"{command[0]} ended with {done.returncode}\n{printed[-3000:]}{complaints[-3000:]}")
    return printed


@contextmanager
def running(
    command: list[str],
    folder: Path,
    is_up: Callable[[], bool],
    *,
    end_signal: signal.Signals = signal.SIGTERM,
    environment: dict[str, str] | None = None,
    as_us: bool = False,
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends; its output goes to `<folder>/<program>.log`.

    Raises ServerDied when it ends early or `is_up` stays false for 60 s. When the test run is killed, a watchdog
    ends the server and removes the folder.
    """
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=clean_environment(folder) | (environment or {}),
            start_new_session=True,
            **run_as(as_us),
        )
    with watched(process, folder):
        try:
            wait_until_up(process, is_up, log)
            yield process
        finally:
            stop(process, end_signal)


@contextmanager
def watched(process: subprocess.Popen[bytes], folder: Path) -> Iterator[None]:
    """Keep a watchdog beside a server for as long as the block runs."""
    command = ["sh", "-c", WATCHDOG, "watchdog", str(process.pid), str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True) as dog:
        yield
        dog.communicate(b"done\n")


def wait_until_up(process: subprocess.Popen[bytes], is_up: Callable[[], bool], log: Path) -> None:
    """Poll until the server answers; ServerDied with the end of its log when it does not."""
    for _ in range(600):
        if process.poll() is not None:
            raise ServerDied(f"ended with {process.returncode}:\n{log.read_text(errors='replace')[-3000:]}")
        if is_up():
            return
        time.sleep(0.1)
    raise ServerDied(f"no answer after 60 s:\n{log.read_text(errors='replace')[-3000:]}")


def stop(process: subprocess.Popen[bytes], end_signal: signal.Signals) -> None:
    """End a server and every child it forked (PHP's workers outlive a signal to their parent alone)."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, end_signal)
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=20)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def clean_environment(folder: Path) -> dict[str, str]:
    """Give an environment in which no setting of the caller's (PGHOST, MYSQL_HOME, proxies) reaches a server."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
