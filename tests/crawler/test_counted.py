"""The roll-up of posts is the slow count: after changes of every kind, and after an upgrade of an older database."""

from datetime import date

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from crawler.counted import WHOLE, PostCount, count_posts, keep_counts, load_counts
from crawler.database import MIGRATIONS, migrate, open_engine
from crawler.models import Channel, Post, PostChannel
from tests.services.needs import require
from tests.services.postgresql import postgresql_server


def post(number: int, on: date | None, **more) -> Post:
    base = {"portal": "a", "key": f"/{number}", "kind": "post", "url": "u", "title": "t", "published_on": on,
            "date_grade": "sure", "first_seen": date(2026, 11, 1), "last_seen": date(2026, 11, 20), "baseline": False,
            "missed": 0}
    return Post(**(base | more))


def fill(session: Session) -> None:
    """Rows with the columns that they need only: the schema may be of an older version, which lacks the newest."""
    days = {"first_seen": date(2026, 11, 1), "last_seen": date(2026, 11, 20)}
    session.execute(insert(Channel.__table__), [
        {"id": n, "portal": portal, "key": f"/c{n}", "title": "c", "path": [], "kind": "list", **days}
        for n, portal in ((1, "a"), (2, "a"), (3, "b"))])
    session.add_all([
        post(1, date(2026, 10, 31)), post(2, date(2026, 11, 1)), post(3, date(2026, 11, 30)),   # the third is ahead
        post(4, None), post(5, date(2026, 11, 2), date_grade="unknown"), post(6, date(2026, 11, 3), kind="document"),
        post(7, date(2026, 11, 1), portal="b"),
    ])
    session.flush()
    session.add_all([PostChannel(post_id=p, channel_id=c, **days)
                     for p, c in ((1, 1), (1, 2), (2, 1), (3, 1), (6, 2), (7, 3))])


OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)
COUNTED = {
    (WHOLE, "post", OCTOBER): 1, (WHOLE, "post", NOVEMBER): 1, (WHOLE, "document", NOVEMBER): 1,
    (1, "post", OCTOBER): 1, (2, "post", OCTOBER): 1, (1, "post", NOVEMBER): 1, (2, "document", NOVEMBER): 1,
}


def test_a_post_counts_once_in_its_portal_and_in_each_of_its_lists(tmp_path):
    with Session(_engine(f"sqlite:///{tmp_path / 'x.db'}")) as session:
        fill(session)
        keep_counts(session, "a")
        assert load_counts(session, "a") == COUNTED
        assert session.scalars(select(PostCount.portal).distinct()).all() == ["a"]


def test_what_changed_is_followed_and_what_is_gone_is_gone(tmp_path):
    with Session(_engine(f"sqlite:///{tmp_path / 'x.db'}")) as session:
        fill(session)
        keep_counts(session, "a")
        session.execute(update(Post).where(Post.key == "/1").values(published_on=date(2026, 11, 5)))
        session.execute(update(Post).where(Post.key == "/3").values(last_seen=date(2026, 12, 1)))
        session.execute(delete(PostChannel).where(PostChannel.channel_id == 2))
        keep_counts(session, "a")
        assert load_counts(session, "a") == count_posts(session, "a") == {
            (WHOLE, "post", NOVEMBER): 3, (WHOLE, "document", NOVEMBER): 1, (1, "post", NOVEMBER): 3}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def test_an_upgrade_counts_what_is_there(tmp_path, kind):
    if kind == "sqlite":
        _upgrade(f"sqlite:///{tmp_path / 'x.db'}")
        return
    require("postgresql")
    with postgresql_server() as server:
        _upgrade(server.url(server.create_database()))


def _upgrade(url: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["url"] = url
    command.upgrade(config, "0012")  # the database of a version without the roll-up
    with Session(open_engine(url, write=True)) as session:
        fill(session)
        session.commit()
    assert migrate(url)
    with Session(open_engine(url)) as session:
        assert load_counts(session, "a") == COUNTED
        assert load_counts(session, "b") == {(WHOLE, "post", NOVEMBER): 1, (3, "post", NOVEMBER): 1}


def _engine(url: str):
    migrate(url)
    return open_engine(url, write=True)
