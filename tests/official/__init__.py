"""The official reports."""
