"""What is stored: whole or not at all, once, newest counts, nothing changed, the original kept under its hash."""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.imported import Import, ImportRow
from monitor.imports import store
from monitor.imports.files import open_file
from monitor.imports.load import load_imports
from monitor.periods import parse_period
from tests.imports.helpers import HEADING, ROWS, call, csv_text, parse, stored, write_xlsx

NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)
PERIOD = parse_period("2026-Q4")


def table(path, answered=18, deleted=3):
    rows = [(1, "Sở Y tế", answered + deleted, answered, 0, 0, deleted), *ROWS[1:]]
    path.write_text(csv_text([HEADING, *rows]), encoding="utf-8")
    return path


def test_the_same_file_again_changes_nothing(tmp_path):
    path, var = table(tmp_path / "a.csv"), tmp_path / "var"
    first, second = call(var, "questions", path), call(var, "questions", path)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert "Đã lưu" in first.stdout and "không có gì thay đổi" in second.stdout
    (row, lines), = stored(var)
    assert (row.version, row.file_name, row.period_start, row.period_end, len(lines)) == (
        1, "a.csv", PERIOD.start, PERIOD.end, 3)
    assert [(n.line, n.subject, n.figures["answered"]) for n in lines] == [
        (3, "LCI-S-11", "18"), (4, "LCI-S-03", "5"), (5, "LCI-X-03037", "7")]


def test_the_original_is_kept_under_its_hash(tmp_path):
    path, var = table(tmp_path / "a.csv"), tmp_path / "var"
    call(var, "questions", path)
    (row, _), = stored(var)
    kept = var / row.kept
    assert kept.read_bytes() == path.read_bytes()
    assert hashlib.sha256(kept.read_bytes()).hexdigest() == row.sha256 == kept.stem
    assert [p.name for p in kept.parent.iterdir()] == [kept.name]


def test_a_corrected_file_supersedes_and_the_old_one_stays(tmp_path):
    var = tmp_path / "var"
    call(var, "questions", table(tmp_path / "a.csv"))
    done = call(var, "questions", table(tmp_path / "b.csv", answered=20))
    assert "Thay cho tệp a.csv" in done.stdout and "Sở Y tế, Đã trả lời: 18 → 20" in done.stdout
    (old, old_lines), (new, new_lines) = stored(var)
    assert (old.version, new.version) == (1, 2)
    assert (old_lines[0].figures["answered"], new_lines[0].figures["answered"]) == ("18", "20")
    assert {p.stem for p in (var / "imports").iterdir()} == {old.sha256, new.sha256}


def test_a_superseded_file_comes_back_only_when_asked(tmp_path):
    """A folder that is imported anew every night must not make two versions take turns."""
    var, a, b = tmp_path / "var", table(tmp_path / "a.csv"), table(tmp_path / "b.csv", answered=20)
    for path in (a, b):
        call(var, "questions", path)
    done = call(var, "questions", a)
    assert done.exit_code == 0 and "được thay bằng b.csv" in done.stdout and len(stored(var)) == 2
    assert call(var, "questions", a, "--again").exit_code == 0
    assert [row.file_name for row, _ in stored(var)] == ["a.csv", "b.csv", "a.csv"]


def test_a_dry_run_shows_and_stores_nothing(tmp_path):
    done = call(tmp_path / "var", "questions", table(tmp_path / "a.csv"), "--dry-run")
    assert done.exit_code == 0 and "chưa lưu gì" in done.stdout and "Tổng số câu hỏi: 35" in done.stdout
    assert stored(tmp_path / "var") == [] and not (tmp_path / "var" / "imports").exists()


@pytest.mark.parametrize(("answer", "count"), [("y\n", 1), ("n\n", 0), ("\n", 0)])
def test_on_a_terminal_it_asks(tmp_path, monkeypatch, answer, count):
    monkeypatch.setattr("monitor.imports.command._at_a_terminal", lambda: True)
    done = call(tmp_path / "var", "questions", table(tmp_path / "a.csv"), stdin=answer)
    assert done.exit_code == 0 and "Lưu số liệu này?" in done.stdout
    assert len(stored(tmp_path / "var")) == count
    assert call(tmp_path / "var", "questions", table(tmp_path / "c.csv", 21), "--yes").exit_code == 0
    assert len(stored(tmp_path / "var")) == count + 1


def test_two_systems_of_visits_stand_beside_each_other(tmp_path):
    for system in ("EMC", "Bộ đếm"):
        rows = [("Cơ quan", "Hệ thống đo", "Lượt truy cập"), ("Sở Y tế", system, 5)]
        assert call(tmp_path / "var", "visits", write_xlsx(tmp_path / f"{system}.xlsx", rows)).exit_code == 0
    assert [(row.scope, row.version) for row, _ in stored(tmp_path / "var")] == [("emc", 1), ("page_counter", 1)]


def test_nothing_is_half_imported_when_the_database_fails(tmp_path, monkeypatch):
    var = tmp_path / "var"
    call(var, "questions", table(tmp_path / "a.csv"))
    real, calls = store.ImportRow, []

    def third_fails(**fields):
        calls.append(fields)
        return real(**(fields | ({"import_id": None} if len(calls) == 3 else {})))

    monkeypatch.setattr(store, "ImportRow", third_fails)
    done = call(var, "questions", table(tmp_path / "b.csv", answered=20))
    assert done.exit_code == 2 and len(calls) == 3
    assert len(stored(var)) == len(list((var / "imports").iterdir())) == 1


def test_both_engines_give_the_figures_back_as_they_were_read(tmp_path, database_url):
    migrate(database_url)
    rows = [("Chỉ tiêu", "Kết quả", "Ghi chú"), ("CDS-6", "79,6%", "đến 6/2"), ("CDS-7", "-", ""), ("CDS-8", 96.7)]
    path = write_xlsx(tmp_path / "a.xlsx", rows, title="Kỳ: 2026-W47")
    parsed, opened = parse(path, "indicators"), open_file(path)
    engine = open_engine(database_url, write=True)
    with Session(engine) as session:
        store.store_import(session, parsed, opened, tmp_path / "var", NOW)
        session.commit()
    with Session(engine) as session:
        fact, = load_imports(session, "indicators", parse_period("2026-W47"))
        assert [(n.subject, dict(n.figures), dict(n.said), n.flags) for n in fact.lines] == [
            (n.subject, dict(n.figures), dict(n.said), n.flags) for n in parsed.lines]
        assert fact.lines[0].number("value") == Decimal("79.6") and fact.lines[1].number("value") is None
        assert (fact.imported_at, fact.sha256, fact.file_name) == (NOW, opened.sha256, "a.xlsx")
        assert load_imports(session, "indicators", parse_period("2026-W46")) == ()
        assert session.scalar(select(func.count()).select_from(ImportRow)) == 3
    engine.dispose()


def test_two_people_at_once_cannot_both_be_the_next_version(tmp_path, database_url):
    migrate(database_url)
    engine = open_engine(database_url, write=True)
    with Session(engine) as session:
        store.store_import(session, parse(table(tmp_path / "a.csv")), open_file(tmp_path / "a.csv"), tmp_path, NOW)
        session.commit()
        row = session.scalars(select(Import)).one()
        twin = {c.name: getattr(row, c.name) for c in Import.__table__.columns if c.name != "id"}
        session.add(Import(**twin))
        with pytest.raises(IntegrityError):
            session.flush()
        session.rollback()
    engine.dispose()
