"""What a page being rendered may ask for: guarded, allowed by robots.txt, paced by the turnstile, counted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urljoin, urlsplit

from scrapy import Request
from scrapy.exceptions import CannotResolveHostError, DownloadCancelledError, IgnoreRequest
from scrapy.http import Response
from twisted.internet.error import ConnectError, ConnectionClosed
from twisted.web.client import ResponseFailed

from crawler.config import Network
from crawler.evidence.wire import Wire
from crawler.guard import refusal
from crawler.limits import LIMITS
from crawler.turnstile import Turnstile
from spiders.browser import Answer, Asked, NotFetchedError
from spiders.failures import outcome_of_failure
from spiders.tour import AGENT, Tour

ROBOTS_WAIT = 30.0   # seconds a page waits for the robots.txt of a further host of the portal
#: The crawler's own, or of a browser's connection; the rest (Accept, Authorization, X-Requested-With…) is the page's.
OURS = frozenset({"host", "user-agent", "cookie", "accept-encoding", "connection", "content-length", "referer"})
FAILURES = (CannotResolveHostError, DownloadCancelledError, IgnoreRequest, ConnectError, ConnectionClosed,
            ResponseFailed, OSError)

Download = Callable[[Request], Awaitable[Response]]
AskRobots = Callable[[Tour, str], None]


@dataclass(slots=True)
class SubRequests:
    """The requests of one portal's rendered pages. `held` is the host whose lane the page itself keeps busy;
    `scripts` are kept for the night, so that each page of an application does not fetch it anew."""

    tour: Tour
    turnstile: Turnstile
    allowed: tuple[Network, ...]
    download: Download
    ask_robots: AskRobots
    held: str
    scripts: dict[str, Answer]
    one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def fetch(self, asked: Asked) -> Answer:
        """The answer, after redirects; `NotFetchedError` when it may not or cannot be had."""
        async with self.one:
            if asked.method == "GET" and asked.url in self.scripts:
                return self.scripts[asked.url]
            method, url, body = asked.method, asked.url, asked.body
            wires: tuple[Wire, ...] = ()
            for _ in range(LIMITS.hops + 1):
                answer = await self._once(method, url, asked.headers, body)
                wires = (*wires, *answer.wires)
                target = answer.headers.get("location")
                if answer.status not in (301, 302, 303, 307, 308) or not target:
                    if asked.method == "GET" and answer.status == 200 and "javascript" in \
                            answer.headers.get("content-type", ""):
                        self.scripts[asked.url] = replace(answer, wires=())  # in the night's archive once
                    return replace(answer, wires=wires)
                url = urljoin(url, target)
                if answer.status not in (307, 308):
                    method, body = "GET", b""
            raise NotFetchedError("chuyển hướng vòng quanh")

    async def _once(self, method: str, url: str, headers: dict[str, str], body: bytes) -> Answer:
        await self._allowed(url)
        host = urlsplit(url).netloc.lower()
        held = host == self.held
        while wait := self.turnstile.claim(host, self.tour.backend, held):
            await asyncio.sleep(wait)
        self.tour.requests += 1
        passed = {k: v for k, v in headers.items() if k.lower() not in OURS and not k.lower().startswith("sec-")}
        request = Request(url, method=method, headers=passed, body=body, dont_filter=True, meta={
            "portal": self.tour.code, "hosts": self.tour.hosts, "download_slot": host})
        try:
            response = await self.download(request)
        except FAILURES as error:
            raise NotFetchedError(": ".join(outcome_of_failure(error, url))) from error
        finally:
            if not held:
                self.turnstile.done(host)
        if response.status in (429, 503):
            self.turnstile.refused(host, None)
        text = {k.decode("latin-1").lower(): b", ".join(v).decode("latin-1") for k, v in response.headers.items()}
        return Answer(response.status, text, response.body, (response.meta["wire"],))

    async def _allowed(self, url: str) -> None:
        """Refuse what the guard, robots.txt or the night's bounds forbid; an unknown robots.txt is asked for first."""
        why = refusal(url, self.tour.hosts, self.allowed)
        if why:
            raise NotFetchedError(why)
        host = urlsplit(url).netloc.lower()
        waited = 0.0
        if host not in self.tour.robots:
            self.ask_robots(self.tour, url)
        while host not in self.tour.robots and host not in self.tour.lost and waited < ROBOTS_WAIT:
            await asyncio.sleep(0.1)
            waited += 0.1
        if host in self.tour.lost or self.tour.given_up:
            raise NotFetchedError(self.tour.lost.get(host) or self.tour.given_up or "")
        if host not in self.tour.robots:
            raise NotFetchedError("chưa đọc được robots.txt của máy chủ này")
        rules = self.tour.robots[host]
        if rules is not None and not rules.can_fetch(url, AGENT):
            raise NotFetchedError("robots.txt không cho phép")
        if self.tour.requests >= LIMITS.requests:
            raise NotFetchedError("request_cap")
