"""Bounds of one night, so that no site can lead the crawler in circles; each bound that is met is recorded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

RECHECK = 20  # priority of a known article looked at again: after all that is new
RETRY = 30    # by which each further try comes later


@dataclass(frozen=True, slots=True)
class Limits:
    """Project defaults. `recheck` is how many known articles are looked at again each night for edits and removals."""

    pages_per_list: int = 150
    channels: int = 200
    articles: int = 400
    requests: int = 3000
    hops: int = 5
    recheck: int = 80
    refusals: int = 4         # in a row: blocked
    unanswered: int = 3       # in a row: down
    article_days: int = 400   # older posts are taken from their list row alone
    page_every: int = 7       # nights between two visits of a menu entry that is a single page, or of a sitemap
    feeds: int = 2            # feeds of the home page looked at each night
    sitemaps: int = 5         # sitemaps and parts of one looked at in a night
    door_articles: int = 30   # posts that only a feed shows, read in one night
    blind_articles: int = 100  # posts taken from a sitemap where the home page cannot be read
    render_requests: int = 60  # scripts and data that one rendered page may ask for
    render_seconds: int = 180  # how long one page may take until it asks for nothing more


LIMITS = Limits()


def open_window(night: date) -> date:
    """Start of the window that is walked every night: the running quarter and a margin for its closing report.

    A post may be added late with an older date; lists are walked until a whole page is older than this and known.
    """
    start = date(night.year, 3 * ((night.month - 1) // 3) + 1, 1)
    return start - timedelta(days=14)


def recheck_share(delay: float, portals_on_backend: int) -> int:
    """How many known articles may be looked at again: what fits into four hours beside the lists, at most `recheck`.

    A backend shared by many portals has one rate for all of them, so each gets a share of it.
    """
    if delay <= 0:
        return LIMITS.recheck
    room = int(4 * 3600 / delay / max(1, portals_on_backend)) - 60
    return max(5, min(LIMITS.recheck, room))
