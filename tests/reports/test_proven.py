"""No certificate, no negative row: in the digest, in the gap list, in the letters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlalchemy import text
from sqlalchemy.orm import Session

from crawler.database import open_engine
from monitor.__main__ import app as monitor
from reports.__main__ import app
from tests.monitor.filled import call, fill

DIGEST = ("digest", "2026-11-20")
LETTERS = ("owner_letter", "2026-Q4")


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    fill(url)
    return url


def judged(url: str) -> str:
    assert call(monitor, url, "judge", "2026-11-20").exit_code == 0
    return url


def verdicts(url: str, out: Path) -> tuple[list[Any], list[Any]]:
    """(conclusions about sections, about activity) of the gap list."""
    done = call(app, url, *DIGEST, "--out", str(out))
    assert done.exit_code == 0, (done.stderr, done.exception)
    book = load_workbook(out / "gaps-2026-11-20.xlsx")
    return [row[4] for row in book["Thiếu mục"].values], [row[2] for row in book["Không hoạt động"].values]


def test_what_the_core_finds_now_is_what_the_database_keeps(url: str, tmp_path: Path) -> None:
    before = verdicts(url, tmp_path / "a")
    assert "chưa đạt" in before[0] and "không hoạt động" in before[1]
    assert verdicts(judged(url), tmp_path / "b") == before


def test_without_findings_nothing_is_said_against_anybody(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.find.FINDERS", ())
    sections, activity = verdicts(url, tmp_path / "out")
    assert "chưa đạt" not in sections and "không hoạt động" not in activity
    done = call(app, url, *LETTERS, "--out", str(tmp_path / "letters"))
    assert done.exit_code == 0 and not list((tmp_path / "letters").iterdir())


@pytest.mark.parametrize("command", [DIGEST, LETTERS])
def test_a_certificate_that_does_not_hold_stops_the_report(url: str, tmp_path: Path, command: tuple[str, ...]) -> None:
    """Somebody has changed the kept certificates behind the program's back."""
    engine = open_engine(judged(url), write=True)
    with Session(engine) as session, session.begin():
        for name, in session.execute(text("select name from sqlite_master where type = 'trigger'")).all():
            session.execute(text(f"drop trigger {name}"))
        session.execute(text("update certificates set body = json_set(body, '$.holds', json('false'), "
                             "'$.why_not', 'đêm không quan sát được')"))
    engine.dispose()
    done = call(app, url, *command, "--out", str(tmp_path / "out"))
    assert done.exit_code == 2 and "không được in" in done.stderr, (done.stdout, done.stderr, done.exception)
    assert not (tmp_path / "out").exists()
