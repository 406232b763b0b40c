"""What follows a crawled night: judge, picture, seal, tell, prune (crawler/steps.py), begun anew when it died.

A night is told when it has a seal and its digest lies there. Until then every further call of the night does the rest:
a machine that was switched off while it judged must not leave a night that looks finished and was never judged.
"""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from crawler.children import child_environment, die_with_parent
from crawler.config import ROOT, Settings
from crawler.seals import Seal
from crawler.steps import TRIES, steps_of


class NotTold(RuntimeError):
    """The night is observed but not judged or not told; the text says what to do."""


def digest_file(settings: Settings, night: date) -> Path:
    return settings.data_dir / "reports" / f"digest-{night.isoformat()}.html"


def is_told(session: Session, settings: Settings, night: date) -> bool:
    """Whether a night was sealed, which follows its judgement, and its digest written, which follows its seal."""
    sealed = session.scalar(select(Seal.seq).where(Seal.night == night).limit(1)) is not None
    return sealed and digest_file(settings, night).exists()


def follow_up(engine: Engine, settings: Settings, night: date) -> None:
    """Do what is left of the night after its crawl; `NotTold` when a step failed. Nothing is done twice: findings are
    kept once, a seal is the seal, the digest is the same page."""
    with Session(engine) as session:
        if is_told(session, settings, night):
            return
    metrics = settings.data_dir.resolve() / "metrics" / "soicong.prom"
    what = (night.isoformat(), str(digest_file(settings, night).parent.resolve()), str(metrics))
    failed = _run(what)
    if failed:
        words = steps_of(*what)[failed - 1].words if 0 < failed <= len(steps_of(*what)) else "sau thu thập"
        raise NotTold(f"Đêm {night:%d/%m/%Y} đã thu thập xong nhưng bước {words} không xong. Xem thông báo lỗi "
                      "phía trên, sửa, rồi chạy lại: python -m crawler nightly")


def _run(what: tuple[str, ...]) -> int:
    code = 0
    for _ in range(TRIES):
        code = subprocess.run([sys.executable, "-m", "crawler.steps", *what], cwd=ROOT, env=child_environment(),
                              check=False, preexec_fn=die_with_parent).returncode
        if code >= 0:
            break
    return code
