"""The product's Scrapy settings with a witness: memory and connections of the crawl process, into a file.

`SCRAPY_SETTINGS_MODULE=tests.faults.watched` makes a night's crawl process run with it. Nothing else changes, but
for the time-out when FAULTS_TIMEOUT shortens it for CI.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

from scrapy import signals
from scrapy.crawler import Crawler

from crawler.settings import *  # noqa: F403 - the product's settings as they are

EXTENSIONS = {"tests.faults.watched.Witness": 1}
if os.environ.get("FAULTS_TIMEOUT"):
    DOWNLOAD_TIMEOUT = float(os.environ["FAULTS_TIMEOUT"])

_connects: list[str] = []


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _connects.append(f"{arguments[1][0]}:{arguments[1][1]}")


class Witness:
    """Writes MB at the start, most MB until the end, seconds between, every address that was connected to."""

    def __init__(self, crawler: Crawler) -> None:
        sys.addaudithook(_hear)
        crawler.signals.connect(self.begin, signal=signals.spider_opened)
        crawler.signals.connect(self.end, signal=signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Witness:
        return cls(crawler)

    def begin(self) -> None:
        self.baseline, self.began = _megabytes("VmRSS"), time.monotonic()

    def end(self) -> None:
        told = {"baseline": self.baseline, "peak": _megabytes("VmHWM"), "connects": _connects,
                "seconds": time.monotonic() - self.began}
        Path(os.environ["FAULTS_WITNESS"]).write_text(json.dumps(told), encoding="utf-8")


def _megabytes(name: str) -> float:
    found = re.search(rf"{name}:\s+(\d+)", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1]) / 1024
