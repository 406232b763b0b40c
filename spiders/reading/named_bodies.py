"""Bodies and places that a text names by their kind and name ("huyện Bắc Hà", "Sở Giao thông vận tải")."""

from __future__ import annotations

import re

MOST = 40
_CAPITAL = r"[A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ]\w*"
_BODY = re.compile(
    rf"(?<!\w)([Tt]ỉnh|[Hh]uyện|[Tt]hị xã|[Tt]hị trấn|[Tt]hành phố)\s+({_CAPITAL}(?:\s+{_CAPITAL}){{0,3}})"
    rf"|(?<!\w)(Sở|Chi cục|Cục|Ban)\s+({_CAPITAL}(?:(?:\s*[,&-]\s*|\s+và\s+|\s+)(?:{_CAPITAL}|[a-zđà-ỹ]+)){{0,6}})")


def named_bodies(text: str) -> tuple[str, ...]:
    """Their names in the order of the text, each once. A department's name goes on in small letters, so it may bring
    the words after it along: names are compared by their beginning."""
    found: dict[str, None] = {}
    for match in _BODY.finditer(text):
        kind, name = (match[1], match[2]) if match[1] else (match[3], match[4])
        found.setdefault(f"{kind[0].lower() if match[1] else kind[0]}{kind[1:]} {name}"[:80])
        if len(found) == MOST:
            break
    return tuple(found)
