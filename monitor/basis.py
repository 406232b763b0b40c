"""Which law a line may name: the texts in force on a day, for bodies that they bind, and nothing unconfirmed."""

from __future__ import annotations

import re
from datetime import date

from crawler.registry import Section

DECREE_42_UNTIL = date(2026, 6, 30)    # Decree 224/2026/NĐ-CP ends it on 01/07/2026
ACCESS_LAW_UNTIL = date(2026, 8, 31)   # the new law's articles are not known: none are printed

#: The decrees and the access law bind state bodies. Party bodies, the Front, unions and associations are judged by
#: other rules, and which of the "central and other" bodies are state bodies the sources do not say.
STATE_BODIES = ("province", "departments", "communes")

_DATED = re.compile(r"\[(\d{4}-\d{2}-\d{2})?\.\.(\d{4}-\d{2}-\d{2})?\](.*)")


def legal_basis(section: Section, group: str, day: date) -> tuple[str, ...]:
    """The printable legal basis of a section for a portal's group on a day; empty when none is confirmed."""
    found: list[str] = []
    if group in STATE_BODIES:
        found.append(section.basis_nd42 if day <= DECREE_42_UNTIL else section.basis_nd224)
        if day <= ACCESS_LAW_UNTIL:
            found.append(section.basis_access_law)
    if group != "central_and_other":
        found += [_in_force(text, day) for text in section.basis_other.split("|")]
    return tuple(text for text in found if text)


def _in_force(text: str, day: date) -> str:
    """A text that may carry its validity: `[2026-07-01..]Thông tư …`."""
    dated = _DATED.fullmatch(text)
    if dated is None:
        return text
    first, last, words = dated.groups()
    inside = (not first or date.fromisoformat(first) <= day) and (not last or day <= date.fromisoformat(last))
    return words if inside else ""
