"""Comparing Vietnamese text: two spellings that readers take for the same must be the same for the machine."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\w]+")


def fold(text: str) -> str:
    """NFC, lower case, white space folded: equal titles as readers see them."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def fold_name(text: str) -> str:
    """As `fold`, without punctuation: names of bodies are written with and without dashes and commas."""
    return " ".join(_WORD.sub(" ", unicodedata.normalize("NFC", text).casefold()).split())
