"""The smallest honest share of the province: every kind of trouble at least so often, and healthy portals beside."""

from __future__ import annotations

from collections import Counter
from typing import Any

Row = dict[str, Any]
LISTS = ("missing_sections", "misplaced_sections", "empty_sections", "removed_questions")


def choose_portals(truth: Row, each: int) -> list[str]:
    """Codes of portals, in the truth's order, that have every kind of trouble `each` times (or all there are), with
    `each` healthy ones of every kind of site as controls. Troubles that only one portal has come first, and a portal
    that nobody can enter shows nothing else: it stands for its own trouble alone."""
    kinds = {p["code"]: kinds_of(p, truth) for p in truth["portals"]}
    shows = {p["code"]: 1 if _is_hidden(p) else len(kinds[p["code"]]) for p in truth["portals"]}
    rarity = Counter(kind for some in kinds.values() for kind in some)
    chosen = {code for incident in truth["incidents"] for code in incident["portals"]}
    for kind in sorted(rarity, key=lambda k: (rarity[k], k)):
        hidden_counts = kind.startswith("trouble")
        having = [c for c in kinds if kind in kinds[c]]
        there = sum(c in chosen for c in having if hidden_counts or shows[c] > 1 or len(kinds[c]) == 1)
        rest = sorted((c for c in having if c not in chosen), key=lambda c: (-shows[c], c))
        chosen |= set(rest[:max(0, each - there)])
    for site in sorted({p["kind"] for p in truth["portals"]}):
        healthy = [p["code"] for p in truth["portals"] if p["kind"] == site and not kinds[p["code"]]]
        chosen |= set(healthy[:each])
    return [code for code in kinds if code in chosen]


def kinds_of(portal: Row, truth: Row) -> set[str]:
    """All that is wrong with a portal, by kind."""
    found = {f"trouble {t['trouble']} {t['since']}..{t['until'] or ''}" for t in portal["troubles"]}
    found |= set(portal["marks"]) | {name for name in LISTS if portal[name]}
    found |= {"silent"} if portal["silent"] else set()
    found |= {"redesigned"} if portal["redesigned_from"] else set()
    found |= {"overdue"} if any(q["overdue"] for q in portal["questions"]) else set()
    found |= {"incident"} if any(portal["code"] in i["portals"] for i in truth["incidents"]) else set()
    return found


def _is_hidden(portal: Row) -> bool:
    """Nobody can enter it, for good."""
    return any(t["until"] is None for t in portal["troubles"])
