"""A site of a few pages as a dict, served on loopback: for tests that need one exact page."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

_KINDS = {"txt": "text/plain", "js": "text/javascript; charset=utf-8", "json": "application/json"}
Page = str | bytes | tuple[int, str]  # a body, or (status, body)


@dataclass
class Site:
    """`pages` may be changed while the site is up; `asked` are the paths that were asked for, in order."""

    url: str
    pages: dict[str, Page]
    asked: list[str] = field(default_factory=list)
    down: Callable[[], None] = lambda: None  # nobody listens any more, from now on


@contextmanager
def serve_pages(pages: dict[str, Page], host: str = "127.0.0.1") -> Iterator[Site]:
    """Serve `path -> page`; what is not in it is 404."""
    server = ThreadingHTTPServer((host, 0), _handler())
    site = Site(f"http://{host}:{server.server_port}", pages)

    def go_down() -> None:
        server.shutdown()
        server.server_close()

    site.down = go_down
    server.site = site  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield site
    finally:
        go_down()


def _handler() -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site: Site = self.server.site  # type: ignore[attr-defined]
            site.asked.append(self.path)
            page = site.pages.get(self.path, (404, "<html><body><h1>404</h1>Không tìm thấy trang</body></html>"))
            status, body = page if isinstance(page, tuple) else (200, page)
            data = body if isinstance(body, bytes) else body.encode()
            kind = "application/xml" if data.lstrip()[:5] == b"<?xml" else "text/html; charset=utf-8"
            kind = _KINDS.get(self.path.rpartition(".")[2], kind)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            return

    return Handler
