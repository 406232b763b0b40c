"""The named faults in one night with a short time-out: each ends as stated, or as its reason for not doing so says."""

import os
import subprocess
import sys

import pytest

from spiders.patience import OutOfPatience, patience
from spiders.reading.bounds import too_much_markup
from spiders.redirects import join_target, refresh_target
from tests.faults.alone import can_be_alone
from tests.nights import ROOT


@pytest.mark.slow
def test_the_named_faults_end_as_stated():
    if not can_be_alone():
        pytest.skip("namespaces are not allowed here")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("SOICONG_", "FAULTS_"))}
    done = subprocess.run([sys.executable, "-m", "tests.faults", "--short"], cwd=ROOT, env=environment,
                          capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert " 0 attempts without an outcome" in done.stdout


@pytest.mark.slow
def test_nobody_inside_is_connected_to():
    if not can_be_alone():
        pytest.skip("namespaces are not allowed here")
    done = subprocess.run([sys.executable, "-m", "tests.faults.addresses"], cwd=ROOT, capture_output=True, text=True,
                          check=False, timeout=300)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_reading_is_given_up_after_a_while():
    with pytest.raises(OutOfPatience, match="giây"), patience(0.1):
        while True:
            pass
    with patience(0.1):
        pass


@pytest.mark.parametrize(("html", "word"), [
    ("<a href=/x>x</a>" * 13_000, "liên kết"), ("<p>" * 300_001, "thẻ"), ("<div>" * 2001, "cấp"),
    ("<div><a href=/x>x</a></div>" * 3000, None), ("<div>" * 400 + "x" + "</div>" * 400, None),
])
def test_what_is_beyond_reading(html, word):
    found = too_much_markup(html)
    assert found is None if word is None else found is not None and word in found


@pytest.mark.parametrize(("html", "to"), [
    ('<html><head><meta http-equiv="refresh" content="0; url=/trang-chu"></head><body></body></html>', "/trang-chu"),
    ("<META HTTP-EQUIV=Refresh CONTENT='1;URL=/web/guest?a=1&amp;b=2'>Đang chuyển", "/web/guest?a=1&b=2"),
    ('<meta http-equiv="refresh" content="300; url=/">', None),
    ('<meta http-equiv="refresh" content="0; url=/x"><p>' + "Một trang có nội dung của nó. " * 20, None),
    ("<p>Không có gì</p>", None),
])
def test_a_page_that_only_sends_on(html, to):
    assert refresh_target(html.encode()) == to


@pytest.mark.parametrize(("to", "outcome"), [
    ("/b", None), ("http://xa.vn/b", None), ("http://khac.vn/", "offsite"), ("//khac.vn/", "offsite"),
    ("file:///etc/passwd", "address_refused"), ("ftp://xa.vn/", "address_refused"), ("data:,x", "address_refused"),
    ("http://a:b@xa.vn/", "address_refused"), ("http://[", "address_refused"), ("http://127.0.0.1/", "offsite"),
])
def test_where_a_redirect_may_lead(to, outcome):
    assert join_target("http://xa.vn/a", to, {"xa.vn"}, ())[1] == outcome
