"""Everything from the registry folder that verdicts depend on, read once and strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from crawler.registry import Section, load_sections
from crawler.registry_rows import read_rows, refuse
from monitor.abolished import Abolished, load_abolished
from monitor.former_units import FormerUnit, load_former_units
from monitor.matching import Matcher
from monitor.outages import Outage, load_outages
from monitor.sections import matchers_for
from monitor.thresholds import Thresholds, load_thresholds
from monitor.workdays import Calendar, load_calendar


@dataclass(frozen=True)
class Rules:
    """`data_sets`: section -> how its posts are counted; `former`: portal -> where it stood before the merger."""

    sections: tuple[Section, ...]
    calendar: Calendar
    thresholds: Thresholds
    outages: tuple[Outage, ...] = ()
    former: dict[str, FormerUnit] = field(default_factory=dict)
    data_sets: dict[str, str] = field(default_factory=dict)
    abolished: tuple[Abolished, ...] = ()

    @cached_property
    def matchers(self) -> dict[str, Matcher]:
        """Kind of body -> the sections that apply to it, indexed by their names."""
        return matchers_for(self.sections)


def load_rules(folder: Path) -> Rules:
    """Read the rules; `RegistryError` names what is wrong with them."""
    sections = tuple(load_sections(folder / "sections.csv"))
    return Rules(
        sections, load_calendar(folder / "calendar.csv"), load_thresholds(folder / "thresholds.toml"),
        load_outages(folder / "outages.csv"), load_former_units(folder / "former_units.csv"),
        load_data_sets(folder / "counting.csv", {s.code for s in sections}),
        load_abolished(folder / "abolished.csv"),
    )


def load_data_sets(path: Path, sections: set[str]) -> dict[str, str]:
    """Section code -> class of its posts, from registry/counting.csv."""
    rows, problems = read_rows(path, ("section", "class", "source"))
    for row in rows:
        row.one_of("class", ("csdl",))
        if row["section"] not in sections:
            row.wrong("section", f"không có mục {row['section']!r}", "dùng mã của mục trong sections.csv")
    refuse(problems)
    return {row["section"]: row["class"] for row in rows}
