"""Our own outage is told by unrelated sites; a morning without a night is told by another machine."""

from __future__ import annotations

import shutil
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from sqlalchemy.orm import Session

from crawler.config import ROOT
from crawler.database import migrate, open_engine
from crawler.health import morning_check
from crawler.models import Night, Seal
from crawler.probes import Reference, Round, ask, load_references, our_outage, probing
from crawler.registry import RegistryError
from monitor.facts import NightFact, PortalNightFact
from monitor.incidents import Failing, excuses, own_windows
from tests.nights import monitor, registry_file, run_night

AT = datetime(2026, 11, 19, 19, tzinfo=UTC)


@contextmanager
def site(status: int = 200):
    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self):
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def closed() -> str:
    with site() as url:
        return url


def test_any_answer_of_the_server_is_an_answer():
    for status in (200, 404, 500):
        with site(status) as url:
            assert ask(url) is None
    assert "refused" in ask(closed())
    assert ask("http://[hỏng/") is not None


def rounds(*answers: str) -> list[Round]:
    """One round for each word: a letter for each site, x for no answer."""
    return [Round(AT + timedelta(minutes=10 * n), {str(k): "xa" if c == "x" else None for k, c in enumerate(word)})
            for n, word in enumerate(answers)]


@pytest.mark.parametrize(("answers", "void"), [
    ([], False), (["..."], False), (["..x"], False), ([".xx"], True), (["xxx", "..."], False),
    (["xxx", ".xx", "..."], True), (["xx", "xx"], False),
])
def test_most_of_a_night_cut_off_is_worth_nothing(answers, void):
    found = our_outage(rounds(*answers))
    assert bool(found) is void and (not void or found.endswith(": our_network"))


def test_asked_at_the_start_and_at_the_end():
    with site() as url, probing([Reference("a", url)]) as found:
        assert len(found) == 1
    assert [one.good for one in found] == [True, True]
    with probing([]) as found:
        pass
    assert found == []


def test_the_owners_list_is_read_strictly(tmp_path):
    path = tmp_path / "references.csv"
    assert load_references(path) == load_references(ROOT / "registry" / "references.csv") == ()
    path.write_text("name,url,note\na,ftp://x,\n", encoding="utf-8")
    with pytest.raises(RegistryError):
        load_references(path)


def test_who_failed_only_while_we_were_cut_off_is_excused():
    night = NightFact(1, date(2026, 11, 20), "partial")
    rows = [PortalNightFact(night.night, p, "not_observed", "timeout") for p in "ab"]
    failing = [Failing(night.night, "a", AT, AT + timedelta(minutes=5)),
               Failing(night.night, "b", AT, AT + timedelta(hours=2))]
    cut = {night.night: [(AT - timedelta(minutes=10), AT + timedelta(minutes=10))]}
    found = own_windows([night], rows, failing, cut)
    assert [(i.backend, i.reason, i.portals) for i in found] == [(None, "our_network", ("a",))]
    assert excuses(found) == {"a": {night.night: "our_network"}}
    assert own_windows([replace(night, state="void")], rows, failing, cut) == []


@pytest.mark.slow
def test_a_night_without_references_answering_is_void(tmp_path):
    folder = tmp_path / "registry"
    shutil.copytree(ROOT / "registry", folder)
    registry = registry_file(tmp_path / "portals.csv", [{"code": "khong-dia-chi", "name": "Cổng chưa có địa chỉ"}])
    for day, urls, code in ((20, [closed() for _ in range(3)], 4), (21, None, 3)):
        with site() as one, site() as two, site() as three:
            lines = [f"trang-{n},{url}," for n, url in enumerate(urls or (one, two, three))]
            (folder / "references.csv").write_text("\n".join(["name,url,note", *lines, ""]), encoding="utf-8")
            done = run_night(tmp_path / "var", registry, f"2026-11-{day}T01:30:00+07:00",
                             SOICONG_REGISTRY_DIR=str(folder))
        assert done.returncode == code, done.stderr
    found = monitor(tmp_path / "var", "2026-11-21T08:00:00+07:00", "incidents", "2026-11")
    assert found[0]["reason"] == "our_network" and found[0]["backend"] is None


@pytest.mark.parametrize(("state", "sealed", "hour", "words"), [
    (None, False, 5, None), (None, False, 6, "chưa chạy"), ("skipped", False, 7, "chưa chạy"),
    ("running", False, 5, None), ("running", False, 6, "chưa xong"), ("interrupted", False, 6, "--resume"),
    ("void", True, 3, "không dùng được"), ("complete", True, 6, None), ("partial", True, 9, None),
    ("complete", False, 5, None), ("complete", False, 6, "chưa niêm phong"),
])
def test_a_morning_without_a_night_is_an_alarm(tmp_path, state, sealed, hour, words):
    url = f"sqlite:///{tmp_path / 'monitor.db'}"
    migrate(url)
    engine = open_engine(url, write=True)
    with Session(engine) as session:
        if state:
            session.add(Night(night=date(2026, 11, 20), state=state, started_at=AT, registry_digest="", software=""))
            session.flush()
        if sealed:
            session.add(Seal(seq=1, night_id=1, night=date(2026, 11, 20), version=1, root="", leaves=0, digest="",
                             key="", sealed_at=AT, stamp="none"))
            session.flush()
        found = morning_check(session, datetime(2026, 11, 19, 17, 5, tzinfo=UTC) + timedelta(hours=hour))
        assert (found is None) if words is None else words in found.words
    engine.dispose()
