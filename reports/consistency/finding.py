"""What the checker hands over: a finding with its quotes, its arithmetic and how sure it is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

Severity = Literal["error", "likely_error", "ambiguity", "style"]
ORDER: tuple[Severity, ...] = ("error", "likely_error", "ambiguity", "style")


@dataclass(frozen=True)
class Quote:
    """Words of the report as printed, and the line on which they begin."""

    text: str
    line: int


@dataclass(frozen=True)
class Finding:
    """One contradiction; `arithmetic` says only what was computed."""

    type: str
    severity: Severity
    quotes: tuple[Quote, ...]
    arithmetic: str
    id: str = ""


def number_findings(findings: Iterable[Finding]) -> list[Finding]:
    """In the order of the text, without repetitions, each with an id of its type and line."""
    seen: dict[tuple[str, tuple[Quote, ...]], Finding] = {}
    for finding in findings:
        seen.setdefault((finding.type, finding.quotes), finding)
    used: dict[str, int] = {}
    numbered = []
    for finding in sorted(seen.values(), key=lambda f: (f.quotes[0].line, f.type, f.arithmetic)):
        stem = f"{finding.type}-{finding.quotes[0].line}"
        used[stem] = used.get(stem, 0) + 1
        numbered.append(replace(finding, id=stem if used[stem] == 1 else f"{stem}-{used[stem]}"))
    return numbered


def write_number(value: Decimal, digits: int | None = None) -> str:
    """A number as Vietnamese readers print it: 1.234,5."""
    if digits is not None:
        value = value.quantize(Decimal(1).scaleb(-digits))
    text = f"{value.normalize():,f}" if digits is None else f"{value:,f}"
    return text.translate(str.maketrans(",.", ".,"))
