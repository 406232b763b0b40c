"""What can go wrong between a portal and our eyes, one portal-night at a time; some troubles last."""

from __future__ import annotations

import random
from dataclasses import dataclass

#: The home page cannot be entered: outcome of its visit.
CLOSED = ("down", "timeout", "dns_nx", "tls_failed", "blocked", "challenge", "login", "maintenance", "http_error",
          "error_page", "js_only", "parked", "robots_unreachable", "refused", "our_error", "charset")
#: One list is hurt, the rest is seen.
HURT = ("timeout", "http_error", "not_found", "offsite", "js_only", "not_understood", "truncated", "lost", "blocked",
        "page_cap", "no_new_items", "second_page_lost", "false_empty", "items_lost", "stale_copy", "undated",
        "not_visited")
#: The menu is hurt.
MENU = ("menu_lost", "menu_half", "menu_partly")


@dataclass(frozen=True, slots=True)
class Fault:
    """`where`: home, menu, or the index of a list."""

    what: str
    where: str | int
    nights: int = 1


def draw_fault(rng: random.Random, rate: float, lists: int) -> Fault | None:
    """A new trouble of a portal tonight, or none."""
    if rng.random() >= rate:
        return None
    lasting = rng.choice((1, 1, 1, 1, 2, 3, 6))
    kind = rng.random()
    if kind < 0.4:
        return Fault(rng.choice(CLOSED), "home", lasting)
    if kind < 0.85:
        return Fault(rng.choice(HURT), rng.randrange(lists), lasting)
    return Fault(rng.choice(MENU), "menu", lasting)


def draw_night(rng: random.Random) -> str:
    """What happens to a whole night: nothing, a backend's outage, our own outage, or no run at all."""
    return rng.choices(("fine", "backend", "ours", "skipped"), (94, 3, 2, 1))[0]
