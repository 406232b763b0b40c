"""The rule of retention: what a finding rests on outlives its night, byte for byte; the rest leaves its hash."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

import verify
from crawler.database import open_engine
from crawler.evidence import durable, retention
from crawler.evidence.archive import read_slice
from crawler.evidence.canonical import sha256
from crawler.evidence.retention import APPEAL_DAYS, KEEP_DAYS, find_needed, prune
from crawler.evidence.seal import seal_due
from crawler.judged import Finding
from crawler.models import Record
from monitor.case import make_case
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST, ROOT, environment

FIRST = LAST - timedelta(days=4)
LATER = LAST + timedelta(days=KEEP_DAYS + 40)


@pytest.fixture
def settings(tmp_path):
    return fill_with_bytes(tmp_path)


@pytest.fixture
def engine(settings):
    engine = open_engine(settings.database, write=True)
    yield engine
    engine.dispose()


@pytest.fixture
def root(settings):
    return settings.data_dir / "evidence"


def intact(engine, root):
    """(records whose bytes are there and right, records that are gone)."""
    with Session(engine) as session:
        rows = session.scalars(select(Record)).all()
    there = [row for row in rows if row.deleted_on is None]
    for row in there:
        assert sha256(read_slice(root, row.file, row.offset, row.length)) == row.digest
    assert all(len(row.digest) == 64 for row in rows)
    return len(there), len(rows) - len(there)


def cases(engine, settings):
    with Session(engine) as session:
        found = session.execute(select(func.min(Finding.fingerprint)).where(Finding.negative).group_by(Finding.kind))
        return [make_case(session, settings, mark) for mark, in found]


def files(root):
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*.gz"))


def test_within_the_days_nothing_is_touched(settings, engine, root):
    seal_due(engine, settings)
    before = files(root)
    assert list(prune(engine, root, FIRST + timedelta(days=KEEP_DAYS))) == [] and files(root) == before


def test_what_findings_rest_on_is_kept_byte_for_byte(settings, engine, root):
    judge_and_seal(settings)
    before, (all_records, _) = cases(engine, settings), intact(engine, root)
    done = list(prune(engine, root, LATER))
    there, gone = intact(engine, root)
    assert gone == sum(p.deleted for p in done) > 20 and there == sum(p.kept for p in done) > 5
    assert there + gone == all_records and not any(p.problem for p in done)
    assert all(name.startswith("kept/") for name in files(root)) and sum(p.files for p in done) == 5
    assert cases(engine, settings) == before, "case files are the same bytes as before"
    assert all(verify.verify(case) for case in before)
    with Session(engine) as session:
        assert set(session.scalars(select(Record.deleted_on).where(Record.deleted_on.is_not(None)))) == {LATER}
    assert list(prune(engine, root, LATER)) == []
    assert [new for _, new in seal_due(engine, settings)] == [False], "the seal does not change with what is deleted"


def test_bytes_that_a_later_visit_refers_to_live_as_long_as_it(settings, engine, root):
    seal_due(engine, settings)
    [first] = prune(engine, root, FIRST + timedelta(days=KEEP_DAYS + 1))
    assert (first.night, first.deleted, first.kept) == (FIRST, 0, 27), "four later nights refer to every page"
    assert intact(engine, root) == (137, 0)
    done = list(prune(engine, root, LATER))
    assert [(p.night, p.kept) for p in done] == [(FIRST + timedelta(days=n), 0) for n in range(5)]
    assert intact(engine, root) == (0, 137) and files(root) == [], "nothing refers to them any more"


def test_after_the_appeal_period_all_of_it_goes(settings, engine, root):
    judge_and_seal(settings)
    list(prune(engine, root, LATER))
    list(prune(engine, root, LAST + timedelta(days=APPEAL_DAYS)))
    assert intact(engine, root)[0] > 5
    list(prune(engine, root, LAST + timedelta(days=APPEAL_DAYS + 1)))
    assert intact(engine, root)[0] == 0 and files(root) == []


def test_a_night_that_is_not_sealed_stays(engine, root):
    before = files(root)
    assert all("chưa niêm phong" in p.problem for p in prune(engine, root, LATER)) and files(root) == before


def test_a_damaged_record_is_named_and_its_file_stays(settings, engine, root):
    judge_and_seal(settings)
    with Session(engine) as session:
        needed = min(find_needed(session, LAST, LATER))
        row = session.get_one(Record, needed)
    data = bytearray((root / row.file).read_bytes())
    data[row.offset + 5] ^= 1
    (root / row.file).write_bytes(data)
    [done] = [p for p in prune(engine, root, LATER) if p.problem]
    assert done.night == LAST and row.file in done.problem and (root / row.file).exists()


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(8))
def test_killed_at_any_moment_nothing_needed_is_lost(settings, engine, root, monkeypatch, step):
    judge_and_seal(settings)
    before, count, sync, unlink = cases(engine, settings), [0], os.fsync, Path.unlink

    def step_by(real):
        def act(*args, **more):
            if count[0] == step:
                raise Killed
            count[0] += 1
            return real(*args, **more)
        return act

    monkeypatch.setattr(durable.os, "fsync", step_by(sync))
    monkeypatch.setattr(retention.Path, "unlink", step_by(unlink))
    with pytest.raises(Killed):
        list(prune(engine, root, LATER))
    monkeypatch.undo()
    assert cases(engine, settings) == before
    list(prune(engine, root, LATER))
    assert cases(engine, settings) == before and all(name.startswith("kept/") for name in files(root))
    assert intact(engine, root)[1] > 20


def test_the_command(settings, root):
    done = subprocess.run([sys.executable, "-m", "crawler", "prune"], cwd=ROOT, capture_output=True, text=True,
                          env=environment(settings.database, SOICONG_DATA_DIR=str(settings.data_dir),
                                          SOICONG_NOW=f"{LATER}T03:00:00+07:00"), check=False)
    assert done.returncode == 0, done.stderr
    assert "chưa niêm phong nên chưa xóa gì" in done.stderr and len(files(root)) == 5
