"""Serve the province on loopback: one process, one port, one address a portal; the clock can be moved while it runs."""

from __future__ import annotations

import asyncio
import os
import random
import signal
from pathlib import Path

from aiohttp import web

from sample.served import Served, read_clock
from sample.sites.common import COUNT, FILES_HOST, Answer

CONTROL_HOST = "127.1.0.250"  # moves the clock; known to tests only
VALIDATED = ("nukeviet", "handmade")  # kinds that answer conditional requests


class Server:
    """The listeners of all portals. A portal that is down has none, so that its connections are refused."""

    def __init__(self, served: Served) -> None:
        self.served = served
        self._sites: dict[str, web.TCPSite] = {}
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await self._listen(CONTROL_HOST)
        await self._listen(FILES_HOST)
        await self.follow_clock()

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    async def follow_clock(self) -> None:
        """Open and close addresses as the clock's moment wants it."""
        for host in self.served.sites:
            down = self.served.is_down(host)
            if down and host in self._sites:
                await self._sites.pop(host).stop()
            elif not down and host not in self._sites:
                await self._listen(host)

    async def _listen(self, host: str) -> None:
        assert self._runner is not None
        self._sites[host] = web.TCPSite(self._runner, host, self.served.port, backlog=512, reuse_address=True)
        await self._sites[host].start()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        host = request.transport.get_extra_info("sockname")[0]
        if host == FILES_HOST:
            return web.Response(body=b"%PDF-1.4 mau", content_type="application/pdf")
        if host == CONTROL_HOST:
            return await self._control(request)
        form = {k: str(v) for k, v in (await request.post()).items()} if request.method == "POST" else {}
        found = self.served.answer(host, request.path, request.query, form, request.cookies)
        if found is None:
            request.transport.abort()
            return web.Response()
        if found.status == 302:
            found.headers["Location"] = request.path_qs
        return self._send(request, found, self.served.sites[host].kind in VALIDATED)

    def _send(self, request: web.Request, found: Answer, validated: bool) -> web.Response:
        headers = {"Content-Type": found.type, **found.headers}
        if validated and found.validator and found.status == 200:
            headers["ETag"] = f'"{found.validator}"'
            if request.headers.get("If-None-Match") == headers["ETag"]:
                return web.Response(status=304, headers={"ETag": headers["ETag"]})
        return web.Response(status=found.status, body=_count(found.body).encode("utf-8"), headers=headers)

    async def _control(self, request: web.Request) -> web.Response:
        """`/clock?now=ISO` moves the clock, `/log?host=H` gives the addresses asked for so far."""
        if request.path == "/clock":
            try:
                self.served.show(read_clock(request.query.get("now", "")))
            except ValueError:
                return web.Response(status=400, text="now phải là thời điểm ISO 8601")
            await self.follow_clock()
            return web.json_response({"now": self.served.now.isoformat()})
        if request.path == "/log":
            return web.json_response(self.served.log.get(request.query.get("host", ""), []))
        return web.Response(status=404)


def _count(body: str) -> str:
    """Counters differ at every request."""
    first, *rest = body.split(COUNT)
    return first + "".join(f"{random.randint(100, 99999)}{part}" for part in rest)


async def serve(served: Served, clock: Path | None = None, with_parent: bool = False) -> None:
    """Serve until stopped. A clock file is looked at twice a second; with its parent gone, the server goes too."""
    server, stop, parent, shown = Server(served), asyncio.Event(), os.getppid(), ""
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    await server.start()
    while not stop.is_set() and not (with_parent and os.getppid() != parent):
        text = clock.read_text() if clock is not None and clock.exists() else ""
        if text.strip() and text != shown:
            shown = text
            served.show(read_clock(text))
            await server.follow_clock()
        try:
            await asyncio.wait_for(stop.wait(), 0.5)
        except TimeoutError:
            continue
    await server.stop()
