"""Proof of what was fetched: the bytes as they came, sealed night by night."""
