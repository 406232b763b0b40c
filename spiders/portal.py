"""The portal spider: takes planned requests through the turnstile, reads the answers, writes the ledger."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler import clock
from crawler.config import load_settings
from crawler.database import open_engine
from crawler.facts import Reading
from crawler.guard import refusal
from crawler.known import load_memory
from crawler.ledger import Ledger, Plan, Result, clean_facts
from crawler.limits import LIMITS, recheck_share
from crawler.outcomes import outcome_of_page
from crawler.run import NightRun, PortalTonight, begin_alone, finish_alone, tonight
from crawler.turnstile import Turnstile
from spiders.failures import outcome_of_failure
from spiders.reading import read
from spiders.reading.identity import key_of
from spiders.second_opinion import AGREE, second_opinion
from spiders.tour import Tour
from spiders.walk import ListWalk

LOST_AFTER = 120.0   # seconds: a request without any answer, callback or errback (Scrapy loses some)
GATHER = 0.3         # seconds that results are gathered before they are committed
UNREADABLE = ("js_only", "not_understood", "lost", "charset")  # fetched, but no menu and no lists can be read
RETRY_PAUSE = 5      # times the delay: a passing trouble gets time to pass


def reader_version() -> str:
    """Changes with the reader's source, so that pages read by an older reader are read again, not taken as known."""
    digest = hashlib.sha256()
    for path in sorted((Path(__file__).parent / "reading").rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


class PortalSpider(Spider):
    """Walks every open request of one night. `-a night= -a token=` come from `crawler nightly`; without them
    (`scrapy crawl portal -a only=CODE`) the spider begins and ends a night of its own."""

    name = "portal"

    def __init__(self, night: str | None = None, token: str = "", only: str = "", platforms: str = "auto",
                 **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(**kwargs)
        self.config = load_settings()
        self.alone = night is None
        self.run: NightRun = begin_alone(self.config, only.split()) if night is None else NightRun(int(night), token)
        self.platforms = platforms
        self.engine_ = open_engine(self.config.database, write=True)
        self.ledger = Ledger(self.engine_, self.run.night_id, self.run.token, reader_version())
        rows = tonight(self.engine_, self.run.night_id, self.config)
        self.turnstile = Turnstile(self.config.delay, rows.backends)
        shared: dict[str, int] = {}
        for row in rows.portals.values():
            shared[row.backend] = shared.get(row.backend, 0) + 1
        self.rows, self.full, self._shared = rows.portals, rows.full, shared
        self.tours: dict[str, Tour] = {}
        self.under_way: dict[int, tuple[Plan, float]] = {}
        self._wake = asyncio.Event()
        self._gathered_at = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> PortalSpider:  # noqa: ANN401
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.on_error, signal=signals.spider_error)
        return spider

    # -- asking -------------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        self._queue(self.ledger.open_plans())
        while True:
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
            if not self.under_way and not self.turnstile.waiting and not self.ledger.pending:
                return
            await self._rest()

    def _commit_is_due(self) -> bool:
        """Also while requests can still be made: what is not committed is asked for again after a crash."""
        late = not self.under_way or time.monotonic() - self._gathered_at > GATHER
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
            )
            self._rebuild(tour)
            self.tours[code] = tour
        return self.tours[code]

    def _backend_size(self, row: PortalTonight) -> int:
        return self._shared[row.backend] if row.backend else 1

    def _rebuild(self, tour: Tour) -> None:
        """Bring a tour to where an interrupted night left it."""
        for visit in self.ledger.done(tour.code):
            tour.requests += 1
            if visit.purpose == "robots":
                host = urlsplit(visit.url).netloc.lower()
                tour.asked_robots.add(visit.key.removeprefix("robots:"))
                if visit.reading:
                    tour.learn_robots(host, self.ledger.raw(visit.reading)["robots"])
            elif visit.purpose == "list" and visit.channel:
                tour.channels.add(visit.channel)
                if visit.reading:
                    page = self.ledger.reading(visit.reading)
                    keys = {i.key for i in page.items} | {q.key for q in page.questions}
                    tour.walks.setdefault(visit.channel, ListWalk()).keys |= keys
            elif visit.purpose in ("article", "question"):
                tour.articles += 1
            elif visit.purpose == "door":
                tour.doors += 1
            elif visit.purpose == "home" and visit.outcome in UNREADABLE:
                tour.blind = True
            elif visit.purpose == "home" and visit.outcome in ("observed", "observed_empty", "not_modified"):
                tour.home_host = urlsplit(visit.url).netloc.lower()
            if visit.outcome == "not_attempted" and visit.reason and visit.reason != "request_cap":
                tour.lose(urlsplit(visit.url).netloc.lower(), visit.reason)

    def _queue(self, plans: list[Plan]) -> None:
        """Give planned requests to the turnstile; those the address guard refuses end here."""
        for plan in plans:
            tour = self.tour(plan.portal)
            if plan.purpose == "robots":
                tour.asked_robots.add(plan.key.removeprefix("robots:"))
            if plan.purpose == "list" and plan.channel:
                tour.channels.add(plan.channel)
            why = refusal(plan.url, tour.hosts, self.config.allow_addresses)
            if why:
                self._close(plan, Result(plan, "address_refused", why), 0.0, queued=False)
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
            meta={"plan": plan, "portal": plan.portal, "hosts": tour.hosts, "download_slot": plan.host},
        )

    # -- reading ------------------------------------------------------------------------------------------------

    def parse(self, response: Response, **_: Any) -> None:  # noqa: ANN401
        plan: Plan = response.meta["plan"]
        started = self._take(plan)
        if started is None:
            return
        result = Result(
            plan, "observed", status=response.status, size=len(response.body),
            etag=_header(response, "ETag"), last_modified=_header(response, "Last-Modified"),
        )
        if plan.purpose == "robots":
            self._read_robots(response, result)
        elif response.status in (301, 302, 303, 307, 308) and _header(response, "Location"):
            self._follow_redirect(response, result)
        else:
            self._read_page(response, result)
        self._close(plan, result, time.monotonic() - started)

    def fail(self, failure: Failure) -> None:
        """A request that brought no response."""
        plan: Plan = failure.request.meta["plan"]  # type: ignore[attr-defined]
        started = self._take(plan)
        if started is None or failure.value is None:
            return
        outcome, reason = outcome_of_failure(failure.value, plan.url)
        if plan.purpose == "robots" and outcome in ("timeout", "truncated", "too_large"):
            outcome = "robots_unreachable"
        self._close(plan, Result(plan, outcome, reason), time.monotonic() - started)

    def on_error(self, failure: Failure, response: Any) -> None:  # noqa: ANN401
        """Our own code failed on a page: said as such, and never taken for something the page did not have."""
        request = getattr(response, "request", None)
        if request is not None and "plan" in request.meta:
            plan: Plan = request.meta["plan"]
            reason = f"{type(failure.value).__name__}: {failure.value}"
            self.under_way.pop(plan.id, None)
            self._close(plan, Result(plan, "our_error", reason), 0.0)

    def _take(self, plan: Plan) -> float | None:
        """When the request began; None for an answer that comes after it was given up for lost."""
        entry = self.under_way.pop(plan.id, None)
        return entry[1] if entry else None

    def _read_robots(self, response: Response, result: Result) -> None:
        """RFC 9309: 4xx means no rules, 5xx means unreachable, and unreachable is not permission."""
        plan, tour = result.plan, self.tour(result.plan.portal)
        if response.status in (301, 302, 303, 307, 308) and _header(response, "Location"):
            self._follow_redirect(response, result)
        elif response.status in (429, 503):
            result.outcome = "refused"
            self.turnstile.refused(plan.host, _retry_after(response, clock.now(self.config).timestamp()))
        elif response.status >= 500:
            result.outcome, result.reason = "robots_unreachable", f"robots.txt trả lời {response.status}"
        else:
            text = response.body[:500_000].decode("utf-8", "replace") if response.status < 300 else ""
            host = plan.key.removeprefix("robots:")
            result.fresh = {"robots": text.replace("\x00", "")}
            delay = tour.learn_robots(host, text)
            if delay:
                self.turnstile.slow(host, delay)

    def _follow_redirect(self, response: Response, result: Result) -> None:
        plan = result.plan
        target = urljoin(response.url, _header(response, "Location") or "")
        host = (urlsplit(target).hostname or "").lower()
        result.outcome, result.reason = "redirected", target[:500]
        if plan.hops >= LIMITS.hops:
            result.outcome = "redirect_loop"
        elif host not in self.tour(plan.portal).hosts:
            result.outcome = "offsite"
        elif plan.purpose == "list" and self.tour(plan.portal).is_other_channel(plan, target):
            result.outcome, result.reason = "same_channel", key_of(target)
        else:
            again = replace(plan, url=target, hops=plan.hops + 1, attempt=1, id=0, method="GET", form=())
            result.follow = [again]

    def _read_page(self, response: Response, result: Result) -> None:
        plan, tour = result.plan, self.tour(result.plan.portal)
        past = tour.remembered.get(plan.fingerprint)
        body = response.body
        result.body_digest = hashlib.sha256(body).hexdigest()
        if past and past.reading and (response.status == 304 or result.body_digest == past.body_digest):
            reading = self.ledger.reading(past.reading)
            result.reading, result.outcome = past.reading, "not_modified"
            result.etag, result.last_modified = past.etag, past.last_modified
            result.body_digest = past.body_digest
        else:
            reading = read(
                body, response.url, status=response.status, content_type=_header(response, "Content-Type"),
                now=clock.now(self.config), hosts=tour.hosts, expect=_EXPECT[plan.purpose],
                platform="none" if self.platforms == "none" else tour.platform,
            )
            result.fresh = clean_facts(reading, self.ledger.reader)
            result.outcome = outcome_of_page(reading.kind, response.status)
            result.second = second_opinion(reading, body, response.url, _header(response, "Content-Type"), tour.hosts,
                                           tour.night)
            if result.outcome == "observed_empty" and result.second not in (None, AGREE):
                result.outcome, result.reason = "not_understood", result.second
            elif result.outcome not in ("observed", "observed_empty"):
                result.reason = "; ".join(reading.why)[:500]
        if "partial" in response.flags and result.outcome == "observed" and not _ends_well(body):
            result.outcome, result.reason = "truncated", "kết nối bị cắt, trang không trọn vẹn"
        if result.outcome == "refused":
            wait = _retry_after(response, clock.now(self.config).timestamp())
            self.turnstile.refused(plan.host, wait if wait is not None else reading.wait_seconds)
        elif result.outcome in ("observed", "observed_empty", "not_modified"):
            self._follow(result, reading)
        elif plan.purpose == "home" and result.outcome in UNREADABLE:
            result.follow = self.ledger.claim(tour.look_for_doors(reading))

    def _follow(self, result: Result, reading: Reading) -> None:
        follow, result.end_reason = self.tour(result.plan.portal).follow(result.plan, reading)
        result.follow = self.ledger.claim(follow)

    # -- keeping ------------------------------------------------------------------------------------------------

    def _close(self, plan: Plan, result: Result, seconds: float, *, queued: bool = True) -> None:
        """One request has its outcome: count it, plan what follows, keep it for the next commit."""
        tour = self.tour(plan.portal)
        result.seconds = round(seconds, 3)
        tour.note_answer(plan, result.outcome)
        result.follow += self.ledger.claim(tour.retry(plan, result.outcome))
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
        if self.alone:
            finish_alone(self.config, self.run, finished=reason == "finished")


_EXPECT = {"home": "home", "list": "list", "article": "article", "question": "qa", "door": None}


def _header(response: Response, name: str) -> str | None:
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _ends_well(body: bytes) -> bool:
    """Whether a body without a stated length has an end of its own; servers that close after each answer are many."""
    tail = body.rstrip()[-300:].lower()
    return b"</html" in tail or b"</body" in tail or tail.endswith((b"}", b"]", b"</rss>", b"</feed>", b"</urlset>"))


def _retry_after(response: Response, now: float) -> float | None:
    """Seconds a refusal asks for: a number or an HTTP date; None when it names none."""
    value = _header(response, "Retry-After")
    if value is None:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except ValueError:
        return None
