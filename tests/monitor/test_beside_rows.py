"""The office's own table of questions beside the public pages, as the command tells it."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.imported import Import, ImportRow
from monitor.__main__ import app
from tests.monitor.filled import call, fill

FIRST, LAST = date(2026, 10, 1), date(2026, 12, 31)


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Two versions of the table: the second one counts."""
    url = f"sqlite:///{tmp_path_factory.mktemp('beside') / 'monitor.db'}"
    fill(url)
    engine = open_engine(url, write=True)
    with Session(engine) as session, session.begin():
        for version in (1, 2):
            table = Import(kind="questions", scope="", period_start=FIRST, period_end=LAST, version=version,
                           file_name=f"ban-{version}.xlsx", sha256=str(version) * 64, size=1, kept="x", notices=[],
                           imported_at=datetime(2026, 11, 19, tzinfo=UTC))
            session.add(table)
            session.flush()
            session.add(_line(table, "xa-a", 5, total="5", answered="1", awaiting_answer="2",
                              awaiting_acceptance=None, deleted="1" if version == 2 else "0"))
            session.add(_line(table, "xa-b", 6, total="7", answered="4", awaiting_answer="1",
                              awaiting_acceptance="1", deleted="2"))
    engine.dispose()
    return url


def _line(table: Import, subject: str, line: int, **figures: str | None) -> ImportRow:
    return ImportRow(import_id=table.id, sheet="PB02", line=line, subject=subject, figures=figures, said={}, flags=[])


def rows(url: str, *more: str) -> list[dict[str, Any]]:
    done = call(app, url, "deadlines", "2026-Q4", "--office", "--json", *more)
    assert done.exit_code == 0, (done.stderr, done.exception)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_state_by_state_with_the_line_of_the_file(url: str) -> None:
    found = {(r["portal"], r["state"]): r for r in rows(url)}
    assert found["xa-a", "answered"] == {
        "portal": "xa-a", "state": "answered", "public": 1, "office": 1, "difference": 0, "explained": "",
        "file": "ban-2.xlsx", "sheet": "PB02", "line": 5,
    }
    assert found["xa-a", "removed"]["difference"] == 0, "the newest version counts"
    waiting = found["xa-a", "awaiting_answer"]
    assert (waiting["public"], waiting["office"], waiting["difference"]) == (1, 2, -1)
    assert "không ghi trạng thái" in waiting["explained"]


def test_a_blank_cell_is_not_nought(url: str) -> None:
    blank = next(r for r in rows(url, "--portal", "xa-a") if r["state"] == "awaiting_acceptance")
    assert (blank["office"], blank["difference"], blank["explained"]) == (None, None, "bảng của cơ quan để trống ô này")


def test_a_table_that_contradicts_itself_is_told(url: str) -> None:
    total = next(r for r in rows(url) if (r["portal"], r["state"]) == ("xa-b", "total"))
    assert total["explained"] == "bảng tự mâu thuẫn: các trạng thái cộng lại là 8, tổng ghi 7"


def test_as_text_and_only_one_portal(url: str) -> None:
    done = call(app, url, "deadlines", "2026-Q4", "--office")
    assert done.exit_code == 0 and "ban-2.xlsx" in done.stdout and "không số nào bị sửa" in done.stdout
    assert {r["portal"] for r in rows(url, "--portal", "xa-b")} == {"xa-b"}


def test_without_a_table_it_is_said_how_to_import_one(url: str, tmp_path: Path) -> None:
    done = call(app, url, "deadlines", "2026-11", "--office")
    assert done.exit_code == 2 and "monitor import questions" in done.stderr
