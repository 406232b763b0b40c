"""How a portal's TLS is: every certificate is checked, what is wrong with it is kept, and the page is read anyway.

A portal whose certificate has run out is still seen by whoever clicks the warning away, and old servers speak TLS 1.0
only. Nothing secret is sent to them, so their pages are observed, with marks: `tls_invalid` (run out, of another name,
made by nobody known), `tls_chain` (an issuer is missing: browsers may know it, we cannot say), `tls_legacy`.
"""

from __future__ import annotations

from functools import cache
from typing import ClassVar, cast
from urllib.parse import urlsplit

from OpenSSL import SSL
from OpenSSL.crypto import X509
from scrapy.core.downloader.handlers.http2 import H2DownloadHandler
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Request, Response
from service_identity import CertificateError, VerificationError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer  # type: ignore[import-untyped]

LEGACY = frozenset({"SSLv3", "TLSv1", "TLSv1.1"})
NO_ISSUER = frozenset({2, 20, 21})  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT and its kin
LEGACY_SERVER_CONNECT = 0x4         # as Scrapy sets it: servers without secure renegotiation
CIPHERS = b"DEFAULT:@SECLEVEL=0"    # through Twisted's own setting the level gets lost


class ForgivingConnection(ClientTLSOptions):
    """Makes connections whose certificate may be wrong, and says so in `marks`."""

    def __init__(self, hostname: str, marks: set[str], protocols: list[bytes]) -> None:
        super().__init__(lambda _: SSL.Connection(_context(), None), hostname)
        self.marks, self.protocols = marks, protocols

    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> SSL.Connection:
        connection: SSL.Connection = super().clientConnectionForTLS(tlsProtocol)
        connection.set_verify(SSL.VERIFY_PEER, self._note)
        if self.protocols:
            connection.set_alpn_protos(self.protocols)
        return connection

    def _note(self, connection: SSL.Connection, certificate: X509, error: int, depth: int, fine: int) -> bool:
        if not fine:
            self.marks.add("tls_chain" if error in NO_ISSUER else "tls_invalid")
        if depth == 0:
            name = self._hostnameASCII
            wanted = DNS_ID(name) if self._hostnameIsDnsName else IPAddress_ID(name)
            try:
                verify_service_identity(extract_patterns(certificate), [wanted], [])
            except (CertificateError, VerificationError):
                self.marks.add("tls_invalid")
            if connection.get_protocol_version_name() in LEGACY:
                self.marks.add("tls_legacy")
        return True


@implementer(IPolicyForHTTPS)
class TlsPolicy:
    """`marks` of each host and port as its last handshake left them. `protocols`: what is asked for by ALPN."""

    marks: ClassVar[dict[str, set[str]]] = {}

    def __init__(self, *protocols: bytes) -> None:
        self.protocols = list(protocols)

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:
        name = hostname.decode("ascii")
        marks: set[str] = set()
        self.marks[f"{name.lower()}:{port}"] = marks
        return ForgivingConnection(name, marks, self.protocols)


class PortalHttps(HTTP11DownloadHandler):
    """Scrapy's handler with our own policy (the setting for one is deprecated and warns every night). A request whose
    meta has `http2` goes in that protocol, and so do all others to a host that has answered in it."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._contextFactory = cast(IPolicyForHTTPS, TlsPolicy())
        self._second = H2DownloadHandler(crawler)
        self._second._context_factory = cast(IPolicyForHTTPS, TlsPolicy(b"h2"))
        self._speak: set[str] = set()

    async def download_request(self, request: Request) -> Response:
        place = urlsplit(request.url).netloc
        if place not in self._speak and not request.meta.get("http2"):
            return await super().download_request(request)
        response = await self._second.download_request(request)
        self._speak.add(place)
        return response

    async def close(self) -> None:
        await self._second.close()
        await super().close()


@cache
def _context() -> SSL.Context:
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_options(SSL.OP_NO_COMPRESSION | LEGACY_SERVER_CONNECT)
    context.set_min_proto_version(SSL.TLS1_VERSION)
    context.set_cipher_list(CIPHERS)
    context.set_default_verify_paths()
    return context


def tls_marks(scheme: str, host: str) -> list[str]:
    """What was wrong with the TLS of a host (with its port unless it is the usual one) when it was connected to."""
    if scheme != "https":
        return []
    return sorted(TlsPolicy.marks.get(host if ":" in host else f"{host}:443", ()))
