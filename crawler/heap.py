"""Python's collector of reference cycles, for a process that makes thousands of short-lived objects for each page."""

import gc

OBJECTS = 20_000  # made and not yet freed before the collector looks; by default 700, several times in each page


def leave_programs_alone() -> None:
    """Look through what was loaded at the start no more: it stays till the end, and was a tenth of a night's work."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(OBJECTS, 10, 10)
