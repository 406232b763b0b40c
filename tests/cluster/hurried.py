"""Loaded by the trials' workers: a crawl hangs after seconds, not after twenty minutes."""

from crawler import crawling

crawling.STILL = 15
