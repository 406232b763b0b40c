"""Tiny portals on many loopback addresses behind one server that notes which process asked which host when."""

from __future__ import annotations

import socket
import struct
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path

from tests.site import Page

ABSENT: Page = (404, "<html><body><h1>404</h1>Không tìm thấy trang</body></html>")


@dataclass(frozen=True, order=True)
class Asked:
    """One request. `pid` None: its process was gone before it could be found."""

    started: float
    ended: float
    host: str
    pid: int | None


@dataclass
class Portals:
    """`groups` maps a host to its backend; `pages` a host to its pages."""

    port: int
    pages: dict[str, dict[str, Page]]
    groups: dict[str, str]
    delays: dict[str, float]  # what robots.txt of some hosts asks for
    asked: list[Asked] = field(default_factory=list)

    def rudeness(self, delay: float) -> tuple[int, int, float]:
        """(requests from two processes at once to a host or backend, processes that came back after another had taken
        over, smallest pause between two starts on a backend, or on a host that asks for one, as a share of it)."""
        at_once = came_back = 0
        closest = float("inf")
        for group in set(self.groups.values()):
            mine = sorted(a for a in self.asked if self.groups[a.host] == group)
            for host in {a.host for a in mine} & self.delays.keys():  # robots.txt, which asks for it, comes first
                starts = [a.started for a in mine if a.host == host][1:]
                closest = min([closest, *((b - a) / self.delays[host] for a, b in pairwise(starts))])
            gone: set[int] = set()
            for before, after in pairwise(mine):
                closest = min(closest, (after.started - before.started) / delay)
                if None in (before.pid, after.pid) or before.pid == after.pid:
                    continue
                at_once += after.started < before.ended
                gone.add(before.pid or 0)
                came_back += after.pid in gone
        return at_once, came_back, closest


class _Server(ThreadingHTTPServer):
    """With a queue for all who connect at once: the usual five let the system knock again a second later, and what was
    asked a second apart arrived together."""

    daemon_threads = True
    request_queue_size = 512

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections of killed processes are what these trials are about."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


@contextmanager
def serve_portals(pages: dict[str, dict[str, Page]], groups: dict[str, str],
                  delays: dict[str, float]) -> Iterator[Portals]:
    """Serve all hosts on one port; each answer takes 20 ms."""
    server = _Server(("0.0.0.0", 0), _handler())
    portals = Portals(server.server_port, pages, groups, delays)
    server.portals = portals  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield portals
    finally:
        server.shutdown()
        server.server_close()


def _handler() -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            super().setup()
            self.pid: int | None = None

        def do_GET(self) -> None:
            started = time.monotonic() - seconds_since_data(self.connection)
            self.pid = self.pid or find_process(self.client_address, self.connection.getsockname())
            portals: Portals = self.server.portals  # type: ignore[attr-defined]
            host = self.headers["Host"].partition(":")[0]
            page = portals.pages[host].get(self.path, ABSENT)
            status, body = page if isinstance(page, tuple) else (200, page)
            data = body if isinstance(body, bytes) else body.encode()
            time.sleep(0.02)
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)
            portals.asked.append(Asked(started, time.monotonic(), host, self.pid))

        def log_message(self, *_: object) -> None:
            return

    return Handler


def seconds_since_data(link: socket.socket) -> float:
    """How long ago the kernel got the request: on a busy machine this process is woken late (tcpi_last_data_recv)."""
    return int(struct.unpack_from("I", link.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104), 52)[0]) / 1000


def find_process(client: tuple[str, int], server: tuple[str, int]) -> int | None:
    """The crawling process that has the other end of a connection. Two processes may have the same port of their own
    when they ask different hosts, so both ends are compared."""
    ends = [_in_hex(*client), _in_hex(*server)]
    inode = next((f"socket:[{line.split()[9]}]" for line in Path("/proc/net/tcp").read_text().splitlines()
                  if line.split()[1:3] == ends), None)
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"scrapy" in (folder / "cmdline").read_bytes() and any(
                    str(link.readlink()) == inode for link in (folder / "fd").iterdir()):
                return int(folder.name)
    return None


def _in_hex(address: str, port: int) -> str:
    return "".join(f"{int(part):02X}" for part in reversed(address.split("."))) + f":{port:04X}"
