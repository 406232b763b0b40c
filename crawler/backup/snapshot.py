"""The database as of one moment, beside a running night: `VACUUM INTO` for SQLite, `pg_dump` for PostgreSQL.

A copied file of a live SQLite database is broken more often than not, and copying never says so.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, select
from sqlalchemy.engine import URL, make_url
from sqlalchemy.orm import Session

from crawler.database import open_engine
from crawler.evidence.attachments import FOLDER as ATTACHMENTS
from crawler.models import Attachment, Import, Picture, Record, Seal

FILES = {"sqlite": "monitor.db", "postgresql": "database.dump"}


class BackupFailed(RuntimeError):
    """A backup or a restore could not be made; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Named:
    """The files that the database names: WARC files with the length that its records need, seals, imports."""

    archives: dict[str, int]
    seals: frozenset[str]
    imports: frozenset[str]


def engine_of(url: str) -> str:
    name = make_url(url).get_backend_name()
    if name not in FILES:
        raise BackupFailed(f"Không sao lưu được cơ sở dữ liệu loại {name}.")
    return name


def dump(url: str, folder: Path) -> Named:
    """Write the database into the folder, and say what it names at that very moment."""
    target = folder / FILES[engine_of(url)]
    if engine_of(url) == "sqlite":
        with closing(sqlite3.connect(str(make_url(url).database), timeout=60)) as link:
            link.execute("VACUUM INTO ?", (str(target),))
        engine = open_engine(f"sqlite:///{target}")
        with engine.connect() as connection:
            named = find_named(connection)
        engine.dispose()
        return named
    engine = create_engine(url, isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        snapshot = connection.execute(select(func.pg_export_snapshot())).scalar_one()
        named = find_named(connection)
        _run(url, ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
                   f"--file={target}"])
    engine.dispose()
    return named


def find_named(connection: Connection) -> Named:
    with Session(connection) as session:
        archives = {file: int(end) for file, end in session.execute(
            select(Record.file, func.max(Record.offset + Record.length)).where(Record.deleted_on.is_(None))
            .group_by(Record.file))}
        archives |= {row.file: row.length for row in session.execute(
            select(Picture.file, Picture.length).where(Picture.deleted_on.is_(None)))}
        archives |= {f"{ATTACHMENTS}/{row.digest}": row.length for row in session.execute(
            select(Attachment.digest, Attachment.length).where(Attachment.removed_at.is_(None)))}
        seals = frozenset(f"{night.isoformat()}/{version}" for night, version in
                          session.execute(select(Seal.night, Seal.version)))
        return Named(archives, seals, frozenset(session.scalars(select(Import.kept))))


def load_postgresql(url: str, file: Path) -> None:
    """Fill an empty PostgreSQL database, all or nothing."""
    _run(url, ["pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(file)])


def _run(url: str, command: Sequence[str]) -> None:
    """One of PostgreSQL's programs on the database; the password goes by the environment, hidden from `ps`."""
    parsed = make_url(url)
    plain = URL.create("postgresql", parsed.username, None, parsed.host, parsed.port, parsed.database, parsed.query)
    env = {**os.environ, "PGPASSWORD": parsed.password or os.environ.get("PGPASSWORD", "")}
    try:
        done = subprocess.run([*command, f"--dbname={plain.render_as_string()}"], env=env, capture_output=True,
                              text=True, check=False)
    except FileNotFoundError as error:
        raise BackupFailed(f"Máy này không có {command[0]}. Cài đặt: apt-get install postgresql-client") from error
    if done.returncode:
        raise BackupFailed(f"{command[0]} dừng với mã {done.returncode}: {done.stderr.strip()[-500:]}")
