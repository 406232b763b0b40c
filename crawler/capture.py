"""Downloader middleware next to the network: keeps each exchange before anything is decompressed or decoded."""

from __future__ import annotations

from datetime import UTC, datetime

from scrapy.http import Headers, Request, Response

from crawler.evidence.wire import Wire


class KeepWire:
    """Leaves each exchange in its request's meta."""

    def process_response(self, request: Request, response: Response) -> Response:
        address = response.ip_address
        request.meta["wire"] = Wire(
            request.method, request.url, _pairs(request.headers), request.body, response.status,
            _protocol(response.protocol), _pairs(response.headers), response.body,
            str(address) if address is not None else None, datetime.now(UTC),
        )
        return response


def _protocol(name: str | None) -> str:
    """As a status line has it."""
    return "HTTP/2" if name == "h2" else name or "HTTP/1.1"


def _pairs(headers: Headers) -> tuple[tuple[str, str], ...]:
    """All headers, a repeated one as often as it came."""
    return tuple((name.decode("latin-1"), value.decode("latin-1"))
                 for name, values in headers.items() for value in headers.getlist(name))
