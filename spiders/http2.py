"""Some servers speak HTTP/2 and nothing else: one that takes the connection and answers nothing is asked so once.

That second try is an attempt like any other: planned, paced by the turnstile, with an outcome and a record of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from crawler.ledger import Plan

MARK = "http2"  # of a visit that was made in it, whatever came of it
#: How it ends in the ledger when a connection was made and no answer came.
UNHEARD = frozenset({"down", "tls_failed", "not_understood"})


class Speech(Enum):
    """What is known of a host tonight."""

    PLAIN = "it answers in HTTP/1.1, or was asked in both"
    DUE = "the next request goes in HTTP/2"
    HTTP2 = "it answers in HTTP/2"


@dataclass(slots=True)
class Http2:
    """Tonight's hosts (each with its port); rebuilt from the ledger by noting the finished visits in their order."""

    hosts: dict[str, Speech] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)  # planned requests under way in HTTP/2

    def ask(self, plan: Plan) -> bool:
        """Whether a request that is made now goes in HTTP/2."""
        if self.hosts.get(plan.host) not in (Speech.DUE, Speech.HTTP2):
            return False
        self.asked.add(plan.id)
        return True

    def end(self, plan: Plan) -> list[str]:
        """The mark of a request that went in HTTP/2."""
        second = plan.id in self.asked
        self.asked.discard(plan.id)
        return [MARK] if second else []

    def note(self, url: str, marks: list[str], *, answered: bool, unheard: bool) -> bool:
        """Learn from the end of a request (`unheard`: connected, without any answer); whether the same is to be asked
        once more, in the other protocol."""
        host, scheme = urlsplit(url).netloc.lower(), urlsplit(url).scheme
        known, second = self.hosts.get(host), MARK in marks
        if answered:
            self.hosts[host] = Speech.HTTP2 if second else Speech.PLAIN
        elif second and known is not Speech.HTTP2:
            self.hosts[host] = Speech.PLAIN
            return True  # what HTTP/1.1 brings says more, and has the last word
        elif known is None and scheme == "https" and unheard:
            self.hosts[host] = Speech.DUE
            return True
        return False
