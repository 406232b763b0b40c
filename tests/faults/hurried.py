"""The crawler with one of its measures changed, so that a fault of hours is played in seconds.

HURRY_STILL: seconds without an answer after which a crawl process is ended. HURRY_JUMP: seconds by which the machine's
clock is set once the night has begun.
"""

from __future__ import annotations

import itertools
import os
import sys
import time

from crawler import clock, crawling
from crawler.__main__ import app

if "HURRY_STILL" in os.environ:
    crawling.STILL = int(os.environ["HURRY_STILL"])
if "HURRY_JUMP" in os.environ:
    asked = itertools.count()
    clock.wall = lambda: time.time() + (float(os.environ["HURRY_JUMP"]) if next(asked) else 0.0)

if __name__ == "__main__":
    app(sys.argv[1:], prog_name="python -m crawler")
