"""The JavaScript lane of one night: pages of scripts wait here while a browser runs them; their turn is not lost."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from scrapy.http import Response

from crawler.config import Network
from crawler.ledger import Result
from crawler.limits import LIMITS
from crawler.turnstile import Turnstile
from spiders.browser import Answer, Fetch, Rendered, Renderer
from spiders.subrequests import AskRobots, Download, SubRequests
from spiders.tour import Tour

Done = Callable[[Response, Result, float, Rendered], None]


@dataclass(slots=True)
class Lane:
    """`done` is called with each page that was rendered or could not be."""

    renderer: Renderer
    turnstile: Turnstile
    allowed: tuple[Network, ...]
    download: Download
    ask_robots: AskRobots
    done: Done
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)
    _scripts: dict[str, dict[str, Answer]] = field(default_factory=dict)  # portal -> scripts fetched tonight

    @property
    def busy(self) -> bool:
        return bool(self._tasks)

    def start(self, response: Response, result: Result, tour: Tour, started: float) -> None:
        """Render one page; its host's lane of the turnstile stays taken until `done`."""
        asks = SubRequests(tour, self.turnstile, self.allowed, self.download, self.ask_robots, result.plan.host,
                           self._scripts.setdefault(tour.code, {}))
        task = asyncio.ensure_future(self._render(response, result, started, asks.fetch))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _render(self, response: Response, result: Result, started: float, fetch: Fetch) -> None:
        kind = response.headers.get("Content-Type") or b"text/html"
        try:
            # The browser stops by itself; this is for a browser that hangs.
            async with asyncio.timeout(LIMITS.render_seconds + 60):
                rendered = await self.renderer.render(response.url, response.body, kind.decode("latin-1"), fetch)
        except TimeoutError:
            rendered = Rendered(failure="trình duyệt không trả lời")
        self.done(response, result, started, rendered)

    async def close(self) -> None:
        """Stop what is under way (it stays planned, and is asked for again) and end the browser."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.renderer.close()
