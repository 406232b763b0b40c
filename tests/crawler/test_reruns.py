"""A portal of which tonight saw nothing is looked at once more when somebody asks: nothing seen is taken back."""

from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crawler import run
from crawler.config import Settings
from crawler.database import open_engine
from crawler.models import NightPortal, Visit
from crawler.reruns import CannotRerun, Rerun, ask_again, wishes_open
from crawler.scheduler import is_due
from crawler.seals import Seal
from tests.crawler.test_run import EMPTY, HOME, NOW
from tests.nights import export, registry_file, run_night
from tests.site import serve_pages

TODAY, AT = date(2026, 11, 20), datetime.fromisoformat(NOW)
UP = {"/": HOME, **{f"/muc-{n}": EMPTY for n in range(5)}}


def ask(engine, codes=None, today=TODAY):
    with Session(engine) as session, session.begin():
        return ask_again(session, TODAY, today, codes, "cổng đã mở lại", "canbo", AT)


def test_a_portal_that_was_away_is_seen_by_the_second_look(tmp_path):
    shut = {"/": (403, "<html><body><h1>403</h1></body></html>")}
    with serve_pages(dict(UP), "127.0.0.2") as up, serve_pages(shut, "127.0.0.3") as away:
        registry = registry_file(tmp_path / "portals.csv", [
            {"code": "X1", "name": "Xã Một", "url": up.url + "/", "hosts": "127.0.0.2"},
            {"code": "X2", "name": "Xã Hai", "url": away.url + "/", "hosts": "127.0.0.3"}])
        assert run_night(tmp_path, registry, NOW).returncode == 3
        before = export(tmp_path)
        asked = len(up.asked)
        settings = Settings(data_dir=tmp_path, now=AT)
        engine = open_engine(settings.database, write=True)
        assert not is_due(settings)
        assert ask(engine, ["X1", "X2"]) == ["X2"]
        with pytest.raises(CannotRerun, match="đang chờ"):
            ask(engine)
        assert is_due(settings)
        away.pages.update(UP)
        done = run_night(tmp_path, registry, NOW)
        assert done.returncode == 0, done.stderr
        after = export(tmp_path)
        assert not is_due(settings) and len(up.asked) == asked
        with Session(engine) as session:
            assert dict(session.execute(select(NightPortal.portal, NightPortal.state)).all()) == \
                {"X1": "complete", "X2": "complete"}
            assert session.scalars(select(Seal.version).order_by(Seal.seq)).all() == [1, 2]
            assert not wishes_open(session, TODAY)
        assert set(before["visits"]) <= set(after["visits"])  # what happened stays written
        assert set(before["channel_nights"]) < set(after["channel_nights"])
        with pytest.raises(CannotRerun, match="đã quan sát được"):
            ask(engine, ["X2"])
        engine.dispose()


def test_what_cannot_be_run_again(tmp_path):
    settings = Settings(data_dir=tmp_path, now=AT)
    run.migrate(settings.database)
    engine = open_engine(settings.database, write=True)
    with pytest.raises(CannotRerun, match="đã qua"):
        ask(engine, today=date(2026, 11, 21))
    with Session(engine) as session, session.begin():
        session.add(run.Night(id=1, night=TODAY, state="running", started_at=AT, registry_digest="", software=""))
        session.flush()
        session.add(NightPortal(night_id=1, portal="X2", name="X", group="communes", url="http://x.test/", hosts="",
                                backend="", platform="auto", scored="yes", state="not_observed", reason="down"))
    with pytest.raises(CannotRerun, match="chưa chạy xong"):
        ask(engine)
    with Session(engine) as session, session.begin():
        session.get_one(run.Night, 1).state = "partial"
    assert ask(engine) == ["X2"]
    with Session(engine) as session:
        wish = session.scalars(select(Rerun)).one()
        wish.taken_at = AT
        session.commit()
        wish.person = "khác"
        with pytest.raises(IntegrityError, match="only taken up"):
            session.commit()
        session.rollback()
        assert session.scalars(select(Visit)).all() == []
    engine.dispose()
