"""Where an owner can see a section done well: the same section of another portal, found met; never what one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from monitor.facts import PortalFact
from monitor.sections import SectionVerdict
from web.render import web_address


@dataclass(frozen=True, slots=True)
class Example:
    """A page that meets a section."""

    portal: str
    url: str


def find_examples(verdicts: Iterable[SectionVerdict], known: Mapping[str, PortalFact], code: str) -> dict[str, Example]:
    """Section -> a page that meets it under its own name, of a portal of the same block when there is one, and of the
    freshest among them."""
    group = known[code].group
    met = [v for v in verdicts if v.verdict == "met" and v.portal != code and v.portal in known
           and web_address(v.matched_url)]
    met.sort(key=lambda v: (known[v.portal].group == group, v.newest_on or date.min, v.portal))
    return {v.section.code: Example(known[v.portal].name, v.matched_url or "") for v in met}
