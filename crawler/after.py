"""What follows a crawled night: judge, picture, seal, tell, prune – each a process, begun anew when it died.

A night is told when it has a seal and its digest lies there. Until then every further call of the night does the rest:
a machine that was switched off while it judged must not leave a night that looks finished and was never judged.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from datetime import date
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler.config import ROOT, Settings
from crawler.evidence.pictures import find_due
from crawler.said import say
from crawler.seals import Seal

TRIES = 2  # a step that a signal ended (memory, an operator) is begun once more; one that refused is not


class NotTold(RuntimeError):
    """The night is observed but not judged or not told; the text says what to do."""


def digest_file(settings: Settings, night: date) -> Path:
    return settings.data_dir / "reports" / f"digest-{night.isoformat()}.html"


def is_told(session: Session, settings: Settings, night: date) -> bool:
    """Whether a night was sealed, which follows its judgement, and its digest written, which follows its seal."""
    sealed = session.scalar(select(Seal.seq).where(Seal.night == night).limit(1)) is not None
    return sealed and digest_file(settings, night).exists()


def follow_up(engine: Engine, settings: Settings, night: date, console: Console) -> None:
    """Do what is left of the night after its crawl; `NotTold` when a step failed. Nothing is done twice: findings are
    kept once, a seal is the seal, the digest is the same page."""
    with Session(engine) as session:
        if is_told(session, settings, night):
            return
    day, out = night.isoformat(), digest_file(settings, night).parent.resolve()
    steps = [("kết luận", ("monitor", "judge", day)), ("niêm phong", ("crawler", "seal")),
             ("bản tin", ("reports", "digest", day, "--out", str(out)))]
    for words, command in steps:
        if command[-1] == "seal":
            _picture(engine, night, console)
        say(console, f"Đêm {night:%d/%m/%Y}: {words}.")
        if not _run(*command):
            raise NotTold(f"Đêm {night:%d/%m/%Y} đã thu thập xong nhưng bước {words} không xong. Xem thông báo lỗi "
                          "phía trên, sửa, rồi chạy lại: python -m crawler nightly")
    _run("crawler", "prune")
    _run("crawler", "health", "--metrics", str(settings.data_dir.resolve() / "metrics" / "soicong.prom"))


def _picture(engine: Engine, night: date, console: Console) -> None:
    """Pictures of the pages behind new findings, where a browser is installed; the night does not depend on them."""
    if find_spec("playwright") is None:
        return
    with Session(engine) as session:
        due = find_due(session, night)
    if due and not _run("spiders.pictures", night.isoformat()):
        say(console, f"Đêm {night:%d/%m/%Y}: chưa chụp xong các trang làm căn cứ (xem lỗi phía trên). Căn cứ là "
                     "byte đã lưu, đêm vẫn được niêm phong.", "yellow")


def _run(*command: str) -> bool:
    for _ in range(TRIES):
        code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=child_environment(), check=False,
                              preexec_fn=die_with_parent).returncode
        if code >= 0:
            return code == 0
    return False


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
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)
