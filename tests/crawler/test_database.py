"""Settings, the safe SQLite mode, migrations that match the models on both databases, and the lock."""

import os
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from crawler import lock
from crawler.config import ConfigError, load_settings
from crawler.database import DatabaseError, journal_mode, migrate, open_engine, open_session, schema_ready
from crawler.models import Base, Lock, Night


def test_an_unknown_setting_is_an_error_that_names_it(monkeypatch):
    monkeypatch.setenv("SOICONG_DELAI", "1")
    with pytest.raises(ConfigError, match="SOICONG_DELAI"):
        load_settings()


@pytest.mark.parametrize(("name", "value"), [
    ("SOICONG_DELAY", "nhanh"), ("SOICONG_DELAY", "-1"), ("SOICONG_NOW", "2026-11-20T01:00:00"),
    ("SOICONG_ALLOW_ADDRESSES", "127.0.0.1/99"),
])
def test_a_bad_value_is_refused_with_its_name(monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigError, match=name):
        load_settings()


def test_settings_are_read(monkeypatch):
    monkeypatch.setenv("SOICONG_ALLOW_ADDRESSES", "127.0.0.0/8, 10.0.0.0/8")
    monkeypatch.setenv("SOICONG_NOW", "2026-11-20T01:30:00+07:00")
    settings = load_settings()
    assert [str(n) for n in settings.allow_addresses] == ["127.0.0.0/8", "10.0.0.0/8"]
    assert settings.now is not None and settings.delay == 2.3


@pytest.mark.parametrize(("version", "mode"), [((3, 40, 1), "TRUNCATE"), ((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL")])
def test_the_sqlite_mode_follows_the_library_version(version, mode):
    assert journal_mode(version) == mode


def test_the_mode_is_really_set(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'x.db'}")
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == journal_mode().lower()
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1


def test_the_migrations_make_exactly_the_models(database_url):
    assert not schema_ready(database_url)
    assert migrate(database_url) is True
    assert migrate(database_url) is False
    assert schema_ready(database_url)
    engine = open_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    engine.dispose()


def test_times_come_back_aware_and_in_utc(database_url):
    migrate(database_url)
    engine = open_engine(database_url, write=True)
    moment = datetime(2026, 3, 31, 17, 30, tzinfo=UTC)
    with Session(engine) as session, session.begin():
        session.add(Night(night=moment.date(), state="running", started_at=moment, registry_digest="", software=""))
    with Session(engine) as session:
        assert session.scalars(select(Night.started_at)).one() == moment
    engine.dispose()


def test_reading_without_a_database_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("SOICONG_DATA_DIR", str(tmp_path))
    with pytest.raises(DatabaseError, match="python -m crawler nightly"):
        open_session(load_settings())
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_cannot_be_opened_is_named(tmp_path):
    (tmp_path / "monitor.db").write_bytes(b"not a database, but a letter of some length" * 100)
    with pytest.raises(DatabaseError, match=r"monitor\.db.*not a database"):
        migrate(f"sqlite:///{tmp_path / 'monitor.db'}")


@pytest.fixture
def engine(database_url):
    migrate(database_url)
    engine = open_engine(database_url, write=True)
    yield engine
    engine.dispose()


def test_a_second_run_is_refused_while_the_first_lives(engine):
    token = lock.take(engine)
    with pytest.raises(lock.Locked, match=str(os.getpid())):
        lock.take(engine)
    lock.release(engine, token)
    lock.release(engine, lock.take(engine))


def test_a_dead_runs_lock_is_taken_over_and_the_dead_run_is_fenced_off(engine):
    old = lock.take(engine)
    with Session(engine) as session, session.begin():
        session.execute(update(Lock).values(process=f"{os.getpid()}:1"))  # same pid, another start: another process
    new = lock.take(engine)
    with Session(engine) as session:
        lock.holds(session, new)
        with pytest.raises(lock.LockLost):
            lock.holds(session, old)
    lock.release(engine, old)
    with Session(engine) as session:
        lock.holds(session, new)


def test_another_machines_lock_counts_while_its_heart_beats(engine):
    lock.take(engine)
    with Session(engine) as session, session.begin():
        session.execute(update(Lock).values(host="another"))
    with pytest.raises(lock.Locked, match="another"):
        lock.take(engine)
    with Session(engine) as session, session.begin():
        session.execute(update(Lock).values(beat_at=datetime(2026, 1, 1, tzinfo=UTC)))
    lock.take(engine)
