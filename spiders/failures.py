"""Why a download failed, in the ledger's words: Scrapy's exceptions mapped to outcomes."""

from __future__ import annotations

from urllib.parse import urlsplit

from OpenSSL.SSL import Error as TlsError
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.python.failure import Failure
from twisted.web._newclient import ParseError
from twisted.web.client import ResponseFailed

from crawler.guard import AddressRefused, GuardedResolver, NameUnknown


def outcome_of_failure(error: BaseException, url: str) -> tuple[str, str]:
    """(outcome, reason in words) of a request that brought no response."""
    if isinstance(error, CannotResolveHostError):
        host = urlsplit(url).hostname or ""
        cause = GuardedResolver.causes.get(host)
        if isinstance(cause, AddressRefused):
            return "address_refused", str(cause)
        if isinstance(cause, NameUnknown):
            return "dns_nx", str(cause)
        return "dns_failed", str(cause or error)
    if isinstance(error, AddressRefused):
        return "address_refused", str(error)
    if isinstance(error, IgnoreRequest):  # only a body that swells while it is unpacked is refused so
        return "too_large", str(error)
    if isinstance(error, DownloadTimeoutError):
        return "timeout", "máy chủ không trả lời trong thời hạn"
    if isinstance(error, ResponseDataLossError):
        return "truncated", "trang bị cắt giữa chừng"
    if isinstance(error, DownloadCancelledError):
        return "too_large", str(error) or "trang quá lớn"
    if any(isinstance(e, TlsError) for e in _chain(error)):
        return "tls_failed", f"không bắt tay được TLS: {error}"
    if any(isinstance(e, ParseError) for e in _chain(error)):  # somebody is there: HTTP/2 only, or another protocol
        return "not_understood", "máy chủ trả lời nhưng không bằng HTTP/1.1"
    return "down", f"{type(error).__name__}: {error}"


def _chain(error: BaseException | None) -> list[BaseException]:
    """The exception with its causes and, inside Twisted's ResponseFailed, its reasons."""
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        if isinstance(error, ResponseFailed):
            found += [r.value for r in error.reasons if isinstance(r, Failure) and r.value is not None]
        error = error.__cause__
    return found
