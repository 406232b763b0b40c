"""Fetch and keep: settings, politeness, address guard, worklist and ledger, models, store."""

__version__ = "0.1.0"
