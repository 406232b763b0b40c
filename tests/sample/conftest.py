"""The province as an object, without sockets: what a portal answers to one request at a moment."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlsplit

import pytest

from sample.model import SEED
from sample.served import Served, read_clock
from sample.sites.common import Answer

PORT = 8161
NIGHT = "2026-11-20T01:30:00+07:00"


class Visitor:
    """Asks the served province for addresses as a client would; cookies are kept, waiting pages are not waited out."""

    def __init__(self, scenario: str = "default", now: str = NIGHT) -> None:
        self.served = Served(scenario, 161, SEED, PORT, read_clock(now))
        self.cookies = {"gate": "1"}

    def show(self, now: str) -> None:
        self.served.show(read_clock(now))

    def get(self, url: str, form: dict[str, str] | None = None) -> Answer | None:
        parts = urlsplit(url)
        query = dict(parse_qsl(parts.query))
        return self.served.answer(parts.hostname or "", parts.path, query, form or {}, self.cookies)

    def page(self, url: str) -> str:
        found = self.get(url)
        assert found is not None and found.status == 200, url
        return found.body


@pytest.fixture(scope="module")
def calm() -> Visitor:
    return Visitor("calm")


@pytest.fixture
def wild() -> Visitor:
    return Visitor("default")
