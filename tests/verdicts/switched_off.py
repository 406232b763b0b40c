"""The rules switched off one after the other: a test that could not fail would prove nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from monitor.certificate import Certificate


def _always(certificate: Certificate | None, of: str) -> Certificate | None:
    return certificate


@contextmanager
def no_certificate_rule() -> Iterator[None]:
    """The core believes every night: any certificate holds."""
    with patch("monitor.coverage._why_not", lambda *_: None), patch("monitor.menus._why_not", lambda *_: None):
        yield


@contextmanager
def no_guard() -> Iterator[None]:
    """Neither the core nor the finding asks whether the certificate rests on anything."""
    with ExitStack() as stack:
        for module in ("activity", "findings", "certificate"):
            stack.enter_context(patch(f"monitor.{module}.require_certificate", _always))
        yield


