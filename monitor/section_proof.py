"""What a statement against a section rests on: an empty page's own nights, or the nights that read the menu."""

from __future__ import annotations

from datetime import date

from monitor.certificate import Certificate, Ground, NightView
from monitor.coverage import LISTS
from monitor.facts import History
from monitor.thresholds import Thresholds

Evidence = tuple[tuple[date, int, tuple[int, ...]], ...]  # (night, channel id, visit ids)


def certify_section(history: History, evidence: Evidence, menu: Certificate, rules: Thresholds) -> Certificate:
    """The certificate of a section that is missing (no evidence: the menu's) or empty (the nights that saw it so)."""
    if not evidence:
        return menu
    kinds = {c.id: c.kind for c in history.channels}
    needed = max(rules.nights_needed if kinds.get(c) in LISTS else rules.page_nights for _, c, _ in evidence)
    rows = [row for night, channel, _ in evidence
            if (row := history.channel_nights.get(night, {}).get(channel)) is not None
            and night not in history.excused and night not in history.broken]
    views = tuple(NightView(r.night, True, True, 1, 1, empty=1) for r in rows)
    holds = len(views) >= needed
    return Certificate(
        "page", history.portal.code, views, needed, holds, None if holds else f"mới thấy {len(views)} đêm",
        share=100 if views else 0, grounds=tuple(Ground(r.night, r.channel, r.state, r.visits) for r in rows))
