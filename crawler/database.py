"""Open the database: SQLite in a mode that is safe for its version, or PostgreSQL; create or migrate the schema."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from crawler import counted, judged, people, reruns, rubric_versions, rulings  # noqa: F401 - tables of the schema
from crawler.config import Settings

#: SQLite up to 3.51.2 can corrupt a database in WAL mode when two connections reset the log at once,
#: which is exactly a crawl beside a reader. Older libraries use a rollback journal.
WAL_SAFE = (3, 51, 3)

AWAY, AGAIN = 600.0, 1.0  # seconds that a writer waits for a database server, and between two tries

MIGRATIONS = Path(__file__).with_name("migrations")


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says which and what to do."""


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """The SQLite journal mode that is safe with this library version."""
    return "WAL" if version >= WAL_SAFE else "TRUNCATE"


def _parse(url: str) -> URL:
    try:
        return make_url(url)
    except ArgumentError as error:
        hint = "Ví dụ: sqlite:////duong/dan/monitor.db"
        raise DatabaseError(f"SOICONG_DATABASE_URL không đọc được: {url!r}. {hint}") from error


def open_engine(url: str, *, write: bool = False) -> Engine:
    """An engine for the address. With `write`, SQLite transactions take the write lock at their start, so that
    two writers wait for each other instead of failing half-way."""
    parsed = _parse(url)
    if parsed.get_backend_name() != "sqlite":
        server = create_engine(parsed, pool_pre_ping=True)
        if write:
            event.listen(server, "do_connect", _wait_for_server)
        return server
    if parsed.database and parsed.database != ":memory:":
        _make_folder(Path(parsed.database).parent)
    engine = create_engine(parsed, connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def _set_modes(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # transactions are begun below, not by the driver
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA journal_mode={journal_mode()}")
        cursor.execute("PRAGMA synchronous=FULL")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.execute("PRAGMA recursive_triggers=ON")  # else INSERT OR REPLACE walks past a DELETE trigger
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


def _wait_for_server(dialect: Dialect, _: ConnectionPoolEntry, arguments: list[Any], named: dict[str, Any]) -> Any:  # noqa: ANN401
    """Connect, and wait for a server that is away: it is restarted for updates, and a night must outlive that."""
    end = time.monotonic() + AWAY
    while True:
        try:
            return dialect.connect(*arguments, **named)
        except dialect.loaded_dbapi.OperationalError:
            if time.monotonic() > end:
                raise
        time.sleep(AGAIN)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseError(
            f"Không tạo được thư mục {folder} cho cơ sở dữ liệu: {error.strerror}. "
            "Hãy kiểm tra SOICONG_DATABASE_URL hoặc SOICONG_DATA_DIR."
        ) from error


def open_session(settings: Settings) -> Session:
    """A session for reading what the nights wrote; `DatabaseError` in plain words when there is no database yet."""
    require_schema(settings.database)
    return Session(open_engine(settings.database), expire_on_commit=False)


def migrate(url: str) -> bool:
    """Bring the schema to this version; True when something was done. Never called by a crawl process: several
    processes creating one schema at once lose portals."""
    if _revision(url) == head_revision():
        return False
    from alembic import command  # a tenth of each process's start, and needed once in a version's life
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "head")
    return True


def _revision(url: str) -> str | None:
    """The schema's revision, None for an empty database; `DatabaseError` when it cannot be opened."""
    engine = open_engine(url)
    try:
        with engine.connect() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
            return found
    except DBAPIError as error:
        raise DatabaseError(
            f"Không mở được cơ sở dữ liệu {make_url(url).render_as_string()}: {error.orig}. "
            "Hãy kiểm tra SOICONG_DATABASE_URL, hoặc phục hồi từ bản sao lưu."
        ) from error
    finally:
        engine.dispose()


def schema_ready(url: str) -> bool:
    """Whether a database of this version is there, without creating one."""
    parsed = _parse(url)
    if parsed.get_backend_name() == "sqlite" and not (parsed.database and Path(parsed.database).exists()):
        return False
    return _revision(url) == head_revision()


def require_schema(url: str) -> None:
    """Go on only with a database of this version; else say which it is and what to do."""
    if schema_ready(url):
        return
    where = make_url(url).render_as_string()
    there = make_url(url).get_backend_name() != "sqlite" or Path(make_url(url).database or "").exists()
    revision = _revision(url) if there else None
    if revision is None:
        raise DatabaseError(f"Chưa có cơ sở dữ liệu ở {where}. Hãy chạy trước: python -m crawler nightly")
    if knows_revision(revision):
        raise DatabaseError(f"Cơ sở dữ liệu ở {where} là của bản cũ hơn (mức {revision}, nay là {head_revision()}). "
                            "Hãy nâng lên: python -m crawler migrate")
    raise DatabaseError(f"Cơ sở dữ liệu ở {where} là của một bản mới hơn (mức {revision}). Hãy dùng bản phần mềm đã "
                        "tạo ra nó.")


def head_revision() -> str:
    """The revision of this version's schema."""
    return max(_revisions())


def knows_revision(revision: str) -> bool:
    """Whether this version can bring a database of that revision to its own."""
    return revision in _revisions()


def _revisions() -> set[str]:
    """The revisions in the folder: a file's name begins with its own, and the chain has no branches."""
    return {path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")}
