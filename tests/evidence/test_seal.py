"""Seals: the same night gives the same root, each carries the one before, none is ever half there or overwritten."""

import gzip
import json
import os
import subprocess
import sys
from datetime import date

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.database import open_engine
from crawler.evidence import durable
from crawler.evidence.canonical import canonical, sha256
from crawler.evidence.key import KeyUnusable, key_id, load_key
from crawler.evidence.seal import NotSealed, load_leaves, read_seal, seal_due, seal_folder, seal_night
from crawler.models import Night, Visit
from crawler.seals import Seal
from tests.evidence.sealed import fill_with_bytes, judge_and_seal
from tests.monitor.filled import LAST, ROOT, environment, fill


@pytest.fixture
def settings(tmp_path):
    fill(f"sqlite:///{tmp_path / 'monitor.db'}")
    return Settings(data_dir=tmp_path)


@pytest.fixture
def engine(settings):
    engine = open_engine(settings.database, write=True)
    yield engine
    engine.dispose()


def rows(engine):
    with Session(engine) as session:
        return list(session.scalars(select(Seal).order_by(Seal.seq)))


def body_of(settings, row):
    return json.loads((seal_folder(settings, row.night, row.version) / "seal.json").read_bytes())


def test_every_finished_night_is_sealed_once_in_order_and_chained(settings, engine):
    assert [new for _, new in seal_due(engine, settings)] == [True] * 5
    found = rows(engine)
    assert [(r.seq, r.night, r.version) for r in found] == [(n + 1, date(2026, 11, 16 + n), 1) for n in range(5)]
    assert [r.previous for r in found] == [None, *(r.digest for r in found[:-1])]
    for row in found:
        folder = seal_folder(settings, row.night, row.version)
        text = (folder / "seal.json").read_bytes()
        load_pem_public_key((folder / "signer.pub").read_bytes()).verify((folder / "seal.sig").read_bytes(), text)
        body = json.loads(text)
        assert canonical(body) == text and sha256(text) == row.digest
        assert len(load_leaves(folder, row)) == row.leaves == body["leaves"] > 40
    assert [new for _, new in seal_due(engine, settings)] == [False]
    assert len(rows(engine)) == 5


def test_leaves_hold_records_observations_findings_and_pictures(tmp_path):
    settings = fill_with_bytes(tmp_path)
    prints = judge_and_seal(settings)
    engine = open_engine(settings.database)
    last = rows(engine)[-1]
    leaves = [json.loads(leaf) for leaf in load_leaves(seal_folder(settings, last.night, 1), last)]
    assert {leaf["leaf"] for leaf in leaves} == {"portal", "list", "visit", "record", "finding", "picture",
                                               "attachment"}
    found = {leaf["fingerprint"]: leaf for leaf in leaves if leaf["leaf"] == "finding"}
    assert set(prints) <= set(found)
    for leaf in found.values():
        assert leaf["rule"] and leaf["software"] == "0.1.0"
        assert not leaf["negative"] or leaf["certificate"]["grounds"]
    assert body_of(settings, last)["counts"]["portal_complete"] == 2


def test_a_night_that_changed_gets_a_further_version(settings, engine):
    seal_due(engine, settings)
    old = (seal_folder(settings, LAST, 1) / "seal.json").read_bytes()
    with Session(engine) as session, session.begin():
        session.execute(update(Visit).where(Visit.id == 50000).values(reason="khác"))
    row, new = seal_night(engine, settings, LAST)
    assert (new, row.version, row.seq, row.previous) == (True, 2, 6, sha256(old))
    assert (seal_folder(settings, LAST, 1) / "seal.json").read_bytes() == old


def test_a_night_under_way_is_not_sealed(settings, engine):
    with Session(engine) as session, session.begin():
        session.execute(update(Night).where(Night.night == LAST).values(state="interrupted"))
    assert len(seal_due(engine, settings)) == 4
    with pytest.raises(NotSealed, match="20/11/2026"):
        seal_night(engine, settings, LAST)


class Killed(BaseException):
    """The process ends here."""


@pytest.mark.parametrize("step", range(9))
def test_a_crash_leaves_the_old_seal_or_the_new_one(settings, engine, monkeypatch, step):
    """Each sync to disk of a seal's making is once the last thing that happens."""
    for day in range(16, 20):
        seal_night(engine, settings, date(2026, 11, day))
    real, count = os.fsync, [0]

    def fsync(handle):
        if count[0] == step:
            raise Killed
        count[0] += 1
        real(handle)

    monkeypatch.setattr(durable.os, "fsync", fsync)
    try:
        seal_night(engine, settings, LAST)
    except Killed:
        pass
    else:
        assert step >= 6, "a seal has at least six syncs"
    monkeypatch.undo()
    for folder in (settings.data_dir / "seals").glob("[0-9]*/[0-9]*"):
        read_seal(folder)
    row, _ = seal_night(engine, settings, LAST)
    assert (row.seq, row.version, len(rows(engine))) == (5, 1, 5)
    assert not list((settings.data_dir / "seals").rglob(".new-*"))
    assert load_leaves(seal_folder(settings, LAST, 1), row)


def test_the_index_follows_the_files(settings, engine):
    """A crash between the folder and the row, or an older database restored: the seal that was made stays the seal."""
    made = [(r.seq, r.digest) for r, _ in seal_due(engine, settings)]
    with Session(engine) as session, session.begin():
        session.execute(Seal.__table__.delete().where(Seal.seq >= 3))
    seal_due(engine, settings)
    assert [(r.seq, r.digest) for r in rows(engine)] == made


def test_a_damaged_seal_is_named(settings, engine):
    seal_due(engine, settings)
    row, folder = rows(engine)[-1], seal_folder(settings, LAST, 1)
    leaves = gzip.decompress((folder / "leaves.gz").read_bytes())
    (folder / "leaves.gz").write_bytes(gzip.compress(leaves.replace(b"observed", b"abserved", 1)))
    with pytest.raises(NotSealed, match="không khớp với niêm phong"):
        load_leaves(folder, row)
    (folder / "seal.json").write_bytes((folder / "seal.json").read_bytes().replace(b"2026-11-20", b"2026-11-21"))
    with pytest.raises(NotSealed, match="đã hỏng"):
        read_seal(folder)


def test_the_key_is_its_owners_alone(settings):
    key = load_key(settings)
    path = settings.data_dir / "seals" / "signer.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert key_id(load_key(settings).public_key()) == key_id(key.public_key())
    path.chmod(0o644)
    with pytest.raises(KeyUnusable, match="chmod 600"):
        load_key(settings)
    path.chmod(0o600)
    path.write_text("không phải khóa")
    with pytest.raises(KeyUnusable, match="PEM"):
        load_key(settings)


def test_the_command_seals_and_says_the_root(settings, tmp_path):
    done = subprocess.run([sys.executable, "-m", "crawler", "seal"], cwd=ROOT, capture_output=True, text=True,
                          env=environment(settings.database, SOICONG_DATA_DIR=str(tmp_path)), check=False)
    assert done.returncode == 0, done.stderr
    engine = open_engine(settings.database)
    assert f"gốc {rows(engine)[-1].root}" in done.stderr and "niêm phong mới, bản 1" in done.stderr


def test_the_root_stands_in_the_digest(settings, engine, tmp_path):
    def page():
        done = subprocess.run([sys.executable, "-m", "reports", "digest", LAST.isoformat(), "--out", str(tmp_path)],
                              cwd=ROOT, capture_output=True, text=True, env=environment(settings.database), check=False)
        assert done.returncode == 0, done.stderr
        return (tmp_path / f"digest-{LAST}.html").read_text()

    assert "chưa được niêm phong" in page()
    row, _ = seal_night(engine, settings, LAST)
    assert row.root in page()
