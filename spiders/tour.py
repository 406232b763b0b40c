"""One portal in one night: what is allowed, what follows from each page, and when the portal is given up."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urljoin, urlsplit

from protego import Protego

from crawler.facts import SEEN, Item, NextPage, Reading
from crawler.known import Memory
from crawler.ledger import Plan, Remembered
from crawler.limits import LIMITS, RECHECK, RETRY, open_window
from crawler.outcomes import ATTEMPTS, PASSING, UNANSWERED, UNASKED
from spiders.reading.closed import leave_alone
from spiders.reading.identity import key_of
from spiders.tools import entries_of, is_tool
from spiders.walk import ListWalk, channel_entries, due_tonight, end_of_walk, is_file, rests_tonight, wants_article

PRIORITY = {"robots": -10, "home": -5, "list": 0, "article": 10, "question": 10, "door": 8}
AGENT = "SoiCong"
DEPTH = 2  # steps from the home page's menu to the menus of sections and of the sites within a site
_NAMES_POSTS = re.compile(r"post|news|article|tin|bai", re.I)

#: Ends of a robots.txt visit after which the portal's rules are not known.
NO_ROBOTS = frozenset({"robots_unreachable", "offsite", "redirect_loop", "truncated", "too_large", "timeout"})


@dataclass(slots=True)
class Tour:
    """The state of one portal's walk. It can be rebuilt from the ledger, so an interrupted night goes on."""

    code: str
    url: str
    hosts: frozenset[str]
    backend: str
    platform: str
    night: date
    full: bool
    memory: Memory
    remembered: dict[str, Remembered]
    recheck: int
    every: int = 1  # nights between two looks at a list that nothing hangs on
    robots: dict[str, Protego | None] = field(default_factory=dict)  # host -> rules; None: no rules
    asked_robots: set[str] = field(default_factory=set)
    walks: dict[str, ListWalk] = field(default_factory=dict)
    channels: set[str] = field(default_factory=set)
    articles: int = 0
    requests: int = 0
    on_home: Mapping[int, int] = field(default_factory=dict)  # the home page's menu (spiders/tools.py)
    closed: bool = False  # the home page itself is closed to robots: then that says nothing of other pages
    home_host: str = ""  # host and port that the home page was asked of, in the end
    silent: dict[str, int] = field(default_factory=dict)    # host -> requests in a row without any answer
    refusals: dict[str, int] = field(default_factory=dict)  # host -> refusals in a row
    lost: dict[str, str] = field(default_factory=dict)      # host -> why nothing more is asked of it tonight
    given_up: str | None = None
    sitemaps: tuple[str, ...] = ()  # named by the robots.txt of the portal's own host
    doors: int = 0
    blind: bool = False             # the home page was fetched but cannot be read: doors are the only way in

    def __post_init__(self) -> None:
        self.home_host = urlsplit(self.url).netloc.lower()

    def plan(self, purpose: str, url: str, **more: object) -> Plan:
        plan = Plan(self.code, purpose, url, key_of(url), backend=self.backend, priority=PRIORITY[purpose])
        return replace(plan, **more) if more else plan  # type: ignore[arg-type]

    def robots_plan(self, url: str) -> Plan | None:
        """The visit to the robots.txt of an address's host, unless it was planned before."""
        parts = urlsplit(url)
        host = parts.netloc.lower()
        if host in self.asked_robots:
            return None
        self.asked_robots.add(host)
        return self.plan("robots", f"{parts.scheme}://{parts.netloc}/robots.txt", key=f"robots:{host}")

    def barred(self, plan: Plan) -> tuple[str, str] | None:
        """(outcome, reason) when a planned request must not be made now, else None."""
        if self.given_up or plan.host in self.lost:
            return "not_attempted", self.given_up or self.lost[plan.host]
        if self.requests >= LIMITS.requests:
            return "not_attempted", "request_cap"
        rules = self.robots.get(plan.host)
        if plan.purpose != "robots" and rules is not None and not rules.can_fetch(plan.url, AGENT):
            return "robots", "robots.txt không cho phép"
        return None

    def leaves_out(self, plan: Plan) -> bool:
        """Whether a planned list is left for another night; what was begun tonight is finished tonight."""
        if plan.purpose != "list" or plan.channel is None or plan.page > 1 or plan.hops or plan.attempt > 1:
            return False
        until = self.memory.rests.get(plan.channel)
        return rests_tonight(self.code, until, self.night, self.every, self.full)

    def learn_robots(self, host: str, text: str | None) -> float | None:
        """Take a host's robots.txt (None: it has none); returns its Crawl-delay in seconds."""
        self.robots[host] = Protego.parse(text) if text else None
        rules = self.robots[host]
        if rules is not None and host == urlsplit(self.url).netloc.lower():
            self.sitemaps = tuple(rules.sitemaps)
        delay = rules.crawl_delay(AGENT) if rules is not None else None
        return float(delay) if delay is not None else None

    def note_answer(self, plan: Plan, outcome: str) -> None:
        """Count silence and refusals in a row; a host is given up when there are too many, or when its robots.txt
        cannot be had: unreachable is not permission. Only with the home page's own host is the portal given up: feeds
        and menus may name hosts and ports where nobody answers."""
        host = plan.host
        if self.given_up or host in self.lost or outcome in UNASKED:
            return
        self.silent[host] = self.silent.get(host, 0) + 1 if outcome in UNANSWERED else 0
        self.refusals[host] = self.refusals.get(host, 0) + 1 if outcome == "refused" else 0
        if self.silent[host] >= LIMITS.unanswered:
            self.lose(host, outcome)
        elif self.refusals[host] >= LIMITS.refusals:
            self.lose(host, "blocked")
        elif plan.purpose == "robots" and outcome in NO_ROBOTS and not self._passes(plan, outcome):
            self.lose(host, "robots_unreachable")

    def lose(self, host: str, why: str) -> None:
        """Ask nothing more of a host tonight."""
        self.lost[host] = why
        if host == self.home_host:
            self.given_up = why

    def _passes(self, plan: Plan, outcome: str) -> bool:
        return outcome == "refused" or (outcome in PASSING and plan.attempt < ATTEMPTS)

    def retry(self, plan: Plan, outcome: str, *, otherwise: bool = False) -> list[Plan]:
        """The same request once more, when its outcome may pass or it can be asked otherwise (in the other HTTP):
        refusals as long as the portal is not given up."""
        again = self._passes(plan, outcome) or (otherwise and plan.attempt < ATTEMPTS)
        if self.given_up or plan.host in self.lost or not again:
            return []
        return [replace(plan, attempt=plan.attempt + 1, priority=plan.priority + RETRY, id=0)]

    def follow(self, plan: Plan, reading: Reading) -> tuple[list[Plan], str | None]:
        """(requests that follow from an observed page, end reason of the walk when the page ends one)."""
        if plan.purpose == "home":
            self.see_home(plan.host, reading)
            posts = itertools.islice(self._articles(reading.items), LIMITS.door_articles)
            further, end = self._follow_home(plan, reading)
            channels = self._channels(reading, self.url, 0)
            return [*channels, *posts, *further, *self._doors(reading), *self._rechecks()], end
        if plan.purpose == "list":
            return self._follow_list(plan, reading)
        if plan.purpose == "door":
            return list(self._through_door(plan, reading)), None
        return [], None

    def see_home(self, host: str, reading: Reading) -> None:
        """Remember of the home page what other pages are held against."""
        self.home_host, self.on_home, self.closed = host, entries_of(reading), reading.closed

    def open_part(self, purpose: str, reading: Reading) -> Reading:
        """A page reached by the menu that tells robots to leave it and its links alone is a tool of the site, such as
        a search, a log or a form: there are no posts behind it. Only where the home page does not say the same."""
        if purpose != "list" or not reading.closed or self.closed or reading.kind not in SEEN:
            return reading
        return leave_alone(reading)

    def look_for_doors(self, reading: Reading) -> list[Plan]:
        """The home page was fetched but cannot be read: feeds and sitemaps are another way to the posts."""
        self.blind = True
        return list(self._doors(reading))

    def _doors(self, reading: Reading) -> Iterable[Plan]:
        sitemaps = self.sitemaps or ((urljoin(self.url, "/sitemap.xml"),) if self.blind else ())
        due = self.blind or self.full or due_tonight(f"sitemap {self.code}", "page", self.night, self.full)
        for url in (*reading.feeds[: LIMITS.feeds], *(sitemaps if due else ())):
            yield from self._door(url)

    def _door(self, url: str) -> Iterable[Plan]:
        host = (urlsplit(url).hostname or "").lower()
        if host in self.hosts and self.doors < LIMITS.feeds + LIMITS.sitemaps:
            self.doors += 1
            yield self.plan("door", url)

    def _through_door(self, plan: Plan, reading: Reading) -> Iterable[Plan]:
        """A sitemap's parts, those named after posts first; a feed's posts; a sitemap's newest for a blind tour.
        Addresses are followed only to the host that gave them or the home page's: systems are set up with wrong ones.
        """
        for url in sorted(reading.sitemaps, key=lambda u: not _NAMES_POSTS.search(u)):
            yield from self._door(url)
        room = LIMITS.door_articles if reading.kind == "feed" else LIMITS.blind_articles if self.blind else 0
        newest = sorted(reading.items, key=lambda item: item.summary, reverse=True) if reading.kind == "sitemap" else \
            reading.items
        here = [item for item in newest if urlsplit(item.url).netloc.lower() in (plan.host, self.home_host)]
        yield from itertools.islice(self._articles(here), room)

    def is_other_channel(self, plan: Plan, target: str) -> bool:
        """Whether a channel's address leads to another channel of tonight: one list, walked once."""
        key = key_of(target)
        return plan.page == 1 and key != plan.channel and key in self.channels

    def _channels(self, reading: Reading, page_url: str, depth: int) -> Iterable[Plan]:
        home = key_of(self.url)
        for entry in channel_entries(reading):
            assert entry.url
            if is_tool(entry, page_url, self.on_home):
                continue
            key = entry.key or key_of(entry.url)
            host = (urlsplit(entry.url).hostname or "").lower()
            if key in self.channels or key == home or host not in self.hosts or len(self.channels) >= LIMITS.channels:
                continue
            self.channels.add(key)
            if due_tonight(key, self.memory.channels.get(key), self.night, self.full):
                yield self.plan("list", entry.url, key=key, channel=key, priority=depth)

    def _rechecks(self) -> Iterable[Plan]:
        for key, url in self.memory.to_recheck(self.recheck, self.night):
            yield self.plan("article", url, key=key, priority=RECHECK)

    def _follow_home(self, plan: Plan, reading: Reading) -> tuple[list[Plan], str | None]:
        """A home page with older posts behind it is the first page of a list of its own."""
        if reading.next is None or not reading.items:
            return [], None
        first = replace(plan, purpose="list", channel=plan.key)
        walk = self.walks.setdefault(plan.key, ListWalk())
        end = end_of_walk(reading, walk, 1, self.memory.items, open_window(self.night), self.full)
        return [] if end else [self._next_page(first, reading.next)], end

    def _follow_list(self, plan: Plan, reading: Reading) -> tuple[list[Plan], str | None]:
        assert plan.channel
        walk = self.walks.setdefault(plan.channel, ListWalk())
        if reading.next is not None and reading.next.why == "archive" and key_of(reading.next.url) in self.channels:
            reading = replace(reading, next=None)  # the months are channels of their own: each is walked once
        end = end_of_walk(reading, walk, plan.page, self.memory.items, open_window(self.night), self.full)
        plans = [*self._articles(reading.items), *self._questions(plan, reading)]
        if plan.page == 1 and plan.priority < DEPTH and reading.kind in SEEN:
            plans += self._channels(reading, plan.url, plan.priority + 1)
        if end is None and reading.next is not None:
            plans.append(self._next_page(plan, reading.next))
        return plans, end

    def _next_page(self, plan: Plan, step: NextPage) -> Plan:
        page = plan.page + 1
        return replace(
            plan, url=step.url, key=f"{plan.channel}#{page}", page=page, method=step.method, form=step.form,
            hops=0, attempt=1, id=0, priority=PRIORITY["list"] + 2,
        )

    def _articles(self, items: Iterable[Item]) -> Iterable[Plan]:
        for item in items:
            host = (urlsplit(item.url).hostname or "").lower()
            if host not in self.hosts or not wants_article(item, self.memory.items, self.night):
                continue
            if self.articles >= LIMITS.articles:
                return
            self.articles += 1
            yield self.plan("article", item.url, key=item.key)

    def _questions(self, plan: Plan, reading: Reading) -> Iterable[Plan]:
        for question in reading.questions:
            known = self.memory.items.get(question.key)
            if not question.url or (known and known.settled) or is_file(question.url):
                continue
            host = (urlsplit(question.url).hostname or "").lower()
            if host not in self.hosts or key_of(question.url) == plan.key or self.articles >= LIMITS.articles:
                continue
            self.articles += 1
            yield self.plan("question", question.url, key=question.key, channel=plan.channel)
