"""Two recorded real sites, replayed over two nights with the real commands; skipped where they are not there."""

import json
import re
import socket
import subprocess
import sys
import time
from collections import Counter, defaultdict
from contextlib import contextmanager

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.warcwriter import WARCWriter

from tests.nights import export, registry_file, run_night
from tests.reading.corpora import SHARED

SITES = SHARED / "sites"
REPLAY = SHARED / "replay.py"
NIGHTS = ("2026-11-22T12:10:00+07:00", "2026-11-23T01:30:00+07:00")  # the recordings were made on the 22nd at noon
_KEY = re.compile(r"\((M\d+-\d+)\)\s*$")

pytestmark = [pytest.mark.slow, pytest.mark.skipif(not SITES.exists(), reason="recorded sites are not there")]


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


@contextmanager
def replay(folder, recordings, *options):
    """The recorded site on a loopback port, which is given; `<port>.night2` in the folder switches to night two."""
    port = free_port()
    command = [sys.executable, str(REPLAY), "--port", str(port), "--warc", str(recordings[0]), "--next",
               str(recordings[1]), "--log", str(folder / "access.jsonl"), *options]
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(100):
            with socket.socket() as s:
                if s.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def play(folder, recordings, *options, delay):
    """What two nights leave behind, and the server's own log."""
    with replay(folder, recordings, *options) as port:
        portals = registry_file(folder / "portals.csv", [
            {"code": "P", "name": "A", "url": f"http://127.0.0.1:{port}/", "hosts": "127.0.0.1"}])
        run_night(folder, portals, NIGHTS[0], SOICONG_DELAY=delay)
        (folder / f"{port}.night2").touch()
        run_night(folder, portals, NIGHTS[1], SOICONG_DELAY=delay)
    lines = [json.loads(line) for line in (folder / "access.jsonl").read_text().splitlines()]
    return {name: [json.loads(row) for row in rows] for name, rows in export(folder).items()}, lines


def without_robots(source, target):
    """The recording without its robots.txt: the site answers 404 there, which permits everything."""
    with source.open("rb") as old, target.open("wb") as new:
        writer = WARCWriter(new, gzip=True)
        for record in ArchiveIterator(old):
            if not (record.rec_headers.get_header("WARC-Target-URI") or "").endswith("/robots.txt"):
                writer.write_record(record)
    return target


def recordings(name):
    return [SITES / f"{name}.A.warc.gz", SITES / f"{name}.B.warc.gz"]


def check_plan(name, found, dated):
    """Every planned post found once, exactly the planned changes seen on night two; with its day when `dated`."""
    plan = json.loads((SITES / f"{name}.plan.json").read_text())
    posts = defaultdict(list)
    for portal, key, kind, url, title, day, *_ in found["posts"]:
        key_in_title = _KEY.search(title)
        posts[key_in_title[1] if key_in_title else title].append((key, url, day, kind, portal))
    planned = {post["key"]: post for post in (*plan["A"], *plan["add"])}
    assert {k: len(posts[k]) for k in planned} == dict.fromkeys(planned, 1)
    if dated:
        assert {k: posts[k][0][2] for k in planned} == {k: post["dt"][:10] for k, post in planned.items()}
    assert posts.keys() - planned.keys() == set()
    seen = defaultdict(set)
    names = {row[0]: key for key, rows in posts.items() for row in rows}
    for _, key, night, what, *_ in found["events"]:
        assert night == NIGHTS[1][:10], (key, night, what)
        seen[what].add(names[key])
    assert seen["new"] == {post["key"] for post in plan["add"]}
    assert seen["edited"] | seen["retitled"] == {post["key"] for post in plan["edit"]}
    assert seen["removed"] | seen["missing"] == set(plan["delete"])
    assert seen.keys() <= {"new", "edited", "retitled", "removed", "missing"}


def test_nukeviet_over_two_nights_under_its_flood_limit(tmp_path):
    """The limit's windows are 30 times shorter, and so is the pause between two requests."""
    found, log = play(tmp_path, recordings("nv45-dev"), "--flood", "--flood-scale", "30", delay="0.08")
    check_plan("nv45-dev", found, dated=True)
    assert sum(line["flood"] for line in log) <= 2


def test_mezzanine_forbids_everything_and_is_not_looked_at(tmp_path):
    found, log = play(tmp_path, recordings("mez"), delay="0")
    assert {line["path"] for line in log} == {"/robots.txt"}
    assert Counter((state, reason) for *_, state, reason in found["portals"]) == {("not_observed", "robots"): 2}
    assert found["posts"] == []


def test_mezzanine_over_two_nights_once_it_permits(tmp_path):
    open_recordings = [without_robots(path, tmp_path / path.name) for path in recordings("mez")]
    found, _ = play(tmp_path, open_recordings, delay="0.02")
    check_plan("mez", found, dated=False)  # it prints "2 weeks, 1 day ago", and night two was recorded with night one
