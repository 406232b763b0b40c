"""The fault server: real bytes on real sockets, a loopback address for each case, plain and TLS."""

from __future__ import annotations

import asyncio
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from crawler.canaries.pages import Answer, answer

TODAY = date(2026, 11, 20)
Handler = Callable[["Exchange"], Awaitable[None]]
Greeting = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass(slots=True)
class Exchange:
    """One request of one case, and the connection to answer it on. `number` counts the case's requests from 0."""

    path: str
    headers: Mapping[str, str]
    writer: asyncio.StreamWriter
    number: int
    url: str = ""

    async def send(self, body: bytes | str, status: int = 200, length: int | None = None,
                   **headers: str | list[str]) -> None:
        """A whole answer; `length` lies about its length."""
        data = body if isinstance(body, bytes) else body.encode()
        await self.head(status, **{"Content_Type": "text/html; charset=utf-8", **headers,
                                   "Content_Length": str(len(data) if length is None else length)})
        self.writer.write(data)
        await self.writer.drain()

    async def head(self, status: int = 200, **headers: str | list[str]) -> None:
        """Status line and headers alone."""
        lines = [f"HTTP/1.1 {status} X"]
        for name, value in headers.items():
            lines += [f"{name.replace('_', '-')}: {v}" for v in ([value] if isinstance(value, str) else value)]
        self.writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))
        await self.writer.drain()

    async def healthy(self, code: str = "old") -> None:
        """What a portal without this fault would answer here."""
        found: Answer = answer(code, self.path, TODAY, "cho_xem=1" in self.headers.get("cookie", ""), self.number)
        headers = {name.replace("-", "_"): value for name, value in found.headers.items()}
        await self.send(found.body, found.status, len(found.body) + found.cut, **headers)

    def reset(self) -> None:
        """End the connection with RST, not with FIN."""
        self.writer.transport.abort()

    @property
    def is_list(self) -> bool:
        return urlsplit(self.path).path in ("/tin-tuc", "/thong-bao")


@dataclass(slots=True)
class Place:
    """A case on its address: how it answers, and what it was asked. `greet` takes the bare connection instead."""

    handler: Handler | None
    greet: Greeting | None = None
    tls: ssl.SSLContext | None = None
    asked: list[str] = field(default_factory=list)
    connections: int = 0


class FaultServer:
    """Listens on one port of all addresses of 127.9.0.0/16 (of a network namespace of its own)."""

    def __init__(self, places: Mapping[str, Place]) -> None:
        self.places = places
        self._counts: Counter[str] = Counter()
        self._servers: list[asyncio.Server] = []

    async def start(self, port: int) -> None:
        for address, place in self.places.items():
            self._servers.append(await asyncio.start_server(
                self._serve, address, port, ssl=place.tls, ssl_handshake_timeout=60 if place.tls else None))

    async def stop(self) -> None:
        for server in self._servers:
            server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        place = self.places[address]
        place.connections += 1
        try:
            if place.greet is not None:
                await place.greet(reader, writer)
                return
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._answer(head, address, place, reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            return  # the crawler hung up, which many faults are for; or the run is over
        finally:
            writer.close()

    async def _answer(self, head: bytes, address: str, place: Place, reader: asyncio.StreamReader,
                      writer: asyncio.StreamWriter) -> None:
        line, *rest = head.decode("latin-1").split("\r\n")
        headers = {n.strip().lower(): v.strip() for n, _, v in (h.partition(":") for h in rest) if n}
        if length := int(headers.get("content-length", 0)):
            await reader.readexactly(length)
        path = line.split(" ")[1]
        place.asked.append(path)
        number = self._counts[address]
        self._counts[address] += 1
        assert place.handler is not None
        await place.handler(Exchange(path, headers, writer, number, f"http://{headers.get('host', '')}{path}"))
