"""Loaded by the trials' workers: a crawl hangs after seconds, not after twenty minutes."""

from crawler import crawling

crawling.STILL = 60  # a crawl's start takes 20 seconds when the machine is busy with ten other things
