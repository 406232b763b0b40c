"""Canonical JSON (RFC 8785) of what is sealed: one value has exactly one text, on any machine."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from typing import Any

from crawler.clock import VIETNAM

SAFE = 2**53 - 1  # larger whole numbers are not the same in every JSON reader


def canonical(value: Any) -> bytes:  # noqa: ANN401 - anything that JSON can write
    """The one text of a value. Fractions are refused: nothing that is sealed has any, and readers differ on them."""
    return json.dumps(_ordered(value), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode("utf-8")


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _ordered(value: Any) -> Any:  # noqa: ANN401
    """Members in the order of their names' UTF-16 units; days and moments (Việt Nam's time) as ISO 8601."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value, key=lambda n: n.encode("utf-16-be"))}
    if isinstance(value, (list, tuple)):
        return [_ordered(v) for v in value]
    if isinstance(value, datetime):
        return value.astimezone(VIETNAM).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > SAFE):
        raise ValueError(f"{value!r} has no canonical form here: whole numbers below 2^53 only")
    return value
