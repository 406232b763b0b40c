"""Many rows at a time on both databases: what is new, what changed, what is left as it is."""

from contextlib import ExitStack
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler.database import migrate, open_engine
from crawler.models import Page, Reading
from crawler.upserts import upsert
from tests.services.needs import require
from tests.services.postgresql import postgresql_server


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def session(request, tmp_path):
    with ExitStack() as stack:
        if request.param == "postgresql":
            require("postgresql")
            server = stack.enter_context(postgresql_server())
            url = server.url(server.create_database())
        else:
            url = f"sqlite:///{tmp_path / 'monitor.db'}"
        migrate(url)
        yield stack.enter_context(Session(open_engine(url, write=True)))


def page(fingerprint: str, etag: str | None, day: date, reading: str | None = None) -> dict[str, object]:
    return {"portal": "A", "fingerprint": fingerprint, "etag": etag, "last_modified": None, "body_digest": "b",
            "reading": reading, "reader": "r 100% 'x' ?", "checked_on": day}


def test_new_rows_changed_rows_and_rows_that_stay(session):
    first, then = date(2026, 11, 19), date(2026, 11, 20)
    keys = ("portal", "fingerprint")
    upsert(session, Page, keys, [page("1", "một", first), page("2", None, first)], update_rest=True)
    upsert(session, Page, keys, [page("2", 'hai "%s"', then), page("3", None, then)], update_rest=True)
    upsert(session, Page, keys, [], update_rest=True)
    kept = session.execute(select(Page.fingerprint, Page.etag, Page.checked_on, Page.reader).order_by(Page.fingerprint))
    assert [tuple(row) for row in kept] == [
        ("1", "một", first, "r 100% 'x' ?"), ("2", 'hai "%s"', then, "r 100% 'x' ?"), ("3", None, then, "r 100% 'x' ?")]

    def reading(title: str) -> dict[str, object]:
        return {"digest": "d", "kind": "list", "facts": {"title": title, "days": [None, 1.5]}}

    upsert(session, Reading, ("digest",), [reading("Tin tức")], update_rest=False)
    upsert(session, Reading, ("digest",), [reading("khác")], update_rest=False)
    assert session.scalars(select(Reading.facts)).all() == [{"title": "Tin tức", "days": [None, 1.5]}]


def test_a_row_that_the_database_refuses_is_said_as_the_database_says_it(session):
    with pytest.raises(IntegrityError):
        upsert(session, Page, ("portal", "fingerprint"), [page("1", None, date(2026, 11, 20)) | {"reader": None}],
               update_rest=True)
