"""Which portals belong to one crawling process: those that share a host or a backend, directly or through others.

Politeness is kept by one turnstile in one process, so all that may meet on a server must stand before the same one.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from crawler.run import PortalTonight


def group_portals(portals: Mapping[str, PortalTonight]) -> dict[str, frozenset[str]]:
    """Groups by the first code of each."""
    parent = {code: code for code in portals}

    def find(code: str) -> str:
        while parent[code] != code:
            parent[code] = code = parent[parent[code]]
        return code

    owner: dict[str, str] = {}
    for code in sorted(portals):
        for server in servers_of(portals[code]):
            first, own = sorted((find(owner.setdefault(server, code)), find(code)))
            parent[own] = first
    found: dict[str, set[str]] = {}
    for code in portals:
        found.setdefault(find(code), set()).add(code)
    return {first: frozenset(codes) for first, codes in sorted(found.items())}


def servers_of(portal: PortalTonight) -> frozenset[str]:
    """Everything that a portal's requests may load: its hosts and the backend behind them."""
    hosts = {f"host {host}" for host in portal.hosts | {(urlsplit(portal.url).hostname or "").lower()} if host}
    return frozenset(hosts | ({f"backend {portal.backend}"} if portal.backend else set()))
