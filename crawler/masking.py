"""Hide what tells who somebody is: numbers, addresses, and names after words that introduce a person."""

from __future__ import annotations

import re

MASK = "•••"
_CAPITAL = r"[A-ZĐÀ-ÖØ-ÝĂƠƯẠ-Ỹ][\w]*"
_HIDDEN = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\d(?:[ .-]?\d){3,}"
    rf"|(?P<who>\b(?:[Tt]ôi là|[Tt]ên là|[Ôô]ng|[Bb]à|[Aa]nh|[Cc]hị|[Cc]háu|[Ee]m)\s+){_CAPITAL}(?:\s+{_CAPITAL})+")


def mask_person(text: str) -> str:
    """The text without numbers of four digits and more, mail addresses and introduced names."""
    return _HIDDEN.sub(lambda m: f"{m['who']}{MASK}" if m["who"] else MASK, text)
