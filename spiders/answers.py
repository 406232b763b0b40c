"""What a response means for the ledger: robots.txt, a redirect or a page becomes the result of its planned request."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from scrapy.http import Response

from crawler import clock
from crawler.config import Settings
from crawler.facts import Reading, clean_facts
from crawler.ledger import Ledger, Result
from crawler.limits import LIMITS
from crawler.outcomes import outcome_of_page
from crawler.turnstile import Turnstile
from spiders.browser import Rendered
from spiders.patience import OutOfPatience, patience
from spiders.reading import read
from spiders.reading.identity import key_of
from spiders.redirects import join_target, refresh_target
from spiders.replay import EXPECT
from spiders.second_opinion import AGREE, second_opinion
from spiders.tour import Tour

UNREADABLE = ("js_only", "not_understood", "lost", "charset")  # fetched, but no menu and no lists can be read
WAIT = "wait "  # mark of a refusal that names its seconds, which follow
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Answers:
    """Turns responses into results. `platforms`: "none" reads without platform files; `browser`: one is there."""

    config: Settings
    ledger: Ledger
    turnstile: Turnstile
    platforms: str
    browser: bool

    def take(self, response: Response, result: Result, tour: Tour) -> None:
        """Fill in what came of the request, with the requests that follow from it."""
        result.etag, result.last_modified = header(response, "ETag"), header(response, "Last-Modified")
        to = header(response, "Location") if response.status in _MOVED else None
        if to:
            self._follow_redirect(response, result, tour, to)
        elif result.plan.purpose == "robots":
            self._read_robots(response, result, tour)
        else:
            self._read_page(response, result, tour)

    def waits_for_browser(self, result: Result) -> bool:
        """Whether a result is not final yet: a page of scripts that a browser is there to run."""
        return self.browser and result.outcome == "js_only" and result.status == 200 and result.plan.purpose != "door"

    def take_rendered(self, response: Response, result: Result, tour: Tour, rendered: Rendered) -> None:
        """The same for a page of scripts after a browser ran them. What could not be had is never what is not there:
        a page that misses data of its own portal is cut, and one that is empty while anything is missing is unread."""
        reading = self._read(response.body, response, result, tour, header(response, "Content-Type"))
        result.wires += rendered.wires
        missed = "; ".join(f"{url}: {why}" for url, why in rendered.missed)[:400]
        if rendered.failure is not None:
            result.reason = f"trình duyệt không dựng được trang: {rendered.failure} {missed}".strip()
        else:
            reading = self._read(rendered.html.encode("utf-8"), response, result, tour, "text/html; charset=utf-8")
            result.marks.append("rendered")
            result.dom = rendered.html
            own = [url for url, _ in rendered.missed if (urlsplit(url).hostname or "").lower() in tour.hosts]
            if result.outcome == "observed" and own:
                result.outcome, result.reason = "truncated", f"trang chạy script, thiếu dữ liệu: {missed}"
            elif result.outcome == "observed_empty" and missed:
                result.outcome, result.reason = "js_only", f"trang chạy script, trống khi thiếu: {missed}"
        self._go_on(response, result, tour, reading)

    def _read_robots(self, response: Response, result: Result, tour: Tour) -> None:
        """RFC 9309: 4xx means no rules, 5xx means unreachable, and unreachable is not permission."""
        if response.status in (429, 503):
            result.outcome = "refused"
            self._be_patient(result, self._retry_after(response))
        elif response.status >= 500:
            result.outcome, result.reason = "robots_unreachable", f"robots.txt trả lời {response.status}"
        else:
            text = response.body[:500_000].decode("utf-8", "replace") if response.status < 300 else ""
            result.fresh = {"robots": text.replace("\x00", "")}
            delay = tour.learn_robots(result.plan.key.removeprefix("robots:"), text)
            if delay:
                self.turnstile.slow(result.plan.host, delay)

    def _follow_redirect(self, response: Response, result: Result, tour: Tour, to: str) -> None:
        plan = result.plan
        target, why = join_target(response.url, to, tour.hosts, self.config.allow_addresses)
        result.outcome, result.reason = "redirected", target[:500]
        if plan.hops >= LIMITS.hops:
            result.outcome = "redirect_loop"
        elif why is not None:
            result.outcome, result.reason = why, f"chuyển hướng tới {target[:480]}"
        elif plan.purpose == "list" and tour.is_other_channel(plan, target):
            result.outcome, result.reason = "same_channel", key_of(target)
        else:
            result.follow = [replace(plan, url=target, hops=plan.hops + 1, attempt=1, id=0, method="GET", form=())]

    def _read_page(self, response: Response, result: Result, tour: Tour) -> None:
        past = tour.remembered.get(result.plan.fingerprint)
        result.body_digest = hashlib.sha256(response.body).hexdigest()
        if past and past.reading and (response.status == 304 or result.body_digest == past.body_digest):
            reading = self.ledger.reading(past.reading)
            result.reading, result.outcome = past.reading, "not_modified"
            result.etag, result.last_modified = past.etag, past.last_modified
            result.body_digest = past.body_digest
        else:
            reading = self._read(response.body, response, result, tour, header(response, "Content-Type"))
        if "partial" in response.flags and result.outcome == "observed" and not _ends_well(response.body):
            result.outcome, result.reason = "truncated", "kết nối bị cắt, trang không trọn vẹn"
        onward = refresh_target(response.body) if result.outcome in ("observed", "not_understood") else None
        if onward is not None and result.plan.method == "GET":
            result.fresh = result.reading = None  # a page that is only the way to another one
            self._follow_redirect(response, result, tour, onward)
        elif not self.waits_for_browser(result):
            self._go_on(response, result, tour, reading)

    def _read(self, body: bytes, response: Response, result: Result, tour: Tour, content_type: str | None) -> Reading:
        try:
            with patience():
                return self._read_patiently(body, response, result, tour, content_type)
        except OutOfPatience as error:
            result.fresh, result.outcome, result.reason, result.second = None, "lost", str(error), None
            return Reading("lost", why=(str(error),))

    def _read_patiently(
        self, body: bytes, response: Response, result: Result, tour: Tour, content_type: str | None
    ) -> Reading:
        reading = read(
            body, response.url, status=response.status, content_type=content_type, now=clock.now(self.config),
            hosts=tour.hosts, expect=EXPECT[result.plan.purpose],
            platform="none" if self.platforms == "none" else tour.platform,
        )
        reading = tour.open_part(result.plan.purpose, reading)
        result.fresh = clean_facts(reading, self.ledger.reader)
        result.outcome, result.reason = outcome_of_page(reading.kind, response.status), None
        result.second = second_opinion(reading, body, response.url, content_type, tour.hosts, tour.night)
        if result.outcome == "observed_empty" and result.second not in (None, AGREE):
            result.outcome, result.reason = "not_understood", result.second
        elif result.outcome not in ("observed", "observed_empty"):
            result.reason = "; ".join(reading.why)[:500]
        if reading.kind == "feed" and reading.why:  # entries without titles
            result.marks.append("feed_partly")
        return reading

    def _go_on(self, response: Response, result: Result, tour: Tour, reading: Reading) -> None:
        """What follows from a page, or from the refusal of one."""
        plan = result.plan
        if result.outcome == "refused":
            wait = self._retry_after(response)
            self._be_patient(result, wait if wait is not None else reading.wait_seconds)
        elif result.outcome in ("observed", "observed_empty", "not_modified"):
            follow, result.end_reason = tour.follow(plan, reading)
            result.follow = self.ledger.claim(follow)
        elif plan.purpose == "home" and result.outcome in UNREADABLE:
            result.follow = self.ledger.claim(tour.look_for_doors(reading))

    def _be_patient(self, result: Result, seconds: float | None) -> None:
        """Leave the host alone for so long, and note it for a process that may have to go on instead of this one."""
        self.turnstile.refused(result.plan.host, seconds)
        if seconds is not None:
            result.marks.append(f"{WAIT}{seconds:.0f}")

    def _retry_after(self, response: Response) -> float | None:
        """Seconds a refusal asks for: a number or an HTTP date; None when it names none."""
        value = header(response, "Retry-After")
        if value is None:
            return None
        if value.strip().isdigit():
            return float(value)
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - clock.now(self.config).timestamp())
        except ValueError:
            return None


def header(response: Response, name: str) -> str | None:
    """One header of a response as text."""
    value = response.headers.get(name)
    return value.decode("latin-1") if value else None


def _ends_well(body: bytes) -> bool:
    """Whether a body without a stated length has an end of its own; servers that close after each answer are many."""
    tail = body.rstrip()[-300:].lower()
    xml = (b"</rss>", b"</feed>", b"</rdf:rdf>", b"</urlset>", b"</sitemapindex>")
    return b"</html" in tail or b"</body" in tail or tail.endswith((b"}", b"]", *xml))
