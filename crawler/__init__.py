"""Fetch and keep: settings, politeness, address guard, worklist and ledger, models, store."""
