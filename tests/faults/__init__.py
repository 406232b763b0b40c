"""Hostile and broken servers on loopback, each crawled by a real night and held against what must be said of it."""
