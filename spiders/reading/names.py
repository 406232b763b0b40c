"""What class names say: a site has few different ones on many elements, so each is looked at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache


def saying(pattern: str) -> Callable[[str], bool]:
    """Whether class names match a pattern, upper and lower case being one; answers are remembered."""
    search = re.compile(pattern, re.I).search

    @lru_cache(maxsize=2048)
    def says(names: str) -> bool:
        return search(names) is not None

    return says
