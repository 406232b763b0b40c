"""The JavaScript lane: a page that is only scripts is rendered once, in a browser that cannot reach the network.

The browser is given the document that was already fetched. Scripts and data it asks for go through `fetch`, which is
as polite and as guarded as the rest of the crawl; pictures, fonts, styles, frames, sockets and further documents are
not for it. Extra: without Playwright or without Chromium there is no lane and such a page is `not_observed: js_only`.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.evidence.wire import Wire
from crawler.limits import LIMITS

if TYPE_CHECKING:
    from playwright.async_api import Browser, Playwright, Route

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
AT_ONCE = 2
NO_NETWORK = (
    "--proxy-server=127.0.0.1:9", "--proxy-bypass-list=<-loopback>", "--host-resolver-rules=MAP * ~NOTFOUND",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-background-networking",
    "--disable-gpu", "--disable-software-rasterizer",  # without a card it takes a core for each page
)
WANTED = frozenset({"script", "xhr", "fetch"})
#: Headers of an answer that no longer hold for the decoded body.
OF_THE_WIRE = frozenset({"content-encoding", "content-length", "transfer-encoding", "connection"})


class NotFetchedError(Exception):
    """A request of a page that was not made or not answered; the text says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page being rendered asks for."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    wires: tuple[Wire, ...] = ()  # as it came, redirects first


Fetch = Callable[[Asked], Awaitable[Answer]]


@dataclass(slots=True)
class Rendered:
    """`missed`: (address, why) of what the page asked for and did not get; such a page is never taken as empty."""

    html: str = ""
    missed: list[tuple[str, str]] = field(default_factory=list)
    failure: str | None = None
    wires: list[Wire] = field(default_factory=list)  # what it asked for and got, as it came


def find_chromium() -> str | None:
    """The browser's path; None when it or Playwright is not installed."""
    if importlib.util.find_spec("playwright") is None:
        return None
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


class Renderer:
    """One browser for a night, started when the first page needs it and again when it died."""

    def __init__(self, program: str) -> None:
        self.program = program
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._starting = asyncio.Lock()
        self._room = asyncio.Semaphore(AT_ONCE)

    async def render(self, url: str, body: bytes, content_type: str, fetch: Fetch) -> Rendered:
        """The document after its scripts ran and its requests were answered."""
        from playwright.async_api import Error

        async with self._room:
            sheet = _Sheet(url, body, content_type, fetch)
            try:
                browser = await self.running()
                context = await browser.new_context(service_workers="block", accept_downloads=False, locale="vi-VN")
                try:
                    page = await context.new_page()
                    await page.route("**/*", sheet.answer)
                    await page.route_web_socket("**/*", lambda socket: socket.close())
                    await page.goto(url, wait_until="networkidle", timeout=LIMITS.render_seconds * 1000)
                    sheet.rendered.html = await page.content()
                finally:
                    await context.close()
            except Error as error:
                sheet.rendered.failure = error.message.split("\n")[0][:200]
            return sheet.rendered

    async def running(self) -> Browser:
        """The browser, started when it is not."""
        from playwright.async_api import async_playwright

        async with self._starting:
            if self._playwright is None:
                self._playwright = await async_playwright().start()
            if self._browser is None or not self._browser.is_connected():
                self._browser = await self._playwright.chromium.launch(
                    executable_path=self.program, args=list(NO_NETWORK),
                    chromium_sandbox=os.geteuid() != 0,  # Chromium refuses its sandbox to root
                )
            return self._browser

    async def close(self) -> None:
        """End the browser; a night without a rendered page never started one."""
        if self._browser is not None and self._browser.is_connected():
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()
        self._browser = self._playwright = None


class _Sheet:
    """Answers the requests of one page: its document from what was fetched, scripts and data through `fetch`."""

    def __init__(self, url: str, body: bytes, content_type: str, fetch: Fetch) -> None:
        self.url, self.body, self.content_type, self.fetch = url, body, content_type, fetch
        self.rendered = Rendered()
        self._given = False
        self._asked = 0

    async def answer(self, route: Route) -> None:
        from playwright.async_api import Error

        try:
            await self._answer(route)
        except Error as error:  # the page was closed while its request was under way
            self._miss(route.request.url, error.message.splitlines()[0][:100])

    async def _answer(self, route: Route) -> None:
        request = route.request
        if request.is_navigation_request() and not self._given:
            self._given = True
            await route.fulfill(status=200, body=self.body, content_type=self.content_type)
        elif request.resource_type not in WANTED or request.method not in ("GET", "POST"):
            await route.abort()
        else:
            self._asked += 1
            try:
                if self._asked > LIMITS.render_requests:
                    raise NotFetchedError(f"trang hỏi quá {LIMITS.render_requests} lần")
                got = await self.fetch(
                    Asked(request.method, request.url, request.headers, request.post_data_buffer or b""))
            except NotFetchedError as error:
                self._miss(request.url, str(error))
                await route.abort()
                return
            self.rendered.wires += got.wires
            if got.status >= 400:
                self._miss(request.url, f"máy chủ trả lời {got.status}")
            headers = {k: v for k, v in got.headers.items() if k.lower() not in OF_THE_WIRE}
            await route.fulfill(status=got.status, headers=headers, body=got.body)

    def _miss(self, url: str, why: str) -> None:
        self.rendered.missed.append((url[:200], why))
