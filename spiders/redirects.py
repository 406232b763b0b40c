"""Where a redirect leads, by header or by a page that is nothing but one, and whether it may be followed."""

from __future__ import annotations

import re
from collections.abc import Collection
from html import unescape
from urllib.parse import urljoin, urlsplit

from crawler.config import Network
from crawler.guard import refusal

SMALL = 4000  # bytes: a page that only sends on has no more; one with content may reload itself every few minutes
SOON = 5      # seconds
_REFRESH = re.compile(
    r"""<meta[^>]{1,80}http-equiv\s*=\s*["']?refresh["']?[^>]{1,40}content\s*=\s*["']?\s*(\d{1,4})(?:\.\d+)?\s*[;,]\s*"""
    r"""url\s*=\s*['"]?([^"'>\s]+)""", re.I)
_TEXT = re.compile(r"<(script|style|title|head)\b.*?</\1\s*>|<[^>]*>|\s+", re.I | re.S)
WORDS = 120   # letters beside the tags: "đang chuyển hướng, bấm vào đây"


def join_target(
    url: str, to: str, hosts: Collection[str], allowed: tuple[Network, ...]
) -> tuple[str, str | None]:
    """(whole address, outcome when it must not be followed)."""
    try:
        target = urljoin(url, to.strip())
        host, scheme = (urlsplit(target).hostname or "").lower(), urlsplit(target).scheme
    except ValueError:
        return to, "address_refused"
    if scheme in ("http", "https") and host not in hosts:
        return target, "offsite"
    return target, "address_refused" if refusal(target, hosts, allowed) else None


def refresh_target(body: bytes) -> str | None:
    """The address that a page without content of its own sends the reader to, by `<meta http-equiv=refresh>`; old
    portals have such a page at their root."""
    if len(body) > SMALL:
        return None
    text = body.decode("utf-8", "replace")
    found = _REFRESH.search(text)
    if found is None or int(found[1]) > SOON or len(_TEXT.sub("", text)) > WORDS:
        return None
    return unescape(found[2])
