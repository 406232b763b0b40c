"""The life of a night: how it is judged, begun once a day, taken up again, caught up, and never run twice at a time."""

import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from crawler import lock
from crawler.after import digest_file
from crawler.config import ROOT, Settings
from crawler.database import migrate, open_engine
from crawler.models import Lock, Night
from crawler.run import NoSuchPortal, choose, judge_night
from crawler.scheduler import is_due
from crawler.seals import Seal
from tests.nights import environment, export, monitor, night_command, registry_file, run_night
from tests.site import serve_pages

NOW = "2026-11-20T01:30:00+07:00"
HOME = "<html><body><nav>" + "".join(f"<a href='/muc-{n}'>Chuyên mục {n}</a>" for n in range(5)) + \
    "</nav><main><h1>Xã Thử</h1><p>Trang thông tin điện tử của xã.</p></main></body></html>"
EMPTY = HOME.replace("Trang thông tin điện tử của xã.", "Chưa có bài viết nào.")


@pytest.fixture
def site():
    with serve_pages({"/": HOME, **{f"/muc-{n}": EMPTY for n in range(5)}}) as served:
        yield served


def one_portal(tmp_path, site, **more):
    return registry_file(tmp_path / "portals.csv", [
        {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1", **more},
        {"code": "X2", "name": "Xã Chưa Rõ"}])


@pytest.mark.parametrize(("portals", "code"), [
    ([("complete", None)] * 4, 0),
    ([("complete", None)] * 3 + [("partial", "1 trên 9 chuyên mục")], 3),
    ([("complete", None)] * 3 + [("not_observed", "address_unconfirmed")], 3),
    ([("not_observed", "address_unconfirmed")] * 9, 3),
    ([("not_observed", "down")] * 9 + [("complete", None)], 4),
    ([("not_observed", "down")] * 4 + [("complete", None)], 4),
    ([("not_observed", "down")] * 4, 3),
    ([("not_observed", "down")] * 4 + [("complete", None)] * 6, 3),
    ([("not_observed", "maintenance")] * 9, 3),
])
def test_how_a_night_is_judged(portals, code):
    assert judge_night(portals)[0] == code


def test_a_code_or_backend_that_is_not_there_is_named():
    with pytest.raises(NoSuchPortal, match="X9"):
        choose([], ["X9"], None)
    with pytest.raises(NoSuchPortal, match="'khac'"):
        choose([], [], "khac")


def test_an_unconfirmed_address_is_not_asked_for(tmp_path, site):
    assert run_night(tmp_path, one_portal(tmp_path, site), NOW).returncode == 3
    found = export(tmp_path)
    assert [p for p in found["portals"] if '"X2"' in p] == \
        ['["2026-11-20", "X2", "not_observed", "address_unconfirmed"]']
    assert not any('"X2"' in visit for visit in found["visits"])
    [unknown] = [v for v in monitor(tmp_path, NOW, "inactive", "2026-11") if v["portal"] == "X2"]
    assert unknown["verdict"] == "unknown"


def test_a_second_call_of_the_day_asks_nothing_and_ends_with_the_same_code(tmp_path, site):
    registry = one_portal(tmp_path, site)
    assert run_night(tmp_path, registry, NOW).returncode == 3
    asked = len(site.asked)
    again = run_night(tmp_path, registry, NOW)
    assert (again.returncode, len(site.asked)) == (3, asked)
    assert "Đêm 20/11/2026 đã chạy xong" in again.stderr


def test_every_request_is_one_row_of_the_ledger(tmp_path, site):
    run_night(tmp_path, one_portal(tmp_path, site), NOW)
    engine = open_engine(f"sqlite:///{tmp_path / 'monitor.db'}")
    with engine.connect() as connection:
        rows = connection.execute(text("select url, outcome from visits where status is not null")).all()
        open_rows = connection.execute(text("select count(*) from visits where outcome is null")).scalar_one()
    engine.dispose()
    assert sorted(site.asked) == sorted(url.removeprefix(site.url) for url, _ in rows)
    assert open_rows == 0
    assert site.asked[0] == "/robots.txt"


def test_days_without_a_run_stay_visible(tmp_path, site):
    registry = one_portal(tmp_path, site)
    run_night(tmp_path, registry, NOW)
    run_night(tmp_path, registry, "2026-11-23T01:30:00+07:00")
    assert [(r["night"], r["state"]) for r in monitor(tmp_path, NOW, "runs", "2026-11")] == [
        ("2026-11-20", "partial"), ("2026-11-21", "skipped"), ("2026-11-22", "skipped"), ("2026-11-23", "partial")]


def test_a_night_on_postgresql_ends_as_on_sqlite(tmp_path, site, fresh_postgresql_url):
    registry = one_portal(tmp_path, site)
    assert run_night(tmp_path / "lite", registry, NOW).returncode == 3
    assert run_night(tmp_path / "pg", registry, NOW, SOICONG_DATABASE_URL=fresh_postgresql_url).returncode == 3
    assert export(tmp_path / "pg", fresh_postgresql_url) == export(tmp_path / "lite")


def start_slow_night(tmp_path, registry):
    """A night that asks once a second, so that it is still under way when the test acts; returns when it has begun."""
    env = environment(tmp_path, NOW, SOICONG_DELAY="1")
    night = subprocess.Popen(night_command(registry), cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    for _ in range(200):
        if (tmp_path / "monitor.db").exists() and "visits" in _tables(tmp_path) and _locks(tmp_path):
            return night
        time.sleep(0.1)
    raise AssertionError("the night did not begin")


def _tables(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'monitor.db'}")
    with engine.connect() as connection:
        names = set(connection.execute(text("select name from sqlite_master")).scalars())
    engine.dispose()
    return names


def _locks(tmp_path):
    engine = open_engine(f"sqlite:///{tmp_path / 'monitor.db'}")
    with Session(engine) as session:
        found = session.scalars(select(Lock.token)).all()
    engine.dispose()
    return found


def test_two_schedulers_cannot_run_one_night_twice(tmp_path, site):
    registry = one_portal(tmp_path, site)
    first = start_slow_night(tmp_path, registry)
    second = run_night(tmp_path, registry, NOW)
    assert second.returncode == 5, second.stderr
    assert "đang giữ khóa" in second.stderr
    first.communicate(timeout=120)
    assert first.returncode == 3
    assert sorted(set(site.asked)) == sorted(site.asked), "an address was asked for twice"


def test_a_stopped_night_is_resumed(tmp_path, site):
    registry = one_portal(tmp_path, site)
    night = start_slow_night(tmp_path, registry)
    night.send_signal(signal.SIGINT)
    _, said = night.communicate(timeout=60)
    assert night.returncode == 130, said
    assert "--resume" in said
    assert run_night(tmp_path, registry, NOW, "--resume").returncode == 3
    whole = tmp_path / "whole"
    run_night(whole, registry, NOW)
    assert export(tmp_path) == export(whole)


def settings_at(tmp_path, moment):
    return Settings(data_dir=tmp_path, now=datetime.fromisoformat(moment))


def test_when_a_night_is_due(tmp_path):
    assert not is_due(settings_at(tmp_path, "2026-11-20T00:30:00+07:00"))
    assert is_due(settings_at(tmp_path, "2026-11-20T01:00:00+07:00"))
    assert is_due(settings_at(tmp_path, "2026-11-20T15:00:00+07:00")), "a missed start is caught up in the day"
    assert is_due(settings_at(tmp_path, "2026-11-19T18:30:00+00:00")), "01:30 in Việt Nam"


@pytest.mark.parametrize(("state", "due"), [("complete", False), ("partial", False), ("void", False),
                                            ("interrupted", True), ("running", True)])
def test_a_night_is_due_until_it_has_ended(tmp_path, state, due):
    settings = settings_at(tmp_path, NOW)
    migrate(settings.database)
    engine = open_engine(settings.database, write=True)
    with Session(engine) as session, session.begin():
        session.add(Night(night=settings.now.date(), state=state, started_at=settings.now, registry_digest="",
                          software="test"))
        session.flush()
        session.add(Seal(seq=1, night_id=1, night=settings.now.date(), version=1, root="", leaves=0, digest="", key="",
                         sealed_at=settings.now, stamp="none"))
    assert is_due(settings), "no digest yet: it was stopped between its crawl and its end"
    digest_file(settings, settings.now.date()).parent.mkdir()
    digest_file(settings, settings.now.date()).touch()
    assert is_due(settings) is due
    engine.dispose()


def test_the_lock_of_a_dead_machine_is_taken_over_and_its_token_no_longer_writes(database_url):
    migrate(database_url)
    engine = open_engine(database_url, write=True)
    old = lock.take(engine)
    with pytest.raises(lock.Locked):
        lock.take(engine)
    with Session(engine) as session, session.begin():
        row = session.scalars(select(Lock)).one()
        row.host, row.beat_at = "may-khac", datetime.now(UTC) - timedelta(hours=1)
    new = lock.take(engine)
    with Session(engine) as session:
        lock.holds(session, new)
        with pytest.raises(lock.LockLost):
            lock.holds(session, old)
    engine.dispose()


def test_the_loop_runs_what_is_due_and_goes_on(tmp_path, site):
    command = [*night_command(one_portal(tmp_path, site)), "--loop"]
    env = environment(tmp_path, NOW, PYTHONUNBUFFERED="1")
    loop = subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE, text=True)
    said = ""
    for line in loop.stderr:
        said += line
        if "kết thúc với mã" in line:
            break
    assert "Đêm 20/11/2026 kết thúc với mã 3." in said
    assert loop.poll() is None
    loop.terminate()
    loop.communicate(timeout=30)
    assert [r["state"] for r in monitor(tmp_path, NOW, "runs", "2026-11")] == ["partial"]
