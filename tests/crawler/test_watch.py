"""Watch: the alarm reaches people once for each thing, and the metrics file is what node_exporter reads."""

import json
import subprocess
import sys
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from crawler.config import Settings
from crawler.database import open_engine
from crawler.evidence.seal import seal_due
from crawler.metrics import write_metrics
from tests.monitor.filled import LAST, fill
from tests.nights import ROOT, environment


@contextmanager
def listen(status=200):
    """A service that takes alarms as JSON: (its apprise address, what it was told)."""
    told = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"json://127.0.0.1:{server.server_port}/", told
    finally:
        server.shutdown()
        server.server_close()


def health(data_dir, now, *arguments, urls=""):
    return subprocess.run([sys.executable, "-m", "crawler", "health", *arguments], cwd=ROOT, capture_output=True,
                          text=True, check=False, env=environment(data_dir, now, SOICONG_NOTIFY_URLS=urls))


def test_an_alarm_is_sent_once_for_each_thing_that_is_wrong(tmp_path):
    fill(f"sqlite:///{tmp_path / 'monitor.db'}")  # five nights that ended, none of them sealed
    with listen() as (url, told):
        early = health(tmp_path, "2026-11-20T05:50:00+07:00", "--alarm", urls=url)
        assert early.returncode == 0 and told == []
        for minute in ("00", "10"):
            assert health(tmp_path, f"2026-11-20T06:{minute}:00+07:00", "--alarm", urls=url).returncode == 1
        assert ["chưa niêm phong" in t["message"] and t["type"] == "failure" for t in told] == [True]
        assert health(tmp_path, "2026-11-21T06:00:00+07:00", "--alarm", urls=url).returncode == 1
        assert "Đêm 21/11/2026 chưa chạy" in told[1]["message"] and len(told) == 2


def test_a_place_without_a_database_is_an_alarm(tmp_path):
    with listen() as (url, told):
        assert health(tmp_path, "2026-11-20T02:00:00+07:00", "--alarm", urls=url).returncode == 1
    assert "Chưa có cơ sở dữ liệu" in told[0]["message"]


def test_an_alarm_that_reached_nobody_is_sent_again(tmp_path):
    fill(f"sqlite:///{tmp_path / 'monitor.db'}")
    with listen(status=500) as (url, told):
        done = health(tmp_path, "2026-11-21T06:00:00+07:00", "--alarm", urls=url)
        assert done.returncode == 1 and "sẽ gửi lại" in done.stderr
    with listen() as (url, told):
        assert health(tmp_path, "2026-11-21T06:10:00+07:00", "--alarm", urls=url).returncode == 1
        assert len(told) == 1


@pytest.mark.parametrize(("urls", "words"), [("", "Chưa đặt SOICONG_NOTIFY_URLS"), ("khong-phai-dia-chi", "thứ 1")])
def test_without_an_address_the_alarm_says_so(tmp_path, urls, words):
    done = health(tmp_path, "2026-11-21T06:00:00+07:00", "--alarm", urls=urls)
    assert done.returncode == 1 and words in done.stderr


def test_metrics_are_a_text_file_of_the_newest_night(tmp_path):
    settings = Settings(data_dir=tmp_path)
    fill(settings.database)
    engine = open_engine(settings.database, write=True)
    seal_due(engine, settings)
    path = tmp_path / "metrics/soicong.prom"
    with Session(engine) as session:
        write_metrics(session, tmp_path, path, alarm=False)
    engine.dispose()
    found = {(s.name, s.labels.get("state")): s.value
             for family in text_string_to_metric_families(path.read_text()) for s in family.samples}
    assert found["soicong_alarm", None] == 0 and found["soicong_night_requests_open", None] == 0
    assert found["soicong_night_portals", "complete"] == 2
    assert found["soicong_sealed_timestamp_seconds", None] > found["soicong_night_started_timestamp_seconds", None]
    assert [p.name for p in path.parent.iterdir()] == ["soicong.prom"], "nothing half-written lies beside it"
    done = health(tmp_path, f"{LAST}T06:00:00+07:00", "--metrics", str(path))
    assert done.returncode == 0 and "soicong_alarm 0.0" in path.read_text()
