"""Evidence: what was fetched can be proven."""
