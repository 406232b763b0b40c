"""Frozen reports: only when the checks pass or with a reason, versions with notes, the same bytes again."""

import hashlib
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from monitor.periods import parse_period
from reports.docx_file import read_template
from reports.official.build import finish
from reports.official.freeze import NotFrozen, Wanted, freeze, make_again, versions
from reports.official.template import MEANINGS

PERIOD = parse_period("2026-W47")
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
ME = Wanted("Chánh Văn phòng")


def build(result="80"):
    told = dict.fromkeys(MEANINGS, "") | {
        name: [] for name in ("weekly_notes", "weekly_tasks", "highlights", "tasks", "not_entered", "proposals")}
    told |= {"week": "47 năm 2026", "next_week": "48 năm 2026", "window": "từ ngày 16/11/2026 đến ngày 22/11/2026",
             "targets": [["1", "Tỷ lệ hài lòng", "%", result, "không đổi"]]}
    return finish("weekly", told, {}, {}, None)


@pytest.fixture
def session(tmp_path):
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    migrate(url)
    engine = open_engine(url, write=True)
    with Session(engine, expire_on_commit=False) as opened:
        yield opened
    engine.dispose()


def test_two_builds_are_the_same_bytes():
    one, two = build(), build()
    assert (one.document, one.book) == (two.document, two.book)


def test_a_frozen_report_is_made_again_from_what_was_stored(session, tmp_path):
    report = build()
    row = freeze(session, report, PERIOD, ME, tmp_path, NOW, None)
    session.commit()
    assert (row.version, row.document) == (1, hashlib.sha256(report.document).hexdigest())
    assert hashlib.sha256(make_again(versions(session, "weekly", PERIOD)[0], tmp_path)).hexdigest() == row.document
    assert (tmp_path / "reports" / f"{row.document}.docx").read_bytes() == report.document


def test_the_stored_template_counts_not_todays(session, tmp_path):
    row = freeze(session, build(), PERIOD, ME, tmp_path, NOW, read_template("weekly.docx"))
    (tmp_path / "reports" / f"{row.template}.docx").unlink()
    with pytest.raises(FileNotFoundError):
        make_again(row, tmp_path)


def test_faults_stand_against_it_until_somebody_gives_a_reason(session, tmp_path):
    report = finish("weekly", build().told, {}, {}, None, ("tổng phụ biểu khác lời văn",))
    with pytest.raises(NotFrozen, match=r"còn 1 chỗ mâu thuẫn\.\n  - tổng phụ biểu khác lời văn"):
        freeze(session, report, PERIOD, ME, tmp_path, NOW, None)
    assert versions(session, "weekly", PERIOD) == []
    row = freeze(session, report, PERIOD, Wanted("A", "số của hệ thống khác, đã hỏi"), tmp_path, NOW, None)
    assert (row.faults, row.override) == (["tổng phụ biểu khác lời văn"], "số của hệ thống khác, đã hỏi")


def test_a_correction_is_version_two_with_a_note(session, tmp_path):
    freeze(session, build(), PERIOD, ME, tmp_path, NOW, None)
    with pytest.raises(NotFrozen, match="Không có gì thay đổi"):
        freeze(session, build(), PERIOD, ME, tmp_path, NOW, None)
    with pytest.raises(NotFrozen, match="phải ghi thay đổi gì"):
        freeze(session, build("81"), PERIOD, ME, tmp_path, NOW, None)
    row = freeze(session, build("81"), PERIOD, Wanted("A", "", "sửa tỷ lệ hài lòng"), tmp_path, NOW, None)
    assert (row.version, row.change_note) == (2, "sửa tỷ lệ hài lòng")
    assert [r.version for r in versions(session, "weekly", PERIOD)] == [1, 2]


@pytest.mark.parametrize("change", ["update frozen_reports set person = 'khác'", "delete from frozen_reports"])
def test_what_was_frozen_is_never_changed(database_url, tmp_path, change):
    migrate(database_url)
    engine = open_engine(database_url, write=True)
    with Session(engine, expire_on_commit=False) as session:
        freeze(session, build(), PERIOD, ME, tmp_path, NOW, None)
        session.commit()
        with pytest.raises(DatabaseError, match="append-only"):
            session.execute(text(change))
    engine.dispose()


def test_nobody_freezes_without_a_name(session, tmp_path):
    with pytest.raises(NotFrozen, match="Thiếu tên người chốt"):
        freeze(session, build(), PERIOD, Wanted(" "), tmp_path, NOW, None)
