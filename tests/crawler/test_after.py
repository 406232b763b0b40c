"""A night that was stopped between its crawl and its digest is finished by the next call, and nothing is done twice."""

import os
import signal
import subprocess
import time

import pytest

from tests.crash.kills import children
from tests.nights import ROOT, environment, export, night_command, registry_file, run_night
from tests.site import serve_pages

NOW = "2026-11-20T01:30:00+07:00"
HOME = "<html><body><nav>" + "".join(f"<a href='/muc-{n}'>Chuyên mục {n}</a>" for n in range(5)) + \
    "</nav><main><h1>Xã Thử</h1><p>Trang thông tin điện tử của xã.</p></main></body></html>"
EMPTY = HOME.replace("Trang thông tin điện tử của xã.", "Chưa có bài viết nào.")


@pytest.fixture
def registry(tmp_path):
    with serve_pages({"/": HOME, **{f"/muc-{n}": EMPTY for n in range(5)}}) as site:
        yield registry_file(tmp_path / "portals.csv", [
            {"code": "X1", "name": "Xã Thử", "url": site.url + "/", "hosts": "127.0.0.1"}])


def wait_for(night, words):
    """Until the night has a process with these words in its name; False when it ends before."""
    while night.poll() is None:
        if any(words in line for line in children(night.pid).values()):
            return True
        time.sleep(0.01)
    return False


@pytest.mark.parametrize("step", ["monitor judge", "reports digest"])
def test_a_night_killed_after_its_crawl_is_judged_sealed_and_told_by_the_next_call(tmp_path, registry, step):
    data = tmp_path / "data"
    night = subprocess.Popen(night_command(registry), cwd=ROOT, env=environment(data, NOW), stderr=subprocess.DEVNULL)
    assert wait_for(night, step)
    os.kill(night.pid, signal.SIGKILL)
    night.wait()
    assert not (data / "reports/digest-2026-11-20.html").exists()
    again = run_night(data, registry, NOW, "--resume")
    assert again.returncode == 0, again.stderr
    assert (data / "reports/digest-2026-11-20.html").exists()
    assert [path.name for path in (data / "seals/2026-11-20").iterdir()] == ["1"]
    before = export(data)
    assert run_night(data, registry, NOW, "--resume").returncode == 0
    assert export(data) == before
