"""Seal, case file, verification and retention on PostgreSQL: the same promises as on SQLite."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

import verify
from crawler.database import open_engine
from crawler.evidence.retention import APPEAL_DAYS, KEEP_DAYS, prune
from crawler.evidence.seal import load_leaves, read_seal, seal_due, seal_folder
from crawler.judged import Finding
from crawler.models import Record
from crawler.seals import Seal
from monitor.case import make_case
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST


def test_seal_case_and_prune(fresh_postgresql_url, tmp_path):
    settings = fill_with_bytes(tmp_path, url=fresh_postgresql_url)
    assert judge_and_seal(settings)
    engine = open_engine(settings.database, write=True)
    with Session(engine) as session:
        seals = session.scalars(select(Seal).order_by(Seal.seq)).all()
        assert [s.previous for s in seals] == [None, *(s.digest for s in seals[:-1])] and len(seals) == 5
        for seal in seals:
            folder = seal_folder(settings, seal.night, seal.version)
            assert read_seal(folder) and len(load_leaves(folder, seal)) == seal.leaves
    assert [new for _, new in seal_due(engine, settings)] == [False]
    assert_cases(engine, settings)
    done = list(prune(engine, tmp_path / "evidence", LAST + timedelta(days=KEEP_DAYS + 40)))
    assert sum(p.deleted for p in done) > 0 and sum(p.kept for p in done) > 0 and not any(p.problem for p in done)
    assert_cases(engine, settings)
    list(prune(engine, tmp_path / "evidence", LAST + timedelta(days=APPEAL_DAYS + 40)))
    with Session(engine) as session:
        assert set(session.scalars(select(Record.deleted_on.is_not(None)))) == {True}
    engine.dispose()


def assert_cases(engine, settings):
    """Every negative finding has a case file that proves it."""
    key = next((settings.data_dir / "seals").glob("*/1/signer.pub")).read_bytes()
    with Session(engine) as session:
        found = session.scalars(select(Finding.fingerprint).where(Finding.negative)).all()
        for fingerprint in found:
            assert verify.verify(make_case(session, settings, fingerprint), key).finding is not None
    assert len(found) > 3
