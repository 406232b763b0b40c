"""Serve the province on loopback: one process, one port, one address a portal; the clock can be moved while it runs."""

from __future__ import annotations

import asyncio
import hashlib
import importlib
import signal
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType

from aiohttp import web

from sample.model import KINDS, VIETNAM, Site, province
from sample.sites.common import Answer, View, make_view

FILES_ADDRESS = "127.1.1.1"
FLOOD, WINDOW, WAIT = 25, 3.0, 1  # requests in so many seconds, then wait so long
VALIDATED = ("nukeviet", "handmade")  # kinds that answer conditional requests


@dataclass
class Province:
    """What is served now: the sites, their views at the clock's moment, and each flood gate's memory."""

    scenario: str
    first: int
    port: int
    now: datetime
    views: dict[str, View] = field(default_factory=dict)
    hits: defaultdict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    log: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def __post_init__(self) -> None:
        self.sites: dict[str, Site] = {s.host: s for s in province(self.scenario, self.first)}
        self.kinds: dict[str, ModuleType] = {k: importlib.import_module(f"sample.sites.{k}") for k in KINDS}

    def show(self, now: datetime) -> None:
        if now != self.now:
            self.now = now
            self.views.clear()

    def view(self, host: str) -> View:
        if host not in self.views:
            self.views[host] = make_view(self.sites[host], self.now, self.port)
        return self.views[host]


def troubled(site: Site, trouble: str | None, path: str) -> Answer | None:
    """What a portal in trouble answers; None when this request is not touched by it."""
    if trouble == "blocked":
        return Answer("<html><head><title>403 Forbidden</title></head><body><h1>Forbidden</h1></body></html>", 403)
    if trouble == "challenge":
        return Answer("<html><head><title>Just a moment...</title><script>window._cf_chl=1</script></head><body><p>Checking your "
                      "browser before accessing.</p></body></html>")
    if trouble == "maintenance":
        return Answer(f"<html><head><title>Bảo trì</title></head><body><h1>{site.name}</h1><p>Hệ thống đang bảo trì, nâng cấp. Mời "
                      "quý vị quay lại sau.</p></body></html>")
    if trouble == "js_shell" or (trouble == "js_lists" and path != "/"):
        return Answer('<!doctype html><html><head><title>Cổng</title></head><body><noscript>Cần bật JavaScript</noscript><div '
                      'id="root"></div><script src="/static/app.js"></script></body></html>')
    return None


def flooded(province: Province, site: Site) -> Answer | None:
    """A gate that refuses fast clients: with 429, or with status 200 and a waiting page."""
    kind = next((m for m in site.marks if m.startswith("flood")), None)
    if kind is None:
        return None
    hits, now = province.hits[site.host], time.monotonic()
    while hits and now - hits[0] > WINDOW:
        hits.popleft()
    if len(hits) < FLOOD:
        hits.append(now)
        return None
    if kind == "flood_429":
        return Answer(f"Hãy đợi {WAIT} giây", 429, headers={"Retry-After": str(WAIT)})
    return Answer(f"<html><head><meta http-equiv='refresh' content='{WAIT}'></head><body>Vui lòng đợi {WAIT} giây để hệ thống xử lý"
                  "</body></html>")


async def answer(province: Province, request: web.Request) -> web.StreamResponse:
    host = request.transport.get_extra_info("sockname")[0] if request.transport else ""
    path, province.log[host] = request.path, province.log[host] + 1
    if host == FILES_ADDRESS:
        return web.Response(body=b"%PDF-1.4 mau", content_type="application/pdf")
    site = province.sites[host]
    trouble = site.trouble_on(province.now)
    if trouble in ("down", "reset") and request.transport is not None:
        request.transport.abort()
        return web.Response()
    if path == "/robots.txt":
        return _robots(site, trouble)
    bad = troubled(site, trouble, path) or flooded(province, site)
    if bad is not None:
        return _send(request, bad, False)
    if "cookie_gate" in site.marks and "gate" not in request.cookies:
        raise web.HTTPFound(request.path_qs, headers={"Set-Cookie": "gate=1; Path=/"})
    form = {k: str(v) for k, v in (await request.post()).items()} if request.method == "POST" else {}
    view = province.view(host)
    found: Answer | None = province.kinds[site.kind].route(view, path, dict(request.query), form)
    if found is None:
        text = "<html><head><title>Lỗi</title></head><body><p>Không tìm thấy trang bạn yêu cầu.</p></body></html>"
        found = Answer(text, 200 if "soft_404" in site.marks else 404)
    return _send(request, found, site.kind in VALIDATED and found.status == 200)


def _robots(site: Site, trouble: str | None) -> web.Response:
    if trouble == "robots_500":
        return web.Response(status=500, text="error")
    if trouble == "blocked":
        return web.Response(status=403, text="forbidden")
    if "robots_rule" in site.marks:
        return web.Response(text="User-agent: *\nDisallow: /*thong-bao\nDisallow: /*cat=thong-bao\n")
    return web.Response(status=404, text="not found")


def _send(request: web.Request, found: Answer, validated: bool) -> web.Response:
    body = found.body if isinstance(found.body, bytes) else found.body.encode("utf-8", "surrogatepass")
    headers = {"Content-Type": found.type, **found.headers}
    if validated:
        # the banner's clock and the counters are left out, as a CMS's own validator does
        mark = hashlib.sha1(b"".join(line for line in body.split(b"\n") if b"truy" not in line and b":" not in line)).hexdigest()
        headers["ETag"] = f'"{mark}"'
        if request.headers.get("If-None-Match") == headers["ETag"]:
            return web.Response(status=304, headers={"ETag": headers["ETag"]})
    return web.Response(status=found.status, body=body, headers=headers)


def read_clock(text: str) -> datetime:
    moment = datetime.fromisoformat(text.strip())
    return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)


async def serve(scenario: str, first: int, port: int, now: datetime, clock: Path | None) -> None:
    """Serve until stopped; the clock file is looked at twice a second."""
    state = Province(scenario, first, port, now)
    app = web.Application()

    async def handler(request: web.Request) -> web.StreamResponse:
        return await answer(state, request)

    app.router.add_route("*", "/{tail:.*}", handler)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    for host in (*state.sites, FILES_ADDRESS):
        await web.TCPSite(runner, host, port, backlog=512, reuse_address=True).start()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    while not stop.is_set():
        if clock is not None and clock.exists():
            state.show(read_clock(clock.read_text()))
        try:
            await asyncio.wait_for(stop.wait(), 0.5)
        except TimeoutError:
            continue
    await runner.cleanup()
