"""One page for the maintainer's tool, from a file or over http(s). The nightly crawl never comes this way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    Request,
)

_LARGEST = 8 * 2**20
_PATIENCE = 30.0  # seconds
_CANONICAL = re.compile(rb"<link[^>]+rel=[\"']?canonical[\"']?[^>]*>|<meta[^>]+property=[\"']og:url[\"'][^>]*>", re.I)
_ADDRESS = re.compile(rb"(?:href|content)=[\"'](https?://[^\"'\s]+)", re.I)


class FetchError(Exception):
    """There is no page to read; the message says why, in Vietnamese."""


@dataclass(frozen=True, slots=True)
class Fetched:
    body: bytes
    url: str  # after redirects
    status: int = 200
    content_type: str | None = None


def fetch(url: str) -> Fetched:
    """The page at an http(s) address, at most 8 MB of it; error pages are pages too. Raises FetchError."""
    request = Request(_escape(url), headers={"User-Agent": "SoiCong-read"})
    try:
        with _opener().open(request, timeout=_PATIENCE) as answer:
            return _fetched(answer, url)
    except HTTPError as error:
        with error:
            return _fetched(error, url)
    except (URLError, HTTPException, OSError, ValueError) as error:
        raise FetchError(f"Không tải được {url}: {getattr(error, 'reason', None) or error}") from error


def _fetched(answer: HTTPResponse | HTTPError, url: str) -> Fetched:
    body = answer.read(_LARGEST + 1)
    if len(body) > _LARGEST:
        raise FetchError(f"Trang {url} lớn hơn {_LARGEST // 2**20} MB")
    return Fetched(body, answer.geturl() or url, answer.status or 200, answer.headers.get("Content-Type"))


def _opener() -> OpenerDirector:
    """Only http and https: a redirect must not reach files or other schemes."""
    opener = OpenerDirector()
    for kind in (HTTPHandler, HTTPSHandler, HTTPDefaultErrorHandler, HTTPRedirectHandler, HTTPErrorProcessor):
        opener.add_handler(kind())
    return opener


def _escape(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(path=quote(parts.path, safe="/%:@!$&'()*+,;=~-._"),
                          query=quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]")).geturl()


def load(path: Path, url: str | None) -> Fetched:
    """A saved page. Without `url` its own canonical address counts, else one that says nothing. Raises FetchError."""
    try:
        body = path.read_bytes()
    except OSError as error:
        raise FetchError(f"Không đọc được tệp {path}: {error.strerror}") from error
    return Fetched(body, url or _own_address(body) or f"http://localhost/{quote(path.name)}")


def _own_address(body: bytes) -> str | None:
    for tag in _CANONICAL.findall(body[:20_000]):
        found = _ADDRESS.search(tag)
        if found:
            return found[1].decode("utf-8", "replace")
    return None
