"""An interrupted night goes on: what a portal's tour knew is learned again from the visits that have ended."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from crawler.ledger import Ledger
from crawler.models import Visit
from crawler.turnstile import PAUSE_DEFAULT, Turnstile
from spiders.answers import UNREADABLE, WAIT
from spiders.http2 import UNHEARD, Http2
from spiders.tour import Tour
from spiders.walk import ListWalk


def rebuild(tour: Tour, ledger: Ledger, http2: Http2, turnstile: Turnstile) -> None:
    """Bring a tour to where an interrupted night left it, and the turnstile to what its hosts asked for."""
    for visit in ledger.done(tour.code):
        tour.requests += visit.outcome != "not_due"
        if visit.outcome == "refused":
            turnstile.refused(urlsplit(visit.url).netloc.lower(), left_to_wait(visit, datetime.now(UTC)))
        http2.note(visit.url, visit.marks or [], answered=visit.status is not None, unheard=visit.outcome in UNHEARD)
        if visit.purpose == "robots":
            host = urlsplit(visit.url).netloc.lower()
            tour.asked_robots.add(visit.key.removeprefix("robots:"))
            if visit.reading:
                delay = tour.learn_robots(host, ledger.raw(visit.reading)["robots"])
                if delay:
                    turnstile.slow(host, delay)
        elif visit.purpose == "list" and visit.channel:
            tour.channels.add(visit.channel)
            if visit.reading:
                page = ledger.reading(visit.reading)
                keys = {i.key for i in page.items} | {q.key for q in page.questions}
                tour.walks.setdefault(visit.channel, ListWalk()).keys |= keys
        elif visit.purpose in ("article", "question"):
            tour.articles += 1
        elif visit.purpose == "door":
            tour.doors += 1
        elif visit.purpose == "home" and visit.outcome in UNREADABLE:
            tour.blind = not ledger.asked_again(visit)
        elif visit.purpose == "home" and visit.outcome in ("observed", "observed_empty", "not_modified"):
            tour.home_host = urlsplit(visit.url).netloc.lower()
            if visit.reading:
                tour.see_home(tour.home_host, ledger.reading(visit.reading))
        given_up = visit.outcome == "not_attempted" and not ledger.asked_again(visit)
        if given_up and visit.reason and visit.reason != "request_cap":
            tour.lose(urlsplit(visit.url).netloc.lower(), visit.reason)


def left_to_wait(visit: Visit, now: datetime) -> float:
    """Seconds that are left of the pause which a refusal asked for."""
    asked = next((float(mark.removeprefix(WAIT)) for mark in visit.marks or () if mark.startswith(WAIT)), PAUSE_DEFAULT)
    ended = visit.finished_at or now
    return max(0.0, asked - (now - ended).total_seconds())
