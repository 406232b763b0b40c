"""What a portal's owner can put right: missing, empty and stale sections, each with the place in the menu for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from crawler.registry import Section
from monitor.facts import ChannelFact
from monitor.sections import SectionVerdict

Fault = Literal["missing_section", "not_updated", "irregular_update"]


@dataclass(frozen=True, slots=True)
class Fix:
    """One thing to put right. `path`: the entries of the menu that lead to the place, the widest first; `beside`: an
    entry of the same kind that stands there already; `basis` is empty where no law is confirmed."""

    section: Section
    fault: Fault
    path: tuple[str, ...]
    beside: str
    url: str
    newest_on: date | None
    basis: tuple[str, ...]
    seen: str


@dataclass(frozen=True, slots=True)
class Fixes:
    """Everything to put right on one portal. `untold`: sections of which nothing can be said, and nothing is asked."""

    portal: str
    duties: tuple[Fix, ...]
    advices: tuple[Fix, ...]
    untold: int


def find_fixes(verdicts: Iterable[SectionVerdict], channels: Iterable[ChannelFact]) -> list[Fixes]:
    """One entry a portal, in the order of the verdicts. A stale section is an advice: no limit of days is law today."""
    menus: dict[str, dict[str, ChannelFact]] = {}
    for channel in channels:
        if channel.url:
            menus.setdefault(channel.portal, {})[channel.url] = channel
    by_portal: dict[str, list[SectionVerdict]] = {}
    for verdict in verdicts:
        by_portal.setdefault(verdict.portal, []).append(verdict)
    return [
        Fixes(
            portal,
            tuple(_fix(v, "not_updated" if v.presence else "missing_section", rows, menus.get(portal, {}))
                  for v in rows if v.verdict == "not_met"),
            tuple(_fix(v, "irregular_update", rows, menus.get(portal, {}))
                  for v in rows if v.verdict in ("met", "met_elsewhere") and v.freshness is False),
            sum(v.verdict == "unknown" for v in rows),
        )
        for portal, rows in by_portal.items()
    ]


def _fix(verdict: SectionVerdict, fault: Fault, rows: Sequence[SectionVerdict], menu: Mapping[str, ChannelFact]) -> Fix:
    path, beside = _own_place(verdict, menu) if verdict.presence else _place_beside(verdict, rows, menu)
    basis = () if fault == "irregular_update" else verdict.basis
    return Fix(verdict.section, fault, path, beside, (verdict.matched_url or "") if verdict.presence else "",
               verdict.newest_on, basis, verdict.coverage)


def _own_place(verdict: SectionVerdict, menu: Mapping[str, ChannelFact]) -> tuple[tuple[str, ...], str]:
    channel = menu.get(verdict.matched_url or "")
    title = verdict.matched_title or verdict.section.title
    return ((*channel.path, title) if channel else (title,)), ""


def _place_beside(
    verdict: SectionVerdict, rows: Sequence[SectionVerdict], menu: Mapping[str, ChannelFact],
) -> tuple[tuple[str, ...], str]:
    """Where the menu has another section of the same group, the missing one belongs beside it."""
    for other in rows:
        if other.section.group == verdict.section.group and other.presence:
            channel = menu.get(other.matched_url or "")
            if channel is not None and channel.path:
                return tuple(channel.path), channel.title
    return (), ""
