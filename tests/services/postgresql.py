"""A private PostgreSQL cluster for one test run, with a fresh database for every test that asks."""

import itertools
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from tests.services.needs import find_postgresql_bin
from tests.services.process import free_port, run_once, running, server_folder

OWNER = "soicong"
FAST_AND_UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True)
class PostgresqlServer:
    """A running cluster: answers on 127.0.0.1 at `port` and on a socket in `folder`, without passwords."""

    folder: Path
    port: int
    _numbers: Iterator[int] = field(default_factory=itertools.count, repr=False)

    def url(self, database: str = "postgres") -> str:
        """Give the SQLAlchemy address of one database."""
        return f"postgresql+psycopg://{OWNER}@127.0.0.1:{self.port}/{database}"

    def create_database(self, template: str = "template0") -> str:
        """Create a database (empty, or a copy of another that nobody is connected to) and give its name."""
        name = f"test_{next(self._numbers)}"
        self._execute(sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop_database(self, name: str) -> None:
        """Remove a database, ending whatever connection a test left open."""
        self._execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        with psycopg.connect(host="127.0.0.1", port=self.port, user=OWNER, dbname="postgres", autocommit=True) as link:
            link.execute(statement)


@contextmanager
def postgresql_server() -> Iterator[PostgresqlServer]:
    """Make a cluster in a temporary folder, run it, and remove both afterwards."""
    programs = find_postgresql_bin()
    assert programs is not None, "call require('postgresql') first"
    with server_folder("postgresql") as folder:
        data = folder / "data"
        make = [str(programs / "initdb"), "--pgdata", str(data), "--username", OWNER, "--auth", "trust"]
        run_once([*make, "--encoding", "UTF8", "--locale", "C.UTF-8", "--no-sync"], folder)
        port = free_port()
        settings = ["listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *FAST_AND_UNSAFE]
        start = [str(programs / "postgres"), "-D", str(data), *(part for line in settings for part in ("-c", line))]
        server = PostgresqlServer(folder, port)
        with running(start, folder, lambda: _answers(server), end_signal=signal.SIGINT):
            yield server


def _answers(server: PostgresqlServer) -> bool:
    try:
        with psycopg.connect(host="127.0.0.1", port=server.port, user=OWNER, dbname="postgres", connect_timeout=5):
            return True
    except psycopg.OperationalError:
        return False
