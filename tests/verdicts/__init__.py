"""A simulator against false verdicts: random faults through the real store and the real core."""
