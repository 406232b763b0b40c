"""One exchange as it went over the wire, taken before anything is decompressed or decoded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """Request and response. `body` is what the server sent, still compressed; chunks are joined."""

    method: str
    url: str
    sent: Headers
    sent_body: bytes
    status: int
    protocol: str
    headers: Headers
    body: bytes
    address: str | None
    at: datetime
