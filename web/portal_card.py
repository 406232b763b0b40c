"""What the registry says of one portal beside its address: other names, where it stood before the merger, notes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from crawler.registry import Portal, load_portals
from monitor.agencies import Agency, load_agencies
from monitor.former_units import load_former_units


@dataclass(frozen=True, slots=True)
class PortalCard:
    """`names`: other spellings, and former names with the day on which they ended."""

    names: tuple[str, ...]
    former: str
    hosts: tuple[str, ...]
    since: date
    note: str


def load_cards(folder: Path) -> dict[str, PortalCard]:
    """Portal code -> its card; `RegistryError` names every bad row."""
    agencies, former = load_agencies(folder), load_former_units(folder / "former_units.csv")
    rows: dict[str, list[Portal]] = {}
    for portal in load_portals(folder / "portals.csv"):
        rows.setdefault(portal.code, []).append(portal)
    found = {}
    for code, mine in rows.items():
        newest = max(mine, key=lambda p: p.valid_from)
        unit = former.get(code)
        found[code] = PortalCard(
            _names(newest.name, mine, [a for a in agencies if a.code == code]), unit.name if unit else "",
            tuple(newest.hosts), newest.valid_from, newest.note)
    return found


def _names(now: str, rows: Sequence[Portal], agencies: Sequence[Agency]) -> tuple[str, ...]:
    ended = {p.name: p.valid_to for p in rows} | {a.name: a.valid_to for a in agencies}
    told = {name: f"{name} (đến {day:%d/%m/%Y})" if day else name for name, day in ended.items()}
    told |= {words: words for a in agencies for words in a.spellings if words not in told}
    return tuple(words for name, words in told.items() if name != now)


def name_agencies(folder: Path) -> dict[str, str]:
    """Code -> the name of a body, the one that is valid last."""
    return {one.code: one.name for one in sorted(load_agencies(folder), key=lambda a: a.valid_to or date.max)}
