"""Scenario 1's end: the page is served at the address that is printed, and Ctrl+C ends it clean."""

import os
import signal
import socket
import subprocess
import sys
import time
from http.client import HTTPConnection

from tests.web.office import NOW


def test_1_the_address_answers_and_ctrl_c_ends_it(tmp_path):
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SOICONG_")}
    environment |= {"SOICONG_DATA_DIR": str(tmp_path), "SOICONG_NOW": NOW}
    with subprocess.Popen([sys.executable, "-m", "web", "--port", str(port)], env=environment, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as served:
        told = served.stdout.readline()
        assert f"http://127.0.0.1:{port}" in told
        assert answer(port, until=time.monotonic() + 60) == 200
        served.send_signal(signal.SIGINT)
        rest = served.communicate(timeout=60)[0]
    assert served.returncode in (0, 130) and "Traceback" not in rest


def answer(port: int, until: float) -> int:
    """The status of the login page, as soon as somebody listens."""
    while True:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/login")
            return connection.getresponse().status
        except ConnectionRefusedError:
            assert time.monotonic() < until
            time.sleep(0.1)
        finally:
            connection.close()
