"""Scenario 1: an empty checkout, `make run`, and the night that it played seen in a browser by the first administrator.

The environment is the one that runs the tests; `make bare` makes it anew on a bare Debian.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest

from crawler.config import ROOT
from tests.services.needs import require
from tests.web.browser import chromium, watching

PORTALS = 3
NAME, PASSWORD = "quan.tri", "một câu dài cho người đầu tiên"


@pytest.fixture
def checkout(tmp_path):
    """The files of the project and nothing that was made of them."""
    command = ["git", "ls-files", "-zco", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    for name in filter(None, listed.stdout.decode().split("\0")):
        if (ROOT / name).is_file():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def wait_for(address: str, run: subprocess.Popen) -> None:
    """Until the page is served: its address is told a moment before."""
    while run.poll() is None:
        try:
            urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.5)
    raise AssertionError(run.stdout.read())


@pytest.mark.slow
def test_1_from_nothing(checkout):
    require("chromium")
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOICONG_")}
    # the environment's mark is older than the copied lock: `-o` says that it need not be made again
    command = ["make", "-o", f"{sys.prefix}/.ok", "run", f"V={sys.prefix}", f"RUN_ARGS=--first-portals {PORTALS}"]
    run = subprocess.Popen(command, cwd=checkout, env=environment | {"PYTHONUNBUFFERED": "1"}, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    try:
        said = ""
        for line in run.stdout:
            said += line
            if "Tài khoản:" in line:
                break
        assert "Đêm đã xong" in said, said
        for words in ("Bản tin", "Danh sách cần xem"):
            assert Path(re.search(rf"^{words}: (.+)$", said, re.M)[1]).is_file()
        base = re.search(r"Trang rà soát: (http://\S+)", said)[1]
        wait_for(f"{base}/healthz", run)
        add = [sys.executable, "-m", "web", "add-person", NAME, "--role", "admin", "--password-stdin"]
        added = subprocess.run(add, cwd=checkout, input=PASSWORD, text=True, check=False, capture_output=True,
                               env=environment | {"SOICONG_DATA_DIR": str(checkout / "var" / "sample")})
        assert added.returncode == 0, added.stderr
        with chromium() as browser, watching(browser, base) as watch:
            page = watch.sign_in(NAME, PASSWORD)
            told = page.locator("main").inner_text()
            assert re.match(rf"[1-{PORTALS}]/{PORTALS}\b", page.locator(".tiles a").first.inner_text()), told
            assert "20/11/2026" in page.locator("main .grey").first.inner_text()
            page.click("nav.side >> text=Đợt thu thập")
            page.locator("table.list tbody th a").first.click()
            page.wait_for_url("**/runs/2026-11-20")
            assert page.locator("table.list tbody tr").count() == PORTALS
            page.goto("/portals?state=complete")
            page.locator("table.list tbody th a").first.click()
            page.wait_for_url("**/portals/*")
            assert page.locator(".heat tbody tr").count() > 0
            page.goto("/people")
            assert NAME in page.locator("main").inner_text()
        os.killpg(run.pid, signal.SIGINT)
        rest, _ = run.communicate(timeout=60)
        assert "Đã dừng trang rà soát." in rest and "Traceback" not in said + rest
    finally:
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.wait()
