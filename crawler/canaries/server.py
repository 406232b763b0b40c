"""The canaries' server: each on a loopback address of its own, the same on every night of one data directory."""

from __future__ import annotations

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from crawler.canaries.pages import answer
from crawler.canaries.truth import CANARIES

PORT = 8977
SLOW = 0.4  # seconds


def address_of(data_dir: Path, number: int) -> str:
    """The loopback address of one canary: 127.(64 to 127).x.1 and up, by the data directory, so that two never meet."""
    mark = hashlib.sha256(str(data_dir.resolve()).encode("utf-8", "surrogateescape")).digest()
    return f"127.{64 + mark[0] % 64}.{mark[1]}.{number + 1}"


@contextmanager
def serve(data_dir: Path, today: date) -> Iterator[None]:
    """Serve all canaries while the block runs; `OSError` when an address cannot be had."""
    with ExitStack() as stack:
        for number, canary in enumerate(CANARIES):
            server = _Server((address_of(data_dir, number), PORT), _handler(canary.code, today))
            stack.callback(server.server_close)
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
            stack.callback(server.shutdown)
        yield


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Callers hang up: that is what some of the canaries are for."""


def _handler(code: str, today: date) -> type[BaseHTTPRequestHandler]:
    asked: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if code == "slow":
                time.sleep(SLOW)
            found = answer(code, self.path, today, "cho_xem=1" in (self.headers["Cookie"] or ""), asked[code])
            asked[code] += 1
            self.send_response(found.status)
            headers = {"Content-Type": "text/html; charset=utf-8", **found.headers,
                       "Content-Length": str(len(found.body) + found.cut)}
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Nothing to say: the ledger has it all."""

    return Handler
