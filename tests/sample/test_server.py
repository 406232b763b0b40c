"""Over real sockets: refused connections, the clock, conditional requests, counters, attachments elsewhere."""

import json
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.province import ROOT, free_port

CLOCK, FILES = "127.1.0.250", "127.1.1.1"


@contextmanager
def serving(*arguments: str) -> Iterator[int]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "sample", "serve", "--port", str(port), *arguments, "--with-parent"], cwd=ROOT)
    try:
        for _ in range(200):
            with socket.socket() as caller:
                if caller.connect_ex(("127.1.0.1", port)) == 0:
                    break
            assert server.poll() is None
            time.sleep(0.05)
        yield port
    finally:
        server.terminate()
        assert server.wait(timeout=20) == 0


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with serving("--now", "2026-11-17T01:30:00+07:00", "--first-portals", "66") as port:
        yield port


def get(port, number, path="/", **headers):
    """(status, body, headers) of a GET."""
    host = number if isinstance(number, str) else f"127.1.0.{number}"
    request = urllib.request.Request(f"http://{host}:{port}{path}", headers=headers)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(request, timeout=10) as response:
            return response.status, response.read().decode(), response.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers


def move_clock(port, now):
    status, body, _ = get(port, CLOCK, "/clock?now=" + urllib.parse.quote(now))
    assert status == 200
    return json.loads(body)["now"]


def test_a_portal_that_is_down_refuses_connections_on_its_nights(port):
    for now, refused in (("2026-11-18T01:30:00+07:00", True), ("2026-11-21T01:30:00+07:00", False)):
        assert move_clock(port, now) == now
        with socket.socket() as caller:
            assert (caller.connect_ex(("127.1.0.41", port)) != 0) == refused


def test_the_clock_moves_what_is_shown(port):
    move_clock(port, "2026-11-17T01:30:00+07:00")
    assert "17/11/2026" in get(port, 1)[1]
    move_clock(port, "2026-12-05T01:30:00+07:00")
    assert "05/12/2026" in get(port, 1)[1]
    assert get(port, CLOCK, "/clock?now=hom-nay")[0] == 400


def test_conditional_requests_on_the_kinds_that_validate(port):
    move_clock(port, "2026-11-17T01:30:00+07:00")
    path = re.search(r'<h4><a href="([^"]+)"', get(port, 1)[1])[1]  # number 1 is NukeViet-like
    status, _, headers = get(port, 1, path)
    assert status == 200 and headers["ETag"]
    assert get(port, 1, path, **{"If-None-Match": headers["ETag"]})[0] == 304
    move_clock(port, "2026-12-20T01:30:00+07:00")
    assert get(port, 1, path, **{"If-None-Match": headers["ETag"]})[0] == 200
    assert get(port, 6)[2]["ETag"] is None  # VNPT-like


def test_counters_differ_at_every_request(port):
    assert len({get(port, 6)[1] for _ in range(3)}) == 3


def test_a_blocked_portal_and_a_cookie_gate(port):
    assert get(port, 63)[0] == 403
    assert get(port, 66)[0] == 200  # the client keeps cookies and comes back with it


def test_attachments_stand_on_another_host(port):
    assert get(port, FILES, "/vb/1.pdf")[1].startswith("%PDF")


def test_what_was_asked_for_can_be_read_back(port):
    get(port, 2, "/khong-co?x=1")
    assert "/khong-co?x=1" in json.loads(get(port, CLOCK, "/log?host=127.1.0.2")[1])


def test_the_clock_file_is_followed(tmp_path):
    clock = tmp_path / "clock"
    clock.write_text("2026-11-17T01:30:00+07:00")
    with serving("--clock-file", str(clock), "--first-portals", "1") as port:
        clock.write_text("2026-11-19T01:30:00+07:00")
        for _ in range(100):
            if "19/11/2026" in get(port, 1)[1]:
                return
            time.sleep(0.1)
        pytest.fail("the clock file was not read again")
