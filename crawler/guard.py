"""The address guard: no server and no link can send the crawler to a host it was not given, or into a private network.

Checked three times: at the address (host in the portal's allow-list, scheme, literal private addresses in any
spelling), at the resolver (the name's address, so that rebinding does not help) and at the peer of the connection.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from typing import Any, ClassVar
from urllib.parse import urlsplit

from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Request, Response
from scrapy.resolver import CachingThreadedResolver
from twisted.internet import threads
from twisted.internet.base import ReactorBase
from twisted.internet.defer import Deferred, succeed
from twisted.internet.error import DNSLookupError
from twisted.python.failure import Failure

from crawler.config import Network, load_settings

#: NAT64 and IPv4-compatible: they count as public, and lead to any IPv4 address.
WITH_IPV4 = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))


class AddressRefused(IgnoreRequest):
    """The request would go where the crawler must not go; the text says where."""


class NameUnknown(OSError):
    """The name does not exist (NXDOMAIN or no address)."""


class ResolverAway(OSError):
    """No resolver answered: our trouble, not the portal's."""


def address_allowed(address: str, allowed: Iterable[Network]) -> bool:
    """Whether the crawler may connect to a numeric address: a public one, or one opened by the settings."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        ip = _inner(ip)
    if any(ip.version == network.version and ip in network for network in allowed):
        return True
    return ip.is_global and not ip.is_multicast


def _inner(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """The IPv4 address that an IPv6 address leads to (mapped, 6to4, NAT64, compatible), else the address itself."""
    if int(ip) > 1 and any(ip in network for network in WITH_IPV4):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or ip


def literal_address(host: str) -> str | None:
    """The numeric address a host name spells, in any form a C library accepts (0x7f.1, 2130706433); else None."""
    bare = host.strip("[]")
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(bare)) if bare[:1].isdigit() else None
    except OSError:
        return None


def refusal(url: str, hosts: Iterable[str], allowed: Iterable[Network]) -> str | None:
    """Why the address must not be asked for, or None when it may."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError as error:
        return f"địa chỉ hỏng ({error}): {url[:200]}"
    if parts.scheme not in ("http", "https"):
        return f"không phải http/https: {url[:200]}"
    if parts.username or parts.password:
        return f"địa chỉ mang tên người dùng: {host}"
    if port == 0 or host not in hosts:
        return f"máy chủ ngoài danh sách của cổng: {host}"
    literal = literal_address(host)
    if literal and not address_allowed(literal, allowed):
        return f"địa chỉ mạng riêng: {host}"
    return None


class GuardMiddleware:
    """First and last word on every request: refuses at the address, checks the peer of the answer."""

    def __init__(self, allowed: tuple[Network, ...]) -> None:
        self.allowed = allowed

    @classmethod
    def from_crawler(cls, _: Crawler) -> GuardMiddleware:
        return cls(load_settings().allow_addresses)

    def process_request(self, request: Request) -> None:
        why = refusal(request.url, request.meta["hosts"], self.allowed)
        if why:
            raise AddressRefused(why)

    def process_response(self, request: Request, response: Response) -> Response:
        peer = response.ip_address
        if peer is not None and not address_allowed(str(peer), self.allowed):
            raise AddressRefused(f"máy trả lời ở địa chỉ không được phép: {peer}")
        return response


class GuardedResolver(CachingThreadedResolver):
    """Resolves names in a thread, keeps apart "no such name" and "no resolver", and refuses private addresses.

    The connection is made to the very address that was checked, so a name that changes its answer gains nothing.
    Twisted hides a resolver's own errors behind "no results": why a name failed is kept in `causes`.
    """

    causes: ClassVar[dict[str, BaseException]] = {}

    def __init__(self, reactor: ReactorBase, cache_size: int, timeout: float) -> None:
        super().__init__(reactor, cache_size, timeout)
        self.allowed = load_settings().allow_addresses

    def getHostByName(self, name: str, timeout: Any = ()) -> Deferred[str]:  # noqa: ANN401
        literal = literal_address(name)
        found: Deferred[str] = succeed(literal) if literal else threads.deferToThread(self._look_up, name)
        return found.addCallback(self._check, name).addErrback(self._remember, name)

    def _remember(self, failure: Failure, name: str) -> str:
        self.causes[name] = failure.value or OSError(str(failure))
        raise DNSLookupError(str(failure.value))

    def _check(self, address: str, name: str) -> str:
        if not address_allowed(address, self.allowed):
            raise AddressRefused(f"{name} trỏ tới địa chỉ không được phép: {address}")
        return address

    @staticmethod
    def _look_up(name: str) -> str:
        try:
            found = socket.getaddrinfo(name, None, socket.AF_INET, socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise ResolverAway(f"không hỏi được máy chủ tên miền về {name}") from error
            raise NameUnknown(f"không có tên miền {name}") from error
        return str(found[0][4][0])
