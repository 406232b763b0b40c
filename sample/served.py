"""The province as it stands at the clock's moment: which site answers what. Knows no sockets."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from types import ModuleType

from sample.gates import NOT_FOUND, FloodGate, robots, troubled
from sample.model import KINDS, VIETNAM, Site
from sample.province import province
from sample.sites.common import Answer, View, make_view

LOG_CAP = 200_000  # addresses kept, all portals together


class Served:
    """What is served now. Views are made when first asked for, and again when the clock moves."""

    def __init__(self, scenario: str, first: int, seed: int, port: int, now: datetime) -> None:
        self.port, self.now = port, now
        self.sites: dict[str, Site] = {s.host: s for s in province(scenario, first, seed)}
        self.kinds: dict[str, ModuleType] = {k: importlib.import_module(f"sample.sites.{k}") for k in KINDS}
        self.gate = FloodGate()
        self.log: dict[str, list[str]] = defaultdict(list)
        self._views: dict[str, View] = {}
        self._logged = 0

    def show(self, now: datetime) -> None:
        """Move the clock."""
        if now != self.now:
            self.now = now
            self._views.clear()

    def is_down(self, host: str) -> bool:
        """Whether nothing listens on the portal's address."""
        return self.sites[host].trouble_on(self.now) == "down"

    def view(self, host: str) -> View:
        if host not in self._views:
            self._views[host] = make_view(self.sites[host], self.now, self.port)
        return self._views[host]

    def answer(
        self, host: str, path: str, query: Mapping[str, str], form: Mapping[str, str], cookies: Mapping[str, str]
    ) -> Answer | None:
        """What the portal answers; None when it breaks the connection off without a word."""
        site = self.sites[host]
        trouble = site.trouble_on(self.now)
        self._note(host, path, query)
        if trouble in ("down", "reset"):
            return None
        kind = self.kinds[site.kind]
        if path == "/robots.txt":
            return robots(site, trouble, kind.KIND, self.view(host))
        bad = troubled(site, trouble, path) or self.gate.refuse(site)
        if bad is not None:
            return bad
        if "cookie_gate" in site.marks and "gate" not in cookies:
            return Answer("", 302, headers={"Location": "", "Set-Cookie": "gate=1; Path=/"})
        found: Answer | None = kind.route(self.view(host), path, dict(query), dict(form))
        return found or Answer(NOT_FOUND, 200 if "soft_404" in site.marks else 404)

    def _note(self, host: str, path: str, query: Mapping[str, str]) -> None:
        if self._logged < LOG_CAP:
            self._logged += 1
            self.log[host].append(path + ("?" + "&".join(f"{k}={v}" for k, v in query.items()) if query else ""))


def read_clock(text: str) -> datetime:
    """ISO 8601; without an offset it is local time. Raises ValueError on anything else."""
    moment = datetime.fromisoformat(text.strip())
    return moment.astimezone(VIETNAM) if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
