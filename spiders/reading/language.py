"""The language of a page's running text, by its letters and its commonest words."""

from __future__ import annotations

import re
from itertools import islice

from spiders.reading.tree import count_words

_MARKED = re.compile(r"[ăâđêôơưạảấầậắặẹếềệịọốồộớờợụứừựýỳ]\S*")  # a word is counted once
_COMMON = re.compile(r"\b(?:the|and|of|to|in|for|is|on|with)\b")
_LEAST = 20


def language_of(words: str) -> str | None:
    """vi or en by the letters of at least twenty words of text; else unknown."""
    count = count_words(words)
    if count < _LEAST:
        return None
    lower = words.lower()
    if next(islice(_MARKED.finditer(lower), int(0.12 * count), None), None) is not None:
        return "vi"
    return "en" if len(_COMMON.findall(lower)) > 0.1 * count else None
