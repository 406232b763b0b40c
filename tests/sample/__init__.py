"""The sample province is deterministic, serves what its truth says, and its troubles behave."""
