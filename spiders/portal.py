"""The portal spider: takes planned requests through the turnstile, reads the answers, writes the ledger."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.config import load_settings
from crawler.database import open_engine
from crawler.fence import enter_group
from crawler.guard import refusal
from crawler.heap import leave_programs_alone
from crawler.known import load_memory
from crawler.ledger import Ledger, Plan, Result
from crawler.limits import recheck_share
from crawler.run import NightRun, PortalTonight, begin_alone, finish_alone, tonight
from crawler.tls import tls_marks
from crawler.turnstile import Turnstile
from spiders.answers import Answers
from spiders.browser import Rendered, Renderer, find_chromium
from spiders.failures import outcome_of_failure
from spiders.http2 import Http2
from spiders.lane import Lane
from spiders.reading.version import reader_version
from spiders.resumed import rebuild
from spiders.standing_still import watch_standing_still
from spiders.tour import Tour

LOST_AFTER = 120.0   # seconds: a request without any answer, callback or errback (Scrapy loses some)
GATHER = 0.3         # seconds that results are gathered before they are committed, at least
PATIENT = 1.0        # and at most, where a host's next turn is farther away: a commit costs as much as reading a page
RETRY_PAUSE = 3      # times the delay: a passing trouble gets time to pass


class PortalSpider(Spider):
    """Walks every open request of one night. `-a night= -a token=` come from `crawler nightly`; without them
    (`scrapy crawl portal -a only=CODE`) the spider begins and ends a night of its own. `-a group= -a parent=` come from
    a cluster's worker: only that group's portals, behind its locks."""

    name = "portal"

    def __init__(self, night: str | None = None, token: str = "", only: str = "", platforms: str = "auto",
                 mark: str = "", group: str = "", parent: str = "0", **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.config = load_settings()
        self.alone = night is None
        self.run: NightRun = begin_alone(self.config, only.split()) if night is None else NightRun(int(night), token)
        self.engine_ = open_engine(self.config.database, write=True)
        self.ledger = Ledger(self.engine_, self.run.night_id, self.run.token, reader_version(),
                             self.config.data_dir / "evidence")
        rows = tonight(self.engine_, self.run.night_id, self.config)
        self.fence, self.codes = enter_group(self.config, self.run, rows, group, int(parent))
        self.turnstile = Turnstile(self.config.delay, rows.backends, taken=True)
        shared: dict[str, int] = {}
        for row in rows.portals.values():
            shared[row.backend] = shared.get(row.backend, 0) + 1
        self.rows, self.full, self._shared = rows.portals, rows.full, shared
        program = find_chromium()
        self.answers = Answers(self.config, self.ledger, self.turnstile, platforms, browser=program is not None)
        self.lane = Lane(Renderer(program), self.turnstile, self.config.allow_addresses, self._download,
                         self._ask_robots, self._take_rendered) if program else None
        self.tours: dict[str, Tour] = {}
        self.http2 = Http2()
        self.under_way: dict[int, tuple[Plan, float]] = {}
        self._mark = int(mark) if mark else None
        self._wake = asyncio.Event()
        self._gathered_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:  # noqa: ANN401
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_error, signal=signals.spider_error)
        crawler.signals.connect(spider.note_sent, signal=signals.request_reached_downloader)
        crawler.signals.connect(spider.close_lane, signal=signals.spider_closed)
        return spider

    # -- asking -------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        leave_programs_alone()
        watch = asyncio.create_task(watch_standing_still(self.config.delay, self.turnstile.stood_still))
        try:
            async for request in self._ask():
                yield request
        finally:
            watch.cancel()

    async def _ask(self) -> AsyncIterator[Request]:
        self._queue(self.ledger.open_plans(self.codes))
        while True:
            if self.fence is not None:
                self.fence.check()
            if self._commit_is_due():
                self._queue(self.ledger.flush())
            plan = self.turnstile.next()
            if isinstance(plan, Plan):
                barred = self.tour(plan.portal).barred(plan)
                if barred:
                    self._close(plan, Result(plan, *barred), 0.0)
                else:
                    yield self._request(plan)
                continue
            rendering = self.lane is not None and self.lane.busy
            if not (self.under_way or self.turnstile.waiting or self.ledger.pending or rendering):
                return
            await self._rest()

    def _commit_is_due(self) -> bool:
        """Also while requests can still be made: what is not committed is asked for again after a crash."""
        gather = min(PATIENT, max(GATHER, self.config.delay / 2))
        idle = not (self.under_way or self.turnstile.waiting)
        late = idle or time.monotonic() - self._gathered_at > gather
        return bool(self.ledger.pending) and (late or self.ledger.pending >= self.ledger.GROUP)

    async def _rest(self) -> None:
        """Wait for an answer, for the next turn, or for the time to commit."""
        self._sweep_lost()
        self._wake.clear()
        pause = self.turnstile.sleep()
        try:
            await asyncio.wait_for(self._wake.wait(), min(GATHER, GATHER if pause is None else max(pause, 0.005)))
        except TimeoutError:
            return

    def tour(self, code: str) -> Tour:
        """The portal's state, loaded when its first request of the night is queued."""
        if code not in self.tours:
            row = self.rows[code]
            memory = load_memory(self.engine_, code)
            tour = Tour(
                code, row.url, row.hosts, row.backend, row.platform, self.ledger.night, self.full, memory,
                self.ledger.remembered(code), recheck_share(self.config.delay, self._backend_size(row)),
                self.config.list_every,
            )
            rebuild(tour, self.ledger, self.http2, self.turnstile)
            self.tours[code] = tour
        return self.tours[code]

    def _backend_size(self, row: PortalTonight) -> int:
        return self._shared[row.backend] if row.backend else 1

    def _queue(self, plans: list[Plan]) -> None:
        """Give planned requests to the turnstile; those the address guard refuses end here."""
        for plan in plans:
            tour = self.tour(plan.portal)
            if plan.purpose == "robots":
                tour.asked_robots.add(plan.key.removeprefix("robots:"))
            if plan.purpose == "list" and plan.channel:
                tour.channels.add(plan.channel)
            why = refusal(plan.url, tour.hosts, self.config.allow_addresses)
            if why or tour.leaves_out(plan):
                outcome = ("address_refused", why) if why else ("not_due", "chưa đến lượt")
                self._close(plan, Result(plan, *outcome), 0.0, queued=False)
                continue
            robots = tour.robots_plan(plan.url)
            if robots:
                self.turnstile.add(self.ledger.add(robots))
            self.turnstile.add(plan, RETRY_PAUSE * self.config.delay if plan.attempt > 1 else 0.0)

    def _request(self, plan: Plan) -> Request:
        tour = self.tour(plan.portal)
        tour.requests += 1
        self.under_way[plan.id] = (plan, time.monotonic())
        headers: dict[str, str] = {}
        past = tour.remembered.get(plan.fingerprint)
        if past and plan.purpose != "robots":
            if past.etag:
                headers["If-None-Match"] = past.etag
            if past.last_modified:
                headers["If-Modified-Since"] = past.last_modified
        if plan.method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return Request(
            plan.url, method=plan.method, headers=headers, body=urlencode(plan.form) if plan.form else "",
            callback=self.parse, errback=self.fail, dont_filter=True,
            meta={"plan": plan, "portal": plan.portal, "hosts": tour.hosts, "download_slot": plan.host,
                  "http2": self.http2.ask(plan)},
        )

    def note_sent(self, request: Request) -> None:
        plan: Plan | None = request.meta.get("plan")
        if plan is not None:
            self.turnstile.went(plan.host, plan.backend)

    # -- reading ------------------------------------------------------------------------------------------------

    def parse(self, response: Response, **_: Any) -> None:  # noqa: ANN401
        plan: Plan = response.meta["plan"]
        started = self._take(plan)
        if started is None:
            return
        result = Result(plan, "observed", status=response.status, size=len(response.body),
                        wires=[response.meta["wire"]], marks=tls_marks(urlsplit(plan.url).scheme, plan.host))
        self._note_page(plan.id)
        self.answers.take(response, result, self.tour(plan.portal))
        self._note_page(0)
        if self.lane is not None and self.answers.waits_for_browser(result):
            self.lane.start(response, result, self.tour(plan.portal), started)
        else:
            self._close(plan, result, time.monotonic() - started)

    def _note_page(self, visit: int) -> None:
        """Leave word of the page that is being read, for a process that the system ends cannot say it any more."""
        if self._mark is not None:
            os.pwrite(self._mark, visit.to_bytes(8, "big"), 0)

    def _take_rendered(self, response: Response, result: Result, started: float, rendered: Rendered) -> None:
        self.answers.take_rendered(response, result, self.tour(result.plan.portal), rendered)
        self._close(result.plan, result, time.monotonic() - started)

    async def _download(self, request: Request) -> Response:
        """One request of a page that is being rendered."""
        assert self.crawler.engine is not None
        return await self.crawler.engine.download_async(request)

    def _ask_robots(self, tour: Tour, url: str) -> None:
        robots = tour.robots_plan(url)
        if robots:
            self.turnstile.add(self.ledger.add(robots))
            self._wake.set()

    async def close_lane(self) -> None:
        if self.lane is not None:
            await self.lane.close()

    def fail(self, failure: Failure) -> None:
        """A request that brought no response."""
        plan: Plan = failure.request.meta["plan"]  # type: ignore[attr-defined]
        started = self._take(plan)
        if started is None or failure.value is None:
            return
        outcome, reason = outcome_of_failure(failure.value, plan.url)
        if plan.purpose == "robots" and outcome in ("truncated", "too_large"):  # nobody answering is said as such
            outcome = "robots_unreachable"
        self._close(plan, Result(plan, outcome, reason), time.monotonic() - started,
                    unheard=isinstance(failure.value, DownloadFailedError))

    def on_error(self, failure: Failure, response: Any) -> None:  # noqa: ANN401
        """Our own code failed on a page: said as such, and never taken for something the page did not have."""
        request = getattr(response, "request", None)
        if request is not None and "plan" in request.meta:
            plan: Plan = request.meta["plan"]
            reason = f"{type(failure.value).__name__}: {failure.value}"
            self.under_way.pop(plan.id, None)
            self._note_page(0)
            self._close(plan, Result(plan, "our_error", reason), 0.0)

    def _take(self, plan: Plan) -> float | None:
        """When the request began; None for an answer that comes after it was given up for lost."""
        entry = self.under_way.pop(plan.id, None)
        return entry[1] if entry else None

    # -- keeping ------------------------------------------------------------------------------------------------

    def _close(self, plan: Plan, result: Result, seconds: float, *, queued: bool = True, unheard: bool = False) -> None:
        """One request has its outcome: count it, plan what follows, keep it for the next commit."""
        tour = self.tour(plan.portal)
        result.seconds = round(seconds, 3)
        tour.note_answer(plan, result.outcome)
        if result.outcome == "refused" and tour.lost.get(plan.host) == "blocked":
            result.outcome = "blocked"  # asked to wait again and again: by now that is a refusal
        result.marks += self.http2.end(plan)
        other = self.http2.note(plan.url, result.marks, answered=result.status is not None, unheard=unheard)
        result.follow += self.ledger.claim(tour.retry(plan, result.outcome, otherwise=other))
        if plan.purpose == "robots" and result.outcome == "observed" and plan.host == urlsplit(tour.url).netloc.lower():
            result.follow += self.ledger.claim([tour.plan("home", tour.url)])
        if not self.ledger.pending:
            self._gathered_at = time.monotonic()
        self.ledger.record(result)
        if queued:
            self.turnstile.done(plan.host)
        if tour.given_up:
            for waiting in self.turnstile.drop(tour.code):
                if isinstance(waiting, Plan):
                    self.ledger.record(Result(waiting, "not_attempted", tour.given_up))
        self._wake.set()

    def _sweep_lost(self) -> None:
        """End the requests that vanished without callback or errback."""
        now = time.monotonic()
        for plan, started in [entry for entry in self.under_way.values() if now - entry[1] > LOST_AFTER]:
            del self.under_way[plan.id]
            self._close(plan, Result(plan, "timeout", "không có hồi âm nào"), now - started)

    def closed(self, reason: str) -> None:
        """Commit what is left; a night of our own is ended here."""
        self.ledger.flush()
        self.ledger.close()
        if self.alone:
            finish_alone(self.config, self.run, finished=reason == "finished")
