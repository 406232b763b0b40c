"""The life of a finding over the nights: new, seen again, fixed, reopened. Nothing is overwritten, only added."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from monitor.findings import Finding

Life = Literal["new", "again", "fixed", "reopened"]

LIVES: dict[str, str] = {
    "new": "mới", "again": "vẫn còn", "fixed": "đã khắc phục", "reopened": "mở lại",
}


@dataclass(frozen=True, slots=True)
class Past:
    """The newest row of a fingerprint before tonight. `decided`: a person has decided on it since it was opened."""

    life: str
    page: Mapping[str, Any]
    rule: str
    decided: bool = False


def live(tonight: Iterable[Finding], past: Mapping[str, Past]) -> list[tuple[Finding, Life]]:
    """Tonight's rows, in the order of portal, kind and subject. What could not be told tonight has no row: it stays as
    it was, neither confirmed nor fixed."""
    found: list[tuple[Finding, Life]] = []
    for finding in sorted(tonight, key=lambda f: (f.portal, f.kind, f.subject)):
        life = _life(finding, past.get(finding.fingerprint))
        if life is not None:
            found.append((finding, life))
    return found


def _life(finding: Finding, past: Past | None) -> Life | None:
    is_open = past is not None and past.life != "fixed"
    if not finding.negative:
        return "fixed" if is_open else None
    if past is None:
        return "new"
    changed = dict(past.page) != dict(finding.page) or past.rule != finding.rule
    if not is_open or (past.decided and changed):
        return "reopened"
    return "again"
