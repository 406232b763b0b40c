"""What legal and administrative documents carry: number-symbol, issuer, dates of issue and effect."""

from __future__ import annotations

import re
from datetime import date, datetime

from spiders.reading.dates import stated_date

#: 1471/QĐ-UBND, 34/2026/QĐ-UBND, 05/NQ-HĐND, 12-KH/TU (Party bodies put the sign first)
NUMBER = re.compile(
    r"(?<![\w/])(?:\d{1,5}(?:/(?:19|20)\d\d)?/[A-ZĐ][A-ZĐa-zđ&]{0,11}(?:[-–][A-ZĐƯ][\w&.Đđ]{0,14}){0,3}"
    r"|\d{1,5}-[A-ZĐ]{1,4}/[A-ZĐ][A-ZĐ&]{1,14})(?![\w/])"
)
_LABELS = {
    "number": ("số ký hiệu", "số/ký hiệu", "ký hiệu", "số hiệu", "số văn bản", "số kí hiệu", "số, ký hiệu"),
    "issuer": ("cơ quan ban hành", "đơn vị ban hành", "nơi ban hành", "cơ quan bh"),
    "issued": ("ngày ban hành", "ngày văn bản", "ngày bh", "ban hành ngày"),
    "effective": ("ngày có hiệu lực", "ngày hiệu lực", "hiệu lực từ", "có hiệu lực từ"),
    "abstract": ("trích yếu", "nội dung trích yếu", "về việc", "trích yếu nội dung"),
}
_LABEL_OF = {label: name for name, labels in _LABELS.items() for label in labels}


def number_in(text: str) -> str | None:
    """The number-symbol of a short text (a table cell), or None."""
    found = NUMBER.search(text) if "/" in text else None
    return found[0] if found and len(found[0]) >= 0.6 * len(text.strip()) else None


def label_of(text: str) -> str | None:
    """Which field a label or column heading names: number, issuer, issued, effective, abstract."""
    return _LABEL_OF.get(text.strip().rstrip(":").strip().casefold())


def document_fields(pairs: list[tuple[str, str]], now: datetime) -> dict[str, str | date | None]:
    """Fields of a document from its (label, value) pairs; empty when fewer than two labels are known."""
    found: dict[str, str | date | None] = {}
    for label, value in pairs:
        name = label_of(label)
        if name is None or name in found or not value:
            continue
        if name in ("issued", "effective"):
            stated = stated_date(value, now=now, source="label")
            found[name] = stated.on if stated else None
        else:
            found[name] = value
    return found if len(found) >= 2 else {}
