"""Fixtures that start real servers: PostgreSQL for every schema test, WordPress as a real portal."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.province import Province, serve_province
from tests.services.needs import require
from tests.services.postgresql import PostgresqlServer, postgresql_server
from tests.services.wordpress import WordPressSite, wordpress_site


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresqlServer]:
    """The running PostgreSQL cluster of this test run."""
    require("postgresql")
    with postgresql_server() as server:
        yield server


@pytest.fixture(scope="session")
def postgresql_url(postgresql: PostgresqlServer) -> str:
    """The address of one database that lives as long as the test run; tests that write want `database_url`."""
    return postgresql.url(postgresql.create_database())


@pytest.fixture
def fresh_postgresql_url(postgresql: PostgresqlServer) -> Iterator[str]:
    """The address of an empty PostgreSQL database of this test alone."""
    name = postgresql.create_database()
    yield postgresql.url(name)
    postgresql.drop_database(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database of this test alone; the test runs once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'monitor.db'}"
    url: str = request.getfixturevalue("fresh_postgresql_url")
    return url


@pytest.fixture(scope="session")
def wordpress() -> Iterator[WordPressSite]:
    """The running WordPress of this test run; it keeps what tests put there, so begin with `wordpress.empty()`."""
    require("wordpress")
    with wordpress_site() as site:
        yield site


@pytest.fixture(scope="session")
def calm_province() -> Iterator[Province]:
    """Ten portals without troubles, one served day."""
    with serve_province("2026-11-20T01:30:00+07:00", scenario="calm", portals=10) as province:
        yield province


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests begin first: at the end the quick ones fill the processes evenly."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
