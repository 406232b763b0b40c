"""Read kept bytes again as the crawler read them: what a case file's verifier compares with what was sealed."""

from __future__ import annotations

from datetime import datetime

from crawler.facts import clean_facts, digest_of
from spiders.reading import read
from spiders.reading.closed import leave_alone
from spiders.reading.version import reader_version

EXPECT = {"home": "home", "list": "list", "article": "article", "question": "qa", "door": None}


def replay(body: bytes, url: str, purpose: str, status: int, content_type: str | None, hosts: str, platform: str,
           now: datetime) -> set[str]:
    """Digests of what today's reader reads from a page. Two when the page tells robots to leave it: whether that
    counts depends on the portal's home page."""
    reading = read(body, url, status=status, content_type=content_type, now=now, hosts=frozenset(hosts.split()),
                   platform=platform, expect=EXPECT.get(purpose))
    variants = [reading, leave_alone(reading)] if reading.closed and purpose == "list" else [reading]
    return {digest_of(clean_facts(one, reader_version())) for one in variants}
